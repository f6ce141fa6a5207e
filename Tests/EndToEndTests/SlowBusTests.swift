// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

/// A bus that hangs delays nobody but those who ask for it.
struct SlowBusTests {
    /// A machine with one chip whose input never answers, and one that is well.
    private static func machine() throws -> MachineTree {
        let tree = MachineTree()
        try tree.chip("hwmon0", "hung", device: "platform/hung.0", ["temp2_input": "31000"])
        try tree.fifo(fifo)
        try tree.chip("hwmon1", "well", device: "platform/well.0", ["temp1_input": "42000"])
        return tree
    }

    private static let fifo = "sys/devices/platform/hung.0/hwmon/hwmon0/temp1_input"
    private static let hung = Message.get("BB_SensorView", device: "platform/hung.0/temp1")
    private static let well = Message.get("BB_SensorView", device: "platform/well.0/temp1")

    @Test func `a hung sensor is answered as such, after fifty others were answered`() throws {
        let tree = try Self.machine()
        let settings = DaemonSettings().with {
            $0.hardwareRoot = tree.root
            $0.sensors = ["BusDeadline=2s"]
        }
        try DaemonProcess.run(settings) { daemon in
            // Logged in before, so that no password is hashed meanwhile.
            let slow = try daemon.connect()
            let others = try (0..<50).map { _ in try daemon.connect() }
            for connection in [slow] + others {
                #expect(try connection.exchange(Message.identify).status == 200)
            }
            slow.post(Array(Self.hung.text.utf8))
            let order = Order()
            let watcher = Thread {
                order.finish("slow", with: Result { try Reply(slow.readAnswer()) })
            }
            watcher.start()
            for connection in others { connection.post(Array(Self.well.text.utf8)) }
            for connection in others {
                let reply = try Reply(connection.readAnswer())
                #expect(reply.first("Reading").flatMap(Double.init) == 42)
                #expect(reply.first("Quality") == "good")
                order.finish("fast", with: .success(reply))
            }
            let reply = try order.wait(for: "slow")
            #expect(order.names.count == 51)
            #expect(order.names.last == "slow")
            #expect(reply.status == 200, "\(reply.text)")
            // It was never read, so there is no last value to call stale.
            #expect(reply.first("Quality") == "unavailable")
            #expect(reply.first("Reading") == "")
        }
    }

    @Test func `a bus that stays hung makes its sensor stale and then an error`() throws {
        let tree = try Self.machine()
        let settings = DaemonSettings().with {
            $0.hardwareRoot = tree.root
            $0.sensors = ["BusDeadline=1s", "BusMaximumAge=0"]
        }
        try DaemonProcess.run(settings) { daemon in
            let connection = try daemon.connect()
            connection.post(Array(Self.hung.text.utf8))
            // The driver answers once; without a reader there is nobody to answer yet.
            while (try? tree.answerFIFO(Self.fifo, "33000")) == nil { usleep(1000) }
            let first = try Reply(connection.readAnswer())
            #expect(first.first("Quality") == "good", "\(first.text)")
            #expect(first.first("Reading").flatMap(Double.init) == 33)
            let stale = try connection.ask(Self.hung)
            #expect(stale.first("Quality") == "stale")
            #expect(stale.first("Reading").flatMap(Double.init) == 33)
            let lost = try daemon.poll(Self.hung) { $0.first("Quality") == "error" }
            #expect(lost.first("Reading") == "")
        }
    }

    @Test func `an operation that may not wait for its bus times out`() throws {
        let tree = try Self.machine()
        let settings = DaemonSettings().with {
            $0.hardwareRoot = tree.root
            $0.sensors = ["BusDeadline=10s"]
        }
        try DaemonProcess.run(settings) { daemon in
            let connection = try daemon.connect()
            let reply = try connection.ask(Self.hung.header("<w:OperationTimeout>PT0.2S</w:OperationTimeout>"))
            #expect(reply.status == 500)
            #expect(reply.fault == .init("TimedOut"))
            // The connection and the other chip are none the worse for it.
            #expect(try connection.ask(Self.well).first("Quality") == "good")
        }
    }

    @Test func `a list is complete though one of its chips hangs`() throws {
        let tree = try Self.machine()
        let settings = DaemonSettings().with {
            $0.hardwareRoot = tree.root
            $0.sensors = ["BusDeadline=50ms"]
        }
        try DaemonProcess.run(settings) { daemon in
            let reply = try daemon.connect().ask(.enumerate("BB_SensorView", first: 10))
            #expect(reply.items.count == 3)
            #expect(reply.items.first { $0["Chip"] == "well" }?["Reading"].flatMap(Double.init) == 42)
            #expect(reply.items.filter { $0["Chip"] == "hung" }.allSatisfy { $0["Quality"] != "good" })
        }
    }
}

/// Who finished when, from several threads.
private final class Order: @unchecked Sendable {
    // All state is touched under the lock.
    private let lock = NSCondition()
    private var finished: [(name: String, result: Result<Reply, any Error>)] = []

    var names: [String] { lock.withLock { finished.map(\.name) } }

    func finish(_ name: String, with result: Result<Reply, any Error>) {
        lock.withLock {
            finished.append((name, result))
            lock.broadcast()
        }
    }

    func wait(for name: String) throws -> Reply {
        lock.lock()
        defer { lock.unlock() }
        while true {
            if let found = finished.first(where: { $0.name == name }) { return try found.result.get() }
            lock.wait()
        }
    }
}

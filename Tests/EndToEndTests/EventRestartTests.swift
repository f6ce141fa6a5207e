// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

/// Deliveries over the daemon's restarts, in good order and not.
@Suite(.enabled("there is no python3") { BuildProducts.program("python3") != nil })
struct EventRestartTests {
    private static let temperature = "sys/devices/platform/coretemp.0/hwmon/hwmon0/temp1_input"

    private static func machine() throws -> MachineTree {
        let tree = MachineTree()
        try tree.chip(
            "hwmon0", "coretemp", device: "platform/coretemp.0", ["temp1_input": "40000", "temp1_crit": "95000"])
        try tree.sasDisk("sda", host: 0, target: 1, wwn: "5000c500a1b2c3d4")
        return tree
    }

    @Test(arguments: DeliveryMode.sent)
    func `an orderly restart repeats nothing and loses nothing, also of what happened meanwhile`(
        mode: DeliveryMode
    ) throws {
        let tree = try Self.machine()
        let directory = try TemporaryDirectory()
        let sink = try EventSinkProcess(in: try TemporaryDirectory())
        let first = try DaemonProcess(.watching(tree), in: directory)
        try first.subscribe(.subscribe(to: sink.address, mode))
        for part in 1...5 { try first.rehearse(part: "\(part)") }
        try first.stop()
        try tree.change(Self.temperature, to: "97000")
        try tree.pullDisk("sda", device: MachineTree.sasDevice(host: 0, target: 1))
        let second = try DaemonProcess(.watching(tree), in: directory)
        let log = try second.poll(.events) { reply in
            let messages = Set(reply.items.compactMap { $0["MessageID"] })
            return messages.isSuperset(of: ["overheat.asserted", "part.removed"])
        }
        let last = try second.rehearse()
        let events = try sink.wait(forEvent: last)
        #expect(try events == second.log())
        let messages = log.items.compactMap { $0["MessageID"] }
        #expect(messages.contains("agent.stopped") && messages.count { $0 == "agent.started" } == 2)
        let deliveries = try sink.deliveries()
        #expect(Set(deliveries.map(\.messageID)).count == deliveries.count)
        try second.stop()
    }

    @Test(arguments: [DeliveryMode.push, .batches])
    func `power cuts under a stream of events lose none, and what is repeated has its old name`(
        mode: DeliveryMode
    ) throws {
        let directory = try TemporaryDirectory()
        let sink = try EventSinkProcess(in: try TemporaryDirectory())
        let settings = DaemonSettings.watching(try Self.machine())
        var told: [String] = []
        for round in 0..<10 {
            let daemon = try DaemonProcess(settings, in: directory)
            if round == 0 { try daemon.subscribe(.subscribe(to: sink.address, mode)) }
            let stream = RehearsalStream(port: daemon.port)
            usleep(.random(in: 1000...150_000))
            try daemon.cutPower()
            told += stream.end()
        }
        let daemon = try DaemonProcess(settings, in: directory)
        let last = try daemon.rehearse()
        try sink.wait(forEvent: last)
        let log = try daemon.log()
        let deliveries = try sink.deliveries()
        var names: [String: String] = [:]
        var firsts: [String] = []
        for delivery in deliveries {
            for event in delivery.events where !firsts.contains(event) { firsts.append(event) }
            guard mode == .push, let event = delivery.events.first else { continue }
            #expect(names[event] == nil || names[event] == delivery.messageID)
            names[event] = delivery.messageID
        }
        #expect(firsts == log)
        // Whoever was told that his event is recorded was told the truth.
        #expect(!told.isEmpty && Set(told).isSubset(of: log))
        #expect(mode != .push || Set(names.values).count == names.count)
        try daemon.stop()
    }

    @Test func `a subscription that was answered is there after a power cut, and one that was ended is not`() throws {
        let directory = try TemporaryDirectory()
        let sinks = try (0..<2).map { _ in try EventSinkProcess(in: try TemporaryDirectory()) }
        let settings = DaemonSettings.watching(try Self.machine())
        let first = try DaemonProcess(settings, in: directory)
        let ended = try first.subscribe(.subscribe(to: sinks[1].address, content: ""))
        #expect(try first.connect().ask(.unsubscribe(ended)).status == 200)
        let kept = try first.subscribe(.subscribe(to: sinks[0].address, content: ""))
        try first.cutPower()
        let second = try DaemonProcess(settings, in: directory)
        let last = try second.rehearse()
        try sinks[0].wait(forEvent: last)
        let reply = try second.connect().ask(.subscriptions)
        #expect(reply.items.map { $0["Identifier"] } == [kept])
        #expect(try !sinks[1].deliveries().contains { $0.events.contains(last) })
        try second.stop()
    }
}

/// Somebody who rehearses one event after the other until the daemon is gone.
private final class RehearsalStream: @unchecked Sendable {
    private let ended = DispatchSemaphore(value: 0)
    // Written by the thread alone, read once it has ended.
    private var events: [String] = []

    init(port: Int) {
        Thread.detachNewThread { [self] in
            let connection = try? Connection(port: port, authorization: TestUser.admin.authorization)
            while let event = try? connection?.ask(.rehearse("rehearsal")).first("EventID") { events.append(event) }
            ended.signal()
        }
    }

    /// Waits until it has noticed that the daemon is gone; the result is what it was told.
    func end() -> [String] {
        ended.wait()
        return events
    }
}

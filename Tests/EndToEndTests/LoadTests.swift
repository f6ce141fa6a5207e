// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

/// Many clients, most of them ill-behaved, and what is left of them afterwards.
struct LoadTests {
    @Test func `hostile and good clients together leave the daemon as it was`() throws {
        try DaemonProcess.run { daemon in
            let port = daemon.port
            // Warm, so that threads, buffers and the descriptors of attributes that stay open are in the first figure.
            for resource in ["BB_SensorView", "CIM_NumericSensor", "CIM_Fan", "CIM_Processor"] {
                #expect(try daemon.connect().ask(.enumerate(resource, first: 1000)).status == 200)
            }
            let before = try daemon.usage()

            let tally = Tally()
            let crowd = (0..<8).map { number in
                Thread {
                    for turn in 0..<25 { HostileClient.run(number * 25 + turn, port: port, tally: tally) }
                    tally.leave()
                }
            }
            for thread in crowd { thread.start() }
            tally.waitUntilLeft(by: crowd.count)

            #expect(tally.wrong == [])
            #expect(tally.good >= 20)
            #expect(tally.refused >= 60)
            #expect(daemon.isRunning)
            let connection = try daemon.connect()
            #expect(try connection.ask(.enumerate("BB_SensorView", first: 100)).items.count == 100)
            let after = try daemon.settledUsage(below: before.descriptors + 8)
            #expect(after.descriptors <= before.descriptors + 8)
            #expect(after.residentMegabytes < 256)
        }
    }

    @Test func `ten thousand open contexts cost little and can all be released`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            let open = Array(Message.enumerate("CIM_NumericSensor").text.utf8)
            func inBatches(_ messages: [[UInt8]], _ check: (Reply) throws -> Void) throws {
                for start in stride(from: 0, to: messages.count, by: 16) {
                    let batch = messages[start..<min(start + 16, messages.count)]
                    for message in batch { connection.post(message) }
                    for _ in batch { try check(Reply(connection.readAnswer())) }
                }
            }
            var contexts: Set<String> = []
            try inBatches(Array(repeating: open, count: 10_000)) { reply in
                contexts.insert(try #require(reply.first("EnumerationContext")))
            }
            #expect(contexts.count == 10_000)
            let refused = try connection.ask(.enumerate("CIM_NumericSensor"))
            #expect(refused.fault == .init("QuotaLimit"), "\(refused.text)")
            #expect(try daemon.usage().residentMegabytes < 256)

            let releases = contexts.map { Array(Message.release("CIM_NumericSensor", $0).text.utf8) }
            try inBatches(releases) { #expect($0.status == 200) }
            let again = try connection.ask(.enumerate("CIM_NumericSensor"))
            #expect(again.status == 200)
        }
    }
}

extension LoadTests {
    @Test func `ten thousand idle connections cost little, keep nobody out, and leave nothing behind`() throws {
        // The daemon inherits what this process may open.
        var files = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        try #require(files.rlim_max >= 12_000, "this process may not open as many files")
        files.rlim_cur = files.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        let settings = DaemonSettings().with {
            $0.limits = [
                "MaxConnections=11000", "MaxConnectionsPerAddress=11000", "IdleTimeout=1h", "HeaderTimeout=10min",
            ]
        }
        try DaemonProcess.run(settings) { daemon in
            for resource in ["BB_SensorView", "CIM_Fan"] {
                #expect(try daemon.connect().ask(.enumerate(resource, first: 1000)).status == 200)
            }
            let before = try daemon.usage()
            // Half of them have said nothing yet, the other half has been answered.
            var idle: [Connection] = []
            for number in 0..<10_000 {
                let connection = try Connection(port: daemon.port)
                if number % 2 == 0 {
                    #expect(try connection.exchange(Message.identify, path: "/wsman-anon/identify").status == 200)
                }
                idle.append(connection)
            }
            #expect(try daemon.connect().ask(.enumerate("CIM_Fan", first: 20)).status == 200)
            let during = try daemon.usage()
            #expect(during.descriptors >= 10_000)
            // 16 KiB each, a third of which is used.
            #expect(during.residentMegabytes - before.residentMegabytes < 160)
            idle.removeAll()
            let after = try daemon.settledUsage(below: before.descriptors + 8)
            #expect(after.descriptors <= before.descriptors + 8)
            #expect(try daemon.connect().ask(.enumerate("CIM_Fan", first: 20)).status == 200)
        }
    }
}

/// What happened to a crowd of clients.
private final class Tally: @unchecked Sendable {
    // All state is touched under the lock.
    private let lock = NSCondition()
    private var left = 0
    private(set) var good = 0
    private(set) var refused = 0
    private(set) var wrong: [String] = []

    func count(good isGood: Bool) { lock.withLock { if isGood { good += 1 } else { refused += 1 } } }

    func complain(_ what: String) { lock.withLock { wrong.append(what) } }

    func leave() {
        lock.withLock {
            left += 1
            lock.broadcast()
        }
    }

    func waitUntilLeft(by count: Int) {
        lock.lock()
        defer { lock.unlock() }
        while left < count { lock.wait() }
    }
}

/// One client of many: what it does follows from its number.
private enum HostileClient {
    static func run(_ number: Int, port: Int, tally: Tally) {
        do {
            let user = TestUser.operator.authorization
            switch number % 9 {
            case 0:
                let reply = try Connection(port: port, authorization: user).ask(.enumerate("CIM_Fan", first: 20))
                if reply.status == 200 { tally.count(good: true) } else { tally.complain(reply.text) }
            case 1: try expectFault(entityBomb, port: port, tally)
            case 2: try expectFault(nesting, port: port, tally)
            case 3:
                // 10 MB, announced: refused before a single octet of them is taken.
                let connection = try Connection(port: port, authorization: user)
                connection.post(Array(repeating: 0x20, count: 10_000_000))
                try expect(connection, [413], tally)
            case 4:
                let connection = try Connection(port: port, authorization: user)
                connection.post(noise(number, 4096))
                try expect(connection, [400, 500], tally)
            case 5:
                let connection = try Connection(port: port)
                connection.send(noise(number, 20_000))
                connection.finishSending()
                if let answer = try? connection.readAnswer(), answer.status < 400 { tally.complain(answer.text) }
                tally.count(good: false)
            case 6:
                // Half closed: all is sent, the answer is still wanted.
                let connection = try Connection(port: port, authorization: user)
                connection.post(Array(Message.enumerate("CIM_Processor", first: 2).text.utf8))
                connection.finishSending()
                let answer = try connection.readAnswer()
                if answer.status == 200 { tally.count(good: true) } else { tally.complain(answer.text) }
            case 7:
                // Gone without reading the answer.
                let connection = try Connection(port: port, authorization: user)
                for _ in 0..<10 { connection.post(Array(Message.enumerate("BB_SensorView", first: 200).text.utf8)) }
                tally.count(good: false)
            default:
                // Gone in the middle of a request.
                let connection = try Connection(port: port)
                connection.send(
                    "POST /wsman HTTP/1.1\r\nHost: h\r\nAuthorization: \(user)\r\nContent-Length: 500\r\n\r\n<x")
                tally.count(good: false)
            }
        } catch {
            tally.complain("client \(number): \(error)")
        }
    }

    private static func expect(_ connection: Connection, _ statuses: [Int], _ tally: Tally) throws {
        let answer = try connection.readAnswer()
        if statuses.contains(answer.status) {
            tally.count(good: false)
        } else {
            tally.complain("status \(answer.status) \(answer.text.prefix(500))")
        }
    }

    private static func expectFault(_ text: String, port: Int, _ tally: Tally) throws {
        let connection = try Connection(port: port, authorization: TestUser.operator.authorization)
        let reply = try Reply(connection.exchange(text))
        if reply.fault != nil { tally.count(good: false) } else { tally.complain(reply.text) }
    }

    private static let entityBomb: String = {
        var text = "<!DOCTYPE x [<!ENTITY a0 \"ha\">"
        for level in 1...20 { text += "<!ENTITY a\(level) \"&a\(level - 1);&a\(level - 1);\">" }
        return text + "]><x>&a20;</x>"
    }()

    private static let nesting =
        String(repeating: "<a>", count: 100_000) + String(repeating: "</a>", count: 10_000)

    /// Octets that look like nothing, the same for the same number.
    private static func noise(_ seed: Int, _ count: Int) -> [UInt8] {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        return (0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state)
        }
    }
}

extension DaemonProcess {
    struct Usage {
        let descriptors: Int
        let residentMegabytes: Int
    }

    /// What the kernel says that it holds.
    fileprivate func usage() throws -> Usage {
        let process = "/proc/\(processIdentifier)"
        let status = try String(contentsOfFile: process + "/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kilobytes = try #require(line?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        return Usage(
            descriptors: try FileManager.default.contentsOfDirectory(atPath: process + "/fd").count,
            residentMegabytes: kilobytes / 1024)
    }

    /// The usage once the connections that were left behind are gone.
    fileprivate func settledUsage(below descriptors: Int) throws -> Usage {
        var usage = try usage()
        for _ in 0..<2000 where usage.descriptors > descriptors {
            usleep(5000)
            usage = try self.usage()
        }
        return usage
    }
}

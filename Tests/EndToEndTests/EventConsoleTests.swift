// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

/// The console's events against the daemon: subscribe, listen, follow and rehearse.
struct EventConsoleTests {
    private static let settings = DaemonSettings.stateful.with {
        $0.hardwareRoot = RecordedMachine.virtualMachine.root
        $0.events = ["RetryMinimum=50ms", "RetryMaximum=200ms"]
    }

    private func url(_ daemon: DaemonProcess) -> String { "http://127.0.0.1:\(daemon.port)/wsman" }

    /// The names of the events in a listener's file, in order and as often as they are there.
    private func kept(_ file: String) throws -> [String] {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return [] }
        return try text.split(separator: "\n").compactMap { line in
            let read = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require(read)["id"] as? String
        }
    }

    private func wait(for event: String, in file: String) throws {
        for _ in 0..<3000 where try !kept(file).contains(event) { usleep(20000) }
        #expect(try kept(file).contains(event))
    }

    @Test(arguments: [("push", SIGKILL), ("ack", SIGINT), ("events", SIGKILL), ("events", SIGINT)])
    func `a listener that is restarted keeps every event once`(mode: String, signal: Int32) throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/events.jsonl"
        try DaemonProcess.run(Self.settings) { daemon in
            let arguments = [
                "listen", "--port", "0", "--subscribe", url(daemon), "--mode", mode, "--json", file, "--bookmark",
                "earliest",
            ]
            for round in 1...2 {
                let listener = try ConsoleProcess(arguments, daemon)
                listener.wait(for: "listening on http://127.0.0.1:")
                for part in 1...3 { try daemon.rehearse(part: "\(round).\(part)") }
                try wait(for: try daemon.rehearse(), in: file)
                let status = try listener.end(signal)
                #expect(signal == SIGKILL || status == 0, "\(listener.errors)")
                // Nobody listens to this one.
                try daemon.rehearse(part: "between")
            }
            let listener = try ConsoleProcess(arguments, daemon)
            try wait(for: try daemon.rehearse(), in: file)
            #expect(try listener.end() == 0)
            #expect(try kept(file) == daemon.log())
            #expect(try daemon.connect().ask(.subscriptions).items.isEmpty)
        }
    }

    @Test(arguments: [SIGINT, SIGKILL])
    func `a listener that had nothing yet has all that came while it was away`(signal: Int32) throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/events.jsonl"
        try DaemonProcess.run(Self.settings) { daemon in
            // The first inventory is an event too, which comes behind the first answers.
            _ = try daemon.poll(.events) { $0.items.count >= 2 }
            let arguments = ["listen", "--port", "0", "--subscribe", url(daemon), "--json", file]
            let idle = try ConsoleProcess(arguments, daemon)
            _ = try daemon.poll(.subscriptions) { !$0.items.isEmpty }
            #expect(try idle.end(signal) == (signal == SIGINT ? 0 : SIGKILL))
            let missed = try daemon.rehearse()
            let listener = try ConsoleProcess(arguments, daemon)
            let last = try daemon.rehearse()
            try wait(for: last, in: file)
            #expect(try listener.end() == 0)
            #expect(try kept(file) == [missed, last])
        }
    }

    @Test func `followers see what comes, by either command, and leave nothing behind`() throws {
        try DaemonProcess.run(Self.settings) { daemon in
            let follower = try ConsoleProcess(["events", "--follow", "--json"], daemon)
            let puller = try ConsoleProcess(["subscribe", "--mode", "pull", "--bookmark", "earliest"], daemon)
            let both = try daemon.poll(.subscriptions) { $0.items.count == 2 }
            #expect(both.items.allSatisfy { $0["State"] == "pulled" && $0["Owner"] == "ann" })
            let event = try daemon.rehearse("overheat", part: "CPU 0")
            follower.wait(for: event)
            puller.wait(for: "Rehearsal of overheat at CPU 0 by ada")
            #expect(puller.output.contains("agent.started") && !follower.output.contains("agent.started"))
            #expect(try follower.end() == 0 && puller.end(SIGTERM) == 0, "\(follower.errors)\(puller.errors)")
            #expect(try daemon.connect().ask(.subscriptions).items.isEmpty)
        }
    }

    @Test(arguments: [true, false])
    func `a follower goes on where it was when the daemon was away`(hasSeenAnEvent: Bool) throws {
        let directory = try TemporaryDirectory()
        let first = try DaemonProcess(Self.settings, in: directory)
        let port = first.port
        let start = try #require(try first.log().last)
        let follower = try ConsoleProcess(["events", "--follow", "--json"], first)
        _ = try first.poll(.subscriptions) { $0.items.count == 1 }
        if hasSeenAnEvent { follower.wait(for: try first.rehearse()) }
        try first.stop()
        let settings = Self.settings.with { $0.server = ["Listen=http://127.0.0.1:\(port)"] }
        let second = try DaemonProcess(settings, in: directory)
        let last = try second.rehearse()
        follower.wait(for: last)
        for event in try second.log().drop(while: { $0 != start }).dropFirst() {
            #expect(follower.output.components(separatedBy: event + "\"").count == 2, "\(event)")
        }
        #expect(try follower.end() == 0)
        try second.stop()
    }

    @Test func `a stop waits for nobody who follows, however long it may wait`() throws {
        let daemon = try DaemonProcess(Self.settings.with { $0.limits = ["ShutdownGrace=600s"] })
        let follower = try ConsoleProcess(["events", "--follow", "--json"], daemon)
        _ = try daemon.poll(.subscriptions) { $0.items.count == 1 }
        follower.wait(for: try daemon.rehearse())
        try daemon.stop()
        #expect(try follower.end() == 0, "\(follower.errors)")
    }

    @Test func `a subscription is made, listed, renewed, asked for and ended, each with its status`() throws {
        try DaemonProcess.run(Self.settings) { daemon in
            let made = try daemon.console(
                "subscribe", "--to", "http://127.0.0.1:9/", "--mode", "ack", "--expires", "1h", "--json")
            #expect(made.status == 0, "\(made.errors)")
            let read = try JSONSerialization.jsonObject(with: made.output) as? [[String: Any]]
            let identifier = try #require(read?.first?["Identifier"] as? String)
            let expires = try #require(read?.first?["Expires"] as? String)
            #expect(expires.hasPrefix("PT"))
            let listed = try daemon.console("subscribe", "--list")
            #expect(listed.status == 0 && listed.text.contains(identifier) && listed.text.contains("127.0.0.1:9"))
            let others = try daemon.console("subscribe", "--list", as: .reader)
            #expect(others.status == 0 && !others.text.contains(identifier))
            #expect(try daemon.console("subscribe", "--list", as: .admin).text.contains(identifier))
            let renewed = try daemon.console("subscribe", "--renew", identifier, "--expires", "2h")
            #expect(renewed.status == 0 && renewed.text.contains("PT"), "\(renewed.errors)")
            #expect(try daemon.console("subscribe", "--status", identifier).text.contains(identifier))
            let foreign = try daemon.console("subscribe", "--end", identifier, as: .reader)
            #expect(foreign.status == 1 && foreign.errors.contains("baseboard: "), "\(foreign.errors)")
            #expect(try daemon.console("subscribe", "--end", identifier).status == 0)
            for flag in ["--end", "--status", "--renew"] {
                let gone = try daemon.console("subscribe", flag, identifier)
                #expect(gone.status == 1 && gone.text.isEmpty, "\(flag): \(gone.errors)")
            }
            #expect(try daemon.console("subscribe", "--list").text == "none\n")
            #expect(try daemon.console("subscribe").status == 64)
            let elsewhere = try daemon.console("subscribe", "--to", "http://192.0.2.1/")
            #expect(elsewhere.status == 1 && elsewhere.errors.contains("administrator lists"), "\(elsewhere.errors)")
        }
    }

    @Test(.enabled("there is no python3") { BuildProducts.program("python3") != nil })
    func `a rehearsal tells who received it, whose filter dropped it and who failed`() throws {
        let good = try EventSinkProcess(in: try TemporaryDirectory())
        let bad = try EventSinkProcess(in: try TemporaryDirectory())
        try bad.answer(.unavailable)
        try DaemonProcess.run(Self.settings) { daemon in
            let nobody = try daemon.console("rehearse", "fan", as: .admin)
            #expect(nobody.status == 0 && nobody.text.contains("nobody is subscribed"), "\(nobody.errors)")
            try daemon.subscribe(.subscribe(to: good.address, .acknowledged, content: ""))
            let filter =
                "<w:Filter Dialect=\"http://schemas.microsoft.com/wbem/wsman/1/WQL\">"
                + "select * from BB_EventView where Kind = 'fan.stopped'</w:Filter>"
            try daemon.subscribe(.subscribe(to: good.address + "/filtered", content: filter))
            try daemon.subscribe(.subscribe(to: bad.address, content: ""))
            let run = try daemon.console("rehearse", "overheat", "CPU 0", "--wait", "30s", "--json", as: .admin)
            #expect(run.status == 0, "\(run.errors)")
            let rows = try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]] ?? []
            let outcomes = rows.map { "\($0["SinkAddress"] ?? "") \($0["Outcome"] ?? "")" }
            #expect(
                Set(outcomes) == [
                    "\(good.address) received", "\(good.address)/filtered filtered", "\(bad.address) failed",
                ])
            let failure = rows.first { $0["Outcome"] as? String == "failed" }?["LastFailure"] as? String
            #expect(failure?.contains("503") == true)
            let again = try daemon.console("rehearse", "fan", "--wait", "30s", as: .admin)
            #expect(again.text.components(separatedBy: "received").count == 3, "\(again.text)")
            let reader = try daemon.console("rehearse", "overheat", as: .operator)
            #expect(reader.status == 1 && !reader.errors.isEmpty)
            let unknown = try daemon.console("rehearse", "nonsense", as: .admin)
            #expect(unknown.status == 1 && unknown.errors.contains("there is no kind nonsense"), "\(unknown.errors)")
        }
    }
}

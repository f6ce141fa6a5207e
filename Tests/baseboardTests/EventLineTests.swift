// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import Testing
import WSMan
import WSManClient

@testable import baseboard

@Suite("Events as people see and choose them")
struct EventLineTests {
    private let overheat = DeliveredEvent.event(
        Instance(
            className: "BB_EventView", namespace: "urn:e",
            properties: [
                .init("Time", [.time("2026-03-02T10:15:00Z", kind: "Datetime")]),
                .init("Severity", [.text("critical")]),
                .init("MessageID", [.text("overheat.asserted")]), .init("Message", [.text("CPU 0 is\u{1b} hot.")]),
                .init("PartName", [.text("CPU 0")]), .init("PartID", [.text("platform/coretemp.0/temp1")]),
            ]), action: "urn:e")

    @Test("an event is a line, whose severity is coloured where there are colours")
    func lines() {
        let plain = "2026-03-02T10:15:00Z  critical     overheat.asserted  CPU 0 is\u{fffd} hot."
        #expect(EventLine(overheat).text == plain)
        let terminal = Terminal(width: 200, isTerminal: true, hasColour: true)
        #expect(
            EventLine(overheat).shown(on: terminal, source: "bmc1")
                == "bmc1  " + plain.replacing("critical   ", with: "\u{1b}[1;31mcritical   \u{1b}[0m"))
        #expect(EventLine(.heartbeat).text == "heartbeat: nothing happened")
        #expect(
            EventLine(.dropped(count: 3, action: "http://x/CIM_AlertIndication")).text
                == "warning      3 events could not be delivered in all, the last a CIM_AlertIndication")
        #expect(
            EventLine(.ended(status: "http://x/SourceShuttingDown", reason: "bye")).text
                == "warning      the source ended the subscription (SourceShuttingDown): bye")
    }

    @Test(
        "CIM's numbers for severities are read as words",
        arguments: [("2", "information"), ("4", "minor"), ("7", "fatal")])
    func numbers(_ number: String, _ word: String) {
        let event = Instance(
            className: "CIM_AlertIndication", namespace: "urn:c",
            properties: [.init("PerceivedSeverity", [.text(number)]), .init("Message", [.text("m")])])
        #expect(EventLine(.event(event, action: "urn:c")).text.hasPrefix(word))
    }

    @Test("what the service can choose is a query, the rest is chosen here")
    func choice() throws {
        var choice = try EventChoice.parse(["--severity", "warning+", "--kind", "fan", "--part", "cpu"])
        #expect(
            choice.filter
                == .query(
                    "select * from BB_EventView where PerceivedSeverity >= 3 and (Kind = 'fan' or Kind like 'fan.%')",
                    .wql))
        guard case .event(let event, _) = overheat else { return }
        #expect(choice.takes(event, since: nil))
        #expect(choice.takes(event, since: Timestamp("2026-03-02T10:15:00Z")))
        #expect(!choice.takes(event, since: Timestamp("2026-03-02T10:15:01Z")))
        choice = try EventChoice.parse(["--severity", "fatal", "--part", "fan"])
        #expect(choice.filter == .query("select * from BB_EventView where PerceivedSeverity = 7", .wql))
        #expect(!choice.takes(event, since: nil))
        #expect(try EventChoice.parse([]).filter == nil)
        #expect(throws: (any Error).self) { try EventChoice.parse(["--kind", "x' or 'a'='a"]) }
        #expect(throws: (any Error).self) { try EventChoice.parse(["--severity", "bad"]) }
    }

    @Test("how long ago is a moment")
    func since() {
        let now = Timestamp(microseconds: 10_000_000_000)
        #expect(SinceArgument(argument: "30m")?.moment(before: now) == Timestamp(microseconds: 8_200_000_000))
        #expect(
            SinceArgument(argument: "1970-01-01T00:00:01Z")?.moment(before: now) == Timestamp(microseconds: 1_000_000))
        #expect(SinceArgument(argument: "yesterday") == nil && SinceArgument(argument: "-5m") == nil)
    }

    @Test("who received a rehearsal is told by rows before and after")
    func receipts() {
        func row(
            _ id: String, _ acknowledged: Int, _ delivered: String?, failure: String? = nil, failures: Int = 0
        ) -> Instance {
            Instance(
                className: "BB_SubscriptionView", namespace: "urn:s",
                properties: [
                    .init("Identifier", [.text(id)]), .init("AcknowledgedSequence", [.text("\(acknowledged)")]),
                    .init("LastDelivered", [delivered.map { .text($0) } ?? .null]),
                    .init("LastFailure", [failure.map { .text($0) } ?? .null]),
                    .init("Failures", [.text("\(failures)")]),
                ])
        }
        let failing = ["f", "g"].map { row($0, 3, "t0", failure: "HTTP 503", failures: 2) }
        let before = ["a", "b", "c", "d", "e"].map { row($0, 4, "t1") } + failing
        let after = [
            row("a", 5, "t2"), row("b", 5, "t1"), row("c", 4, "t1"), row("d", 4, "t1", failure: "refused"),
            row("f", 3, "t0", failure: "HTTP 503", failures: 3), failing[1],
        ]
        let receipts = RehearsalReceipt.all(before: before, after: after, EventPosition(epoch: "", sequence: 5))
        #expect(receipts.map(\.outcome) == [.received, .filtered, .waiting, .failed, .ended, .failed, .waiting])
        #expect(receipts[3].failure == "refused")
    }

    @Test(
        "the commands take what makes sense only",
        arguments: [
            (["subscribe"], false), (["subscribe", "bmc", "--to", "http://sink/"], true),
            (["subscribe", "--to", "sink"], false), (["subscribe", "--to", "http://sink/", "--mode", "pull"], false),
            (["subscribe", "--mode", "pull"], true), (["subscribe", "--list"], true),
            (["subscribe", "--list", "--end", "x"], false), (["subscribe", "--renew", "x", "--expires", "1h"], true),
            (["subscribe", "--to", "http://s/", "--bookmark", "earliest", "--encoding", "utf-16"], true),
            (["subscribe", "--to", "http://s/", "--bookmark", "yesterday"], false),
            (["subscribe", "--to", "http://s/", "--retries", "3"], false),
            (["subscribe", "--to", "http://s/", "--sink-user", "a"], false),
            (["subscribe", "--to", "http://s/", "--query", "select * from CIM_AlertIndication"], true),
            (["subscribe", "--to", "http://s/", "--query", "q", "--filter", "f"], false),
            (["listen"], true), (["listen", "--port", "70000"], false), (["listen", "--mode", "pull"], false),
            (["listen", "--tls-certificate", "x"], false), (["listen", "--subscribe", "a", "--subscribe", "b"], true),
            (["events", "--follow", "--since", "1h"], true), (["events", "--limit", "0"], false),
            (["events", "--oldest-first"], true), (["events", "--follow", "--oldest-first"], false),
            (["rehearse", "overheat", "CPU 0", "bmc"], true), (["rehearse"], false),
            (["rehearse", "overheat", "--severity", "warning+"], false),
        ] as [([String], Bool)])
    func arguments(_ arguments: [String], _ isGood: Bool) {
        #expect(((try? BaseboardCommand.parseAsRoot(arguments)) != nil) == isGood)
    }
}

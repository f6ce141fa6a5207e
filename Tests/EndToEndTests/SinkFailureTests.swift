// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

/// Sinks that are away, wrong or slow, and what becomes of their events and of others'.
@Suite(.enabled("there is no python3") { BuildProducts.program("python3") != nil })
struct SinkFailureTests {
    private static let settings = DaemonSettings.stateful.with {
        $0.hardwareRoot = RecordedMachine.virtualMachine.root
        $0.events = ["RetryMinimum=50ms", "RetryMaximum=200ms", "DeliveryTimeout=500ms"]
    }

    /// The daemon's word on the one subscription, once it is so.
    private func row(
        _ daemon: DaemonProcess, until condition: ([String: String]) -> Bool
    ) throws -> [String: String] {
        let reply = try daemon.poll(.subscriptions) { $0.items.first.map(condition) ?? false }
        return reply.items.first ?? [:]
    }

    /// A message that comes again has the same events under the same name, and what came for good is in order.
    private func expectRepeats(_ sink: EventSinkProcess, _ daemon: DaemonProcess) throws {
        var names: [[String]: String] = [:]
        var firsts: [String] = []
        for delivery in try sink.deliveries() {
            #expect(names[delivery.events] == nil || names[delivery.events] == delivery.messageID)
            names[delivery.events] = delivery.messageID
            firsts += delivery.events.filter { !firsts.contains($0) }
        }
        #expect(try firsts == daemon.log())
    }

    @Test(arguments: DeliveryMode.sent)
    func `a sink that was away for a while gets everything once`(mode: DeliveryMode) throws {
        let directory = try TemporaryDirectory()
        let before = try EventSinkProcess(in: directory)
        try DaemonProcess.run(Self.settings) { daemon in
            try daemon.subscribe(.subscribe(to: before.address, mode))
            try before.wait(forEvent: try daemon.rehearse())
            // What is taken and not yet known to be would rightly come again.
            _ = try row(daemon) { $0["AcknowledgedSequence"] == "\((try? daemon.log().count) ?? 0)" }
            before.stop()
            for part in 1...5 { try daemon.rehearse(part: "\(part)") }
            let failing = try row(daemon) { $0["LastFailure"] != nil }
            #expect(failing["State"] == "retrying" && failing["LastFailure"] == "The sink does not answer.")
            let last = try daemon.rehearse()
            let after = try EventSinkProcess(in: directory, ["--port", "\(before.port)"])
            #expect(try after.wait(forEvent: last) == daemon.log())
            let well = try row(daemon) { $0["State"] == "active" }
            #expect(well["LastFailure"] == nil || well["LastFailure"] == "")
        }
    }

    @Test(arguments: [EventSinkProcess.Answer.failure, .unavailable, .fault, .silence])
    func `a sink that fails is tried again, keeps nothing from others, and loses nothing`(
        answer: EventSinkProcess.Answer
    ) throws {
        let bad = try EventSinkProcess(in: try TemporaryDirectory())
        let good = try EventSinkProcess(in: try TemporaryDirectory())
        try bad.answer(answer)
        try DaemonProcess.run(Self.settings) { daemon in
            try daemon.subscribe(.subscribe(to: bad.address, .batches))
            for part in 1...5 { try daemon.rehearse(part: "\(part)") }
            _ = try row(daemon) { $0["Failures"].flatMap { Int($0) } ?? 0 >= 2 }
            try daemon.subscribe(.subscribe(to: good.address, .acknowledged))
            let last = try daemon.rehearse()
            #expect(try good.wait(forEvent: last) == daemon.log())
            #expect(try !bad.events().contains(last))
            try bad.answer(.acknowledgement)
            try bad.wait(forEvent: last)
            try expectRepeats(bad, daemon)
        }
    }

    @Test func `a sink that does not acknowledge has nothing in modes that need it`() throws {
        let sink = try EventSinkProcess(in: try TemporaryDirectory())
        try sink.answer(.accepted)
        try DaemonProcess.run(Self.settings) { daemon in
            try daemon.subscribe(.subscribe(to: sink.address, .acknowledged))
            let failing = try row(daemon) { $0["Failures"].flatMap { Int($0) } ?? 0 >= 2 }
            #expect(failing["LastFailure"] == "The sink has not acknowledged.")
            #expect(failing["AcknowledgedSequence"] == "0")
            #expect(try Set(sink.deliveries().map(\.messageID)).count == 1)
            try sink.answer(.acknowledgement)
            try sink.wait(forEvent: try daemon.rehearse())
            try expectRepeats(sink, daemon)
        }
    }

    @Test(arguments: DeliveryMode.sent)
    func `a sink that refuses ends the subscription, and who is to be told of that is told`(mode: DeliveryMode) throws {
        let sink = try EventSinkProcess(in: try TemporaryDirectory())
        let told = try EventSinkProcess(in: try TemporaryDirectory())
        let marker = try EventSinkProcess(in: try TemporaryDirectory())
        try sink.answer(.refused)
        try DaemonProcess.run(Self.settings) { daemon in
            var message = Message.subscribe(to: sink.address, mode)
            message.body = message.body.replacing(
                "<e:Delivery ", with: "<e:EndTo><a:Address>\(told.address)</a:Address></e:EndTo><e:Delivery ")
            let identifier = try daemon.subscribe(message)
            _ = try daemon.poll(.subscriptions) { $0.items.isEmpty }
            let end = try #require(try told.wait(for: 1).first).reply()
            #expect(end.body == "SubscriptionEnd" && end.first("Identifier") == identifier)
            #expect(end.first("Status")?.hasSuffix("/DeliveryFailure") == true)
            try daemon.subscribe(.subscribe(to: marker.address))
            try marker.wait(forEvent: try daemon.rehearse())
            #expect(try sink.received().count == 1 && told.received().count == 1)
            #expect(try daemon.connect().ask(.unsubscribe(identifier)).body == "Fault")
        }
    }

    @Test func `a sink is tried no oftener than its subscriber says`() throws {
        let sink = try EventSinkProcess(in: try TemporaryDirectory())
        sink.stop()
        try DaemonProcess.run(Self.settings) { daemon in
            try daemon.subscribe(
                .subscribe(
                    to: sink.address, delivery: "<w:ConnectionRetry Total=\"3\">PT0.1S</w:ConnectionRetry>"))
            _ = try daemon.poll(.subscriptions) { $0.items.isEmpty }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManagementService
import ManualLoop
import ResourceModel
import Testing
import XML

/// Pull mode, as R10.2.9.5-1 to R10.2.9.5-8 have it.
struct EventPullTests {
    let service = TestService(events: true)

    private func open(
        by principal: Principal = TestService.operatorAccount, _ content: String = "", delivery: String = ""
    ) throws -> (manager: Manager, context: String) {
        let reply = try service.subscribe(by: principal) {
            $0.mode = SubscribeText.pull
            $0.content = content
            $0.delivery = delivery
        }
        return (try #require(reply.manager), try #require(reply.context))
    }

    /// Sends a Pull and lets it wait.
    private func begin(_ request: RequestText) -> TestService.Pending {
        let pending = service.begin(request)
        service.loop.drain()
        return pending
    }

    private func texts(_ reply: Reply) -> [String] {
        reply.items.map { $0.first(anyNamed: "Message")?.text ?? "<\($0.localName)>" }
    }

    @Test func `the answer to Subscribe holds the context that events are pulled by (R10.2.9.5-3)`() throws {
        let (manager, context) = try open()
        service.happen("one")
        let reply = try service.send(.pullEvents(manager, context, 5))
        #expect(reply.action == Published.wsen + "/PullResponse" && texts(reply) == ["one"])
        #expect(reply.items.first?.name == XMLName(Published.classes + "CIM_AlertIndication", "CIM_AlertIndication"))
        #expect(service.sinks.messages.isEmpty)
    }

    @Test func `with events comes another context, and never an end (R10.2.9.5-6, R10.2.9.5-7)`() throws {
        let (manager, first) = try open("<wsman:SendBookmarks/>")
        for number in 1...3 { service.happen("\(number)") }
        let one = try service.send(.pullEvents(manager, first, 2))
        let two = try service.send(.pullEvents(manager, one.context, 2))
        #expect(texts(one) == ["1", "2"] && texts(two) == ["3"])
        #expect(Set([first, one.context, two.context]).count == 3 && !one.isEnd && !two.isEnd)
        let bookmarks = [one, two].map { reply in
            reply.headers.first { $0.localName == "Bookmark" }?.first(anyNamed: "Position")?.text
        }
        #expect(bookmarks == ["\(service.journal.epoch)/2", "\(service.journal.epoch)/3"])
    }

    @Test func `one event comes to who does not say how many`() throws {
        let (manager, context) = try open()
        for number in 1...3 { service.happen("\(number)") }
        #expect(texts(try service.send(.pullEvents(manager, context))) == ["1"])
    }

    @Test func `a Pull waits, and is answered by what happens`() throws {
        let (manager, context) = try open()
        let pending = begin(.pullEvents(manager, context, 5))
        service.loop.advance(seconds: 5)
        #expect(pending.answers.isEmpty)
        try expectFault(service.send(.pullEvents(manager, context, 5)), "Sender", "wsman:Concurrency")
        service.happen("one")
        #expect(texts(try pending.reply()) == ["one"])
    }

    @Test(arguments: ["<wsen:MaxTime>PT5S</wsen:MaxTime>", ""])
    func `without events it times out, and the context stays good (R10.2.9.5-5)`(limit: String) throws {
        let (manager, context) = try open()
        let pending = begin(.pullEvents(manager, context, 5, limit))
        service.loop.advance(seconds: limit.isEmpty ? 3600 : 6)
        try expectFault(pending.reply(), "Receiver", "wsman:TimedOut")
        service.happen("one")
        #expect(texts(try service.send(.pullEvents(manager, context, 5))) == ["one"])
    }

    @Test func `OperationTimeout is kept, and says the same`() throws {
        let (manager, context) = try open()
        let pending = begin(
            .pullEvents(manager, context, 5).with {
                $0.headers += "<wsman:OperationTimeout>PT3S</wsman:OperationTimeout>"
            })
        service.loop.advance(seconds: 3.5)
        try expectFault(pending.reply(), "Receiver", "wsman:TimedOut", naming: ["Nothing has happened"])
    }

    @Test func `the Pull's own MaxEnvelopeSize is the limit (R10.2.9.5-8)`() throws {
        let (manager, context) = try open()
        let limit = "<wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>"
        for letter in ["a", "b", "c"] { service.happen(String(repeating: letter, count: 2500)) }
        let reply = try service.send(.pullEvents(manager, context, 9).with { $0.headers += limit })
        #expect((1...2).contains(reply.items.count) && reply.bytes.count <= 8192)
        service.happen(String(repeating: "d", count: 9000))
        var next = try #require(reply.context)
        while texts(try service.send(.pullEvents(manager, next, 1))).first?.first != "c" {
            next = try #require(try service.send(.pullEvents(manager, next, 1)).context)
        }
        next = try #require(try service.send(.pullEvents(manager, next, 1)).context)
        try expectFault(
            service.send(.pullEvents(manager, next, 9).with { $0.headers += limit }), "Sender", "wsman:EncodingLimit",
            "MaxEnvelopeSize", naming: ["9"])
        #expect(texts(try service.send(.pullEvents(manager, next, 9))).first?.first == "d")
    }

    @Test func `a context acknowledges: what was not pulled further comes again`() throws {
        let (manager, context) = try open()
        service.happen("one")
        service.happen("two")
        let first = try service.send(.pullEvents(manager, context, 1))
        #expect(texts(try service.send(.pullEvents(manager, context, 1))) == ["one"])
        #expect(texts(try service.send(.pullEvents(manager, first.context, 1))) == ["two"])
    }

    @Test func `a subscription that has ended has no context any more (R10.2.9.5-7)`() throws {
        let (manager, context) = try open("<wse:Expires>PT1M</wse:Expires>")
        let pending = begin(
            .pullEvents(manager, context, 5).with {
                $0.headers += "<wsman:OperationTimeout>PT10M</wsman:OperationTimeout>"
            })
        service.loop.advance(seconds: 61)
        try expectFault(pending.reply(), "Receiver", "wsen:InvalidEnumerationContext")
        try expectFault(
            service.send(.pullEvents(manager, context)), "Receiver", "wsen:InvalidEnumerationContext")
    }

    @Test func `Release and Unsubscribe end it`() throws {
        let (manager, context) = try open()
        let release = RequestText.release("CIM_RecordLog", context)
        #expect(try service.send(release).action == Published.wsen + "/ReleaseResponse")
        try expectFault(service.send(.pullEvents(manager, context)), "Receiver", "wsen:InvalidEnumerationContext")
        #expect(try service.send(release).isFault && service.store.rows.isEmpty)
        let (second, other) = try open()
        #expect(try !service.send(.manage("Unsubscribe", second.identifier)).isFault)
        try expectFault(service.send(.pullEvents(second, other)), "Receiver", "wsen:InvalidEnumerationContext")
    }

    @Test func `events are pulled by their owner alone, at the subscription that the context is of (R10.2.9.5-4)`()
        throws
    {
        let (manager, context) = try open(by: TestService.reader)
        service.happen("one")
        let pull = RequestText.pullEvents(manager, context, 5)
        for other in [TestService.operatorAccount, TestService.admin] {
            try expectFault(service.send(pull, by: other), "Sender", "wsman:AccessDenied")
        }
        let (second, own) = try open()
        try expectFault(
            service.send(.pullEvents(second, context)), "Receiver", "wsen:InvalidEnumerationContext",
            naming: ["wse:Identifier"])
        // Some clients send no reference parameters with a Pull.
        #expect(texts(try service.send(.pull("CIM_RecordLog", context, 5), by: TestService.reader)) == ["one"])
        try expectFault(
            service.send(.pullEvents(second, own + "9")), "Receiver", "wsen:InvalidEnumerationContext")
        try expectFault(
            service.send(.release("CIM_RecordLog", context)), "Sender", "wsman:AccessDenied")
    }

    @Test func `pushed events are not pulled`() throws {
        let id = try service.subscribed()
        try expectFault(service.send(.pull("CIM_RecordLog", "\(id)/0")), "Sender", "wse:InvalidMessage")
    }

    @Test func `heartbeats end a Pull that waits (R10.2.5-1), and nobody is told of an end (R10.6-2)`() throws {
        let end = "<wse:EndTo><wsa:Address>http://end/</wsa:Address></wse:EndTo>"
        let (manager, context) = try open(end, delivery: "<wsman:Heartbeats>PT10S</wsman:Heartbeats>")
        let pending = begin(.pullEvents(manager, context, 5))
        service.loop.advance(seconds: 10)
        let reply = try pending.reply()
        #expect(reply.items.map { $0.attribute("Action") } == [SubscribeText.modes + "Heartbeat"])
        #expect(reply.items.first?.has(name: XMLName(Published.wsman, "Event")) == true)
        #expect(try !service.send(.manage("Unsubscribe", manager.identifier), by: TestService.admin).isFault)
        #expect(service.sinks.notices.isEmpty)
    }

    @Test func `what is lost to retention is told in its place (R10.9-2)`() throws {
        let (manager, context) = try open()
        for number in 1...3 { service.happen("\(number)") }
        service.journal.remove(through: 2)
        let reply = try service.send(.pullEvents(manager, context, 5))
        #expect(reply.items.map(\.localName) == ["DroppedEvents", "CIM_AlertIndication"])
        #expect(reply.items.first?.text == "2")
    }
}

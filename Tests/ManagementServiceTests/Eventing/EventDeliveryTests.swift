// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManagementService
import ManualLoop
import ResourceModel
import Testing
import WSMan
import XML

/// Deliveries as their sinks read them, and the ends of subscriptions.
struct EventDeliveryTests {
    let service = TestService(events: true)

    private static let tag = "<b:Tag xmlns:b=\"urn:b\">42</b:Tag>"
    private static let end =
        "<wse:EndTo><wsa:Address>http://end/</wsa:Address><wsa:ReferenceParameters>\(tag)</wsa:ReferenceParameters>"
        + "</wse:EndTo>"

    private func notice() throws -> Reply {
        try Reply(status: 200, bytes: Array(try #require(service.sinks.notices.last).utf8))
    }

    private static let modes = [SubscribeText.push, SubscribeText.pushWithAck, SubscribeText.events]

    @Test(arguments: modes)
    func `what the reference holds goes into every delivery, dropped events and heartbeats too (R10.2.1-5)`(
        mode: String
    ) throws {
        try service.subscribe {
            $0.mode = mode
            $0.notifyTo =
                "<wsa:Address>\(SubscribeText.sink)</wsa:Address><wsa:ReferenceParameters>\(Self.tag)</wsa:ReferenceParameters>"
            $0.delivery =
                "<wsman:Heartbeats>PT10S</wsman:Heartbeats><wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>"
        }
        service.happen("one")
        service.happen(String(repeating: "x", count: 9000))
        service.loop.advance(seconds: 10)
        let deliveries = try service.deliveries()
        #expect(deliveries.count == 3)
        for delivery in deliveries {
            #expect(delivery.header("urn:b", "Tag") == "42")
            #expect(delivery.header(Published.wsa, "To") == SubscribeText.sink)
            #expect(delivery.messageID != nil && delivery.bytes.count <= 8192)
            #expect(delivery.header(Published.wsman, "OptionSet") == nil)
        }
        #expect(Set(deliveries.map(\.messageID)).count == 3)
        let word = try #require(try service.delivered().first { $0.localName == "DroppedEvents" })
        #expect(word.text == "1" && word.attribute("Action") == Published.classes + "CIM_AlertIndication")
        if mode != SubscribeText.events {
            #expect(deliveries[1].action == SubscribeText.modes + "DroppedEvents")
            #expect(deliveries[2].action == SubscribeText.modes + "Heartbeat" && deliveries[2].body == nil)
        }
    }

    @Test(arguments: [SubscribeText.pushWithAck, SubscribeText.events])
    func `an acknowledged delivery asks for its answer on the connection (R10.7-2)`(mode: String) throws {
        try service.subscribe { $0.mode = mode }
        service.happen("one")
        let delivery = try #require(try service.deliveries().first)
        let replyTo = delivery.headers.first { $0.has(name: XMLName(Published.wsa, "ReplyTo")) }
        #expect(replyTo?.first(XMLName(Published.wsa, "Address"))?.text == Published.anonymous)
    }

    @Test func `the next waits for the answer to the last (R10.7-1)`() throws {
        service.sinks.slow = [SubscribeText.sink]
        try service.subscribe { $0.mode = SubscribeText.pushWithAck }
        service.happen("one")
        service.happen("two")
        #expect(try service.messages() == ["one"])
        service.sinks.answer()
        #expect(try service.messages() == ["one", "two"])
    }

    @Test func `a batch keeps to MaxElements, and to MaxTime from its first event on (R10.2.9.4-2)`() throws {
        try service.subscribe {
            $0.delivery = "<wsman:MaxElements>2</wsman:MaxElements><wsman:MaxTime>PT5S</wsman:MaxTime>"
        }
        service.happen("one")
        service.loop.advance(seconds: 4)
        #expect(service.sinks.messages.isEmpty)
        service.happen("two")
        service.happen("three")
        #expect(try service.messages() == ["one", "two"])
        service.loop.advance(seconds: 6)
        #expect(try service.deliveries().map { $0.body.map { Array($0.children).count } } == [2, 1])
    }

    @Test(arguments: modes)
    func `an envelope limit beyond the service's own is taken, and the own is kept (R10.2.9.2-3)`(mode: String) throws {
        var limits = EventingLimits()
        limits.maxEnvelopeSize = 16_384
        let service = TestService(events: true, eventing: limits)
        try service.subscribe {
            $0.mode = mode
            $0.delivery = "<wsman:MaxEnvelopeSize>99999999999999999999</wsman:MaxEnvelopeSize>"
        }
        for letter in "abcdef" { service.happen(String(repeating: letter, count: 5000)) }
        service.happen(String(repeating: "g", count: 20_000))
        #expect(service.sinks.messages.allSatisfy { $0.text.utf8.count <= 16_384 })
        #expect(try service.messages().map { $0.first } == ["a", "b", "c", "d", "e", "f", "<"])
    }

    @Test func `UTF-16 has half the room, and is asked of who sends (R10.2.1-7)`() throws {
        try service.subscribe {
            $0.delivery =
                "<wsman:ContentEncoding>utf-16</wsman:ContentEncoding><wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>"
        }
        for letter in "abc" { service.happen(String(repeating: letter, count: 1500)) }
        #expect(try service.messages().count == 3)
        #expect(service.sinks.messages.allSatisfy { $0.text.utf16.count * 2 + 2 <= 8192 })
        #expect(service.sinks.sinks.allSatisfy { $0.encoding == .utf16 })
    }

    @Test func `bookmarks move on with each delivery, and bring what is behind them (R10.2.6-3, R10.2.6-5)`() throws {
        try service.subscribe { $0.delivery = "<wsman:SendBookmarks/>" }
        service.happen("one")
        service.happen("two")
        let bookmarks = try service.deliveries().map { delivery in
            try #require(delivery.headers.first { $0.has(name: XMLName(Published.wsman, "Bookmark")) })
        }
        // R10.2.6-2: XML, and no bare text.
        let positions = bookmarks.compactMap { $0.children.first { _ in true } }
        #expect(Set(positions.map(\.text)).count == 2)
        let position = try #require(positions.first)
        service.sinks.forget()
        try service.subscribe {
            $0.content =
                "<wsman:Bookmark><p:\(position.localName) xmlns:p=\"\(position.namespace)\">\(position.text)</p:\(position.localName)></wsman:Bookmark>"
        }
        #expect(try service.messages() == ["two"])
    }

    // MARK: Ends

    @Test func `a sink that refuses ends the subscription, and EndTo hears of it (R10.8-1, R10.6-3)`() throws {
        service.sinks.outcomes = [SubscribeText.sink: .refused]
        try service.subscribe { $0.content = Self.end }
        service.happen("one")
        #expect(service.subscriptions?.count == 0 && service.store.rows.isEmpty)
        let notice = try notice()
        #expect(notice.header("urn:b", "Tag") == "42")
        #expect(notice.body?.first(XMLName(Published.wse, "Status"))?.text == Published.wse + "/DeliveryFailure")
        #expect(notice.body?.first(XMLName(Published.wse, "Reason"))?.text.isEmpty == false)
        #expect(notice.header(Published.wsman, "Bookmark") == nil)
    }

    @Test func `attempts that a subscriber counts come to their end (R10.2.3-2)`() throws {
        service.sinks.outcomes = [SubscribeText.sink: .unreachable]
        try service.subscribe {
            $0.content = Self.end
            $0.delivery = "<wsman:ConnectionRetry Total=\"3\">PT1S</wsman:ConnectionRetry>"
        }
        service.happen("one")
        service.loop.advance(seconds: 60)
        #expect(service.sinks.messages.count == 3 && service.subscriptions?.count == 0)
        #expect(try notice().action == Published.wse + "/SubscriptionEnd")
    }

    @Test(arguments: [("Notify", 1), ("Skip", 1), ("CancelSubscription", 0)])
    func `an event too large goes by the Policy (R10.2.9.2-2)`(policy: String, left: Int) throws {
        try service.subscribe {
            $0.content = Self.end
            $0.delivery = "<wsman:MaxEnvelopeSize Policy=\"\(policy)\">8192</wsman:MaxEnvelopeSize>"
        }
        service.happen(String(repeating: "x", count: 9000))
        service.happen("after")
        let expected = ["Notify": ["<DroppedEvents>", "after"], "Skip": ["after"], "CancelSubscription": []]
        #expect(try service.messages() == expected[policy])
        #expect(service.subscriptions?.count == left && service.sinks.notices.count == 1 - left)
    }

    @Test func `the count of what is dropped goes on, over a Renew too (R10.9-1)`() throws {
        let id = try service.subscribed { $0.delivery = "<wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>" }
        service.happen(String(repeating: "x", count: 9000))
        #expect(try !service.send(.manage("Renew", id)).isFault)
        service.happen(String(repeating: "y", count: 9000))
        #expect(try service.delivered().map(\.text) == ["1", "2"])
    }

    @Test func `a service that stops for good says so`() throws {
        try service.subscribe { $0.content = Self.end }
        let subscriptions = try #require(service.subscriptions)
        service.loop.run { await subscriptions.stop(ending: .sourceShuttingDown) }
        service.loop.drain()
        #expect(
            try notice().body?.first(XMLName(Published.wse, "Status"))?.text == Published.wse + "/SourceShuttingDown")
    }
}

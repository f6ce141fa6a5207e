// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

@testable import WSManClient

@Suite("Subscriptions as they go out and come in")
struct SubscriptionTests {
    private let source = Reference(ResourceURI(ofClass: "BB_EventView"), [])
    private static let wse = "http://schemas.xmlsoap.org/ws/2004/08/eventing"
    private static let epoch = "0f8fad5b-d9cb-469f-a165-70867728950e"

    private static func granted(_ rest: String = "") -> String {
        Answers.envelope(
            """
            <e:SubscribeResponse xmlns:e="\(wse)"><e:SubscriptionManager><b:Address>http://other:5985/wsman</b:Address>\
            <b:ReferenceParameters><wsman:ResourceURI>urn:source</wsman:ResourceURI>\
            <e:Identifier>uuid:1</e:Identifier></b:ReferenceParameters></e:SubscriptionManager>\
            <e:Expires>PT1H</e:Expires>\(rest)</e:SubscribeResponse>
            """)
    }

    @Test("what is asked for is what our service reads", arguments: DeliveryMode.allCases)
    func subscribes(_ mode: DeliveryMode) async throws {
        let transport = ScriptedTransport(Self.granted("<wsen:EnumerationContext>c</wsen:EnumerationContext>"))
        var query = SubscriptionQuery(mode: mode, filter: .query("select * from BB_EventView", .wql))
        query.expires = .duration(600_000_000_000)
        query.heartbeat = 60_000_000_000
        query.locale = "de"
        query.bookmark = .earliest
        if mode != .pull {
            query.sink = SubscriptionSink("https://sink:8443/a?b=1&c=2", user: .init(name: "u<", password: "p&"))
            query.retry = ConnectionRetry(pause: 10_000_000_000, total: 5)
            query.encoding = .utf16
        }
        if mode == .events {
            query.maxElements = 10
            query.maxTime = 5_000_000_000
        }
        let subscription = try await WSManClient(transport).subscribe(to: source, query)
        #expect(subscription.manager.identifier == "uuid:1")
        #expect(subscription.manager.address == "http://other:5985/wsman")
        #expect(subscription.expires == .duration(3_600_000_000_000))
        let envelope = try understood(transport.requests[0])
        #expect(envelope.action == Action.subscribe && envelope.resourceURI == source.resourceURI)
        let request = try SubscribeRequest(envelope, isConfidential: true)
        #expect(request.mode == mode && request.expires == query.expires && request.heartbeat == query.heartbeat)
        #expect(request.locale == "de" && request.bookmark == .earliest && request.sendsBookmarks)
        #expect(request.maxElements == query.maxElements && request.maxTime == query.maxTime)
        #expect(request.filter != nil)
        #expect((request.sink == nil) == (mode == .pull) && (request.endTo == nil) == (mode == .pull))
        if mode != .pull {
            let sent = transport.requests[0]
            #expect(sent.contains("<wsse:Username>u&lt;</wsse:Username><wsse:Password>p&amp;</wsse:Password>"))
            #expect(sent.contains("secprofile/https/basic"))
            #expect(sent.contains("<b:Address>https://sink:8443/a?b=1&amp;c=2</b:Address>"))
            #expect(sent.contains("<wsman:ConnectionRetry Total=\"5\">PT10S</wsman:ConnectionRetry>"))
            #expect(sent.contains("<wsman:ContentEncoding>UTF-16</wsman:ContentEncoding>"))
        }
    }

    @Test("a place in our log is the bookmark that our service gives")
    func bookmark() async throws {
        let transport = ScriptedTransport(Self.granted())
        var query = SubscriptionQuery(mode: .push, to: SubscriptionSink("http://sink/"))
        let position = EventPosition(epoch: Self.epoch, sequence: 7)
        query.bookmark = Bookmark(position)
        _ = try await WSManClient(transport).subscribe(to: source, query)
        let request = try SubscribeRequest(try understood(transport.requests[0]), isConfidential: true)
        #expect(request.bookmark == .position(position))
    }

    @Test("a subscription is managed by the reference that came, sent as headers")
    func manages() async throws {
        let transport = ScriptedTransport(
            Self.granted(), Answers.envelope("<e:RenewResponse xmlns:e=\"\(Self.wse)\" />"),
            Answers.envelope(
                "<e:GetStatusResponse xmlns:e=\"\(Self.wse)\"><e:Expires>PT5S</e:Expires></e:GetStatusResponse>"),
            Answers.envelope(""))
        let client = WSManClient(transport)
        let manager = try await client.subscribe(to: source, SubscriptionQuery(mode: .push)).manager
        #expect(try await client.renew(manager, until: .duration(9_000_000_000)) == nil)
        #expect(try await client.status(of: manager) == .duration(5_000_000_000))
        try await client.unsubscribe(manager)
        let words = ["Renew", "GetStatus", "Unsubscribe"]
        let actions = [Action.renewSubscription, Action.subscriptionStatus, Action.unsubscribe]
        for (index, word) in words.enumerated() {
            let envelope = try understood(transport.requests[index + 1])
            #expect(envelope.action == actions[index] && envelope.resourceURI?.text == "urn:source")
            let request = try SubscriptionRequest(envelope, word)
            #expect(request.identifier == "uuid:1")
            #expect(request.expires == (index == 0 ? .duration(9_000_000_000) : nil))
            #expect(transport.requests[index + 1].contains("<b:To>http://other:5985/wsman</b:To>"))
        }
    }

    @Test("a subscription of which only the identifier is known is asked for at the service itself")
    func identifierAlone() async throws {
        let transport = ScriptedTransport(Answers.envelope(""))
        let address = SubscriptionAddress(identifier: "uuid:a<b", resourceURI: "urn:source")
        try await WSManClient(transport).unsubscribe(address)
        let envelope = try understood(transport.requests[0])
        #expect(try SubscriptionRequest(envelope, "Unsubscribe").identifier == "uuid:a<b")
        #expect(transport.requests[0].contains("<b:To>http://bmc:5985/wsman</b:To>"))
    }

    @Test("an answer without a manager, or without a context to pull with, makes no sense")
    func wrongAnswers() async {
        for answer in [
            Answers.envelope(""), Answers.envelope("<e:SubscribeResponse xmlns:e=\"\(Self.wse)\" />"), Self.granted(),
        ] {
            await #expect(throws: WSManClientError.self) {
                try await WSManClient(ScriptedTransport(answer)).subscribe(
                    to: source, SubscriptionQuery(mode: .pull))
            }
        }
    }

    @Test("Pull brings events, what was dropped, heartbeats, and nothing when the time is over")
    func pulls() async throws {
        let items = """
            <p:BB_EventView xmlns:p="urn:e"><p:EventID>\(Self.epoch)/8</p:EventID></p:BB_EventView>\
            <wsman:DroppedEvents Action="urn:e">3</wsman:DroppedEvents>
            """
        let response = { (items: String) in
            "<wsen:PullResponse><wsen:EnumerationContext>d</wsen:EnumerationContext><wsen:Items>\(items)</wsen:Items></wsen:PullResponse>"
        }
        let bookmark = "<wsman:Bookmark><x:Place xmlns:x=\"urn:x\">9</x:Place></wsman:Bookmark>"
        let fault = """
            <a:Fault><a:Code><a:Value>a:Receiver</a:Value><a:Subcode><a:Value>wsman:TimedOut</a:Value></a:Subcode></a:Code>\
            <a:Reason><a:Text xml:lang="en">nothing</a:Text></a:Reason></a:Fault>
            """
        let transport = ScriptedTransport([
            .success(
                .init(
                    status: 200, body: Array(Self.granted("<wsen:EnumerationContext>c</wsen:EnumerationContext>").utf8))
            ),
            .success(.init(status: 200, body: Array(Answers.envelope(response(items), header: bookmark).utf8))),
            .success(.init(status: 500, body: Array(Answers.envelope(fault).utf8))),
            .success(
                .init(
                    status: 200,
                    body: Array(Answers.envelope("", header: "<b:Action>\(Action.heartbeat)</b:Action>").utf8))),
        ])
        let client = WSManClient(transport)
        let subscription = try await client.subscribe(to: source, SubscriptionQuery(mode: .pull))
        let context = try #require(subscription.context)
        let first = try await client.pullEvents(context, of: subscription.manager)
        #expect(first.events.first?.position == EventPosition(epoch: Self.epoch, sequence: 8))
        #expect(first.events.last == .dropped(count: 3, action: "urn:e"))
        #expect(first.bookmark?.markup == "<x:Place xmlns:x=\"urn:x\">9</x:Place>")
        let second = try await client.pullEvents(first.context, of: subscription.manager)
        #expect(second.events.isEmpty && second.context == first.context)
        let third = try await client.pullEvents(second.context, of: subscription.manager)
        #expect(third.events == [.heartbeat])
        #expect(transport.requests[2].contains("<wsen:EnumerationContext>d</wsen:EnumerationContext>"))
        #expect(try understood(transport.requests[1]).subscription == "uuid:1")
    }
}

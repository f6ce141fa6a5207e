// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManagementService
import ManualLoop
import ResourceModel
import Testing
import WSMan
import XML

struct SubscribeTests {
    let service = TestService(events: true)

    // MARK: What is taken

    @Test(arguments: [SubscribeText.push, SubscribeText.pushWithAck, SubscribeText.events, nil])
    func `events come in every mode, and pushed where none is named (R10.2.7-1)`(mode: String?) throws {
        try service.subscribe { $0.mode = mode }
        service.happen("one")
        service.happen("two")
        #expect(try service.messages() == ["one", "two"])
        #expect(service.sinks.messages.allSatisfy { $0.url == SubscribeText.sink })
        let isAcknowledged = mode == SubscribeText.pushWithAck || mode == SubscribeText.events
        for delivery in try service.deliveries() {
            #expect((delivery.header(Published.wsman, "AckRequested") != nil) == isAcknowledged)
            #expect(delivery.headers.contains { $0.localName == "ReplyTo" } == isAcknowledged)
        }
    }

    @Test func `the answer names the manager at the address that was asked, and the end (R10.2.4-1)`() throws {
        let reply = try service.subscribe { $0.content = "<wse:Expires>PT1H</wse:Expires>" }
        #expect(reply.status == 200 && reply.action == Published.wse + "/SubscribeResponse")
        #expect(reply.body?.has(name: XMLName(Published.wse, "SubscribeResponse")) == true)
        #expect(reply.expires == "PT3600S" && reply.context == nil)
        let manager = try #require(reply.manager)
        #expect(manager.address == "http://host:5985/wsman")
        #expect(manager.resource == Published.classes + "CIM_RecordLog")
        #expect(manager.identifier == service.subscriptions?.identifiers.first)
    }

    @Test func `without an end none is said (R10.2.4-2), and a moment is told as a moment`() throws {
        #expect(try service.subscribe().expires == nil)
        let moment = try service.subscribe { $0.content = "<wse:Expires>2026-03-03T00:00:00Z</wse:Expires>" }
        #expect(moment.expires == "2026-03-03T00:00:00Z")
    }

    @Test func `in WS-Addressing 1 the manager is named in it, and so are deliveries`() throws {
        let request = RequestText.subscribe { $0.mode = SubscribeText.pushWithAck }.with {
            $0.addressing = Published.wsa10
            $0.replyTo = "<wsa:ReplyTo><wsa:Address>\(Published.anonymous10)</wsa:Address></wsa:ReplyTo>"
        }
        let reply = try service.send(request)
        service.loop.drain()
        #expect(Manager(reply.body) == nil)
        let manager = try #require(Manager(reply.body, Published.wsa10))
        #expect(manager.identifier == service.subscriptions?.identifiers.first)
        service.happen("one")
        let delivery = try #require(try service.deliveries().first)
        #expect(delivery.header(Published.wsa10, "To") == SubscribeText.sink)
        #expect(delivery.header(Published.wsa, "To") == nil)
    }

    @Test func `a log is subscribed to by its keys as well, and one that is not there not at all (R10.2.1-1)`() throws {
        let log = RequestText.subscribe().with {
            $0.selectors = [("InstanceID", "log"), ("__cimnamespace", "root/cimv2")]
        }
        #expect(try !service.send(log).isFault)
        try expectFault(
            service.send(log.with { $0.selectors = [("InstanceID", "other")] }), "Sender", "wsa:DestinationUnreachable",
            "InvalidResourceURI")
        try expectFault(
            service.send(log.with { $0.selectors = [("Colour", "red")] }), "Sender", "wsman:InvalidSelectors",
            "UnexpectedSelectors")
        #expect(service.subscriptions?.count == 1)
    }

    @Test(arguments: [
        ("CIM_Indication", ["alert", "overheat", "gone"]), ("CIM_AlertIndication", ["alert", "overheat"]),
        ("CIM_ThresholdIndication", ["overheat"]), ("CIM_InstIndication", ["gone"]),
        ("CIM_RecordLog", ["alert", "overheat", "gone"]), ("BB_EventView", ["alert", "overheat", "gone"]),
    ])
    func `each source has its own events, a base class those of all that extend it`(
        source: String, expected: [String]
    ) throws {
        try service.subscribe { $0.source = source }
        service.happen("alert", .driveHealth)
        service.happen("overheat", .overheat)
        service.happen("gone", .partRemoved)
        #expect(try service.messages() == expected)
    }

    @Test func `an event's action is its class, and a batch's the mode's`() throws {
        try service.subscribe { $0.mode = SubscribeText.push }
        try service.subscribe()
        service.happen("overheat", .overheat)
        let deliveries = try service.deliveries()
        let action = Published.classes + "CIM_ThresholdIndication"
        #expect(Set(deliveries.map { $0.action ?? "" }) == [action, SubscribeText.events])
        let batch = try #require(deliveries.first { $0.action == SubscribeText.events })
        #expect(batch.body?.first(XMLName(Published.wsman, "Event"))?.attribute("Action") == action)
    }

    // MARK: Who may

    @Test func `what has no events, and a service without subscriptions, refuses the action`() throws {
        try expectFault(
            service.send(.subscribe { $0.source = "CIM_Fan" }), "Sender", "wsa:ActionNotSupported", "ActionMismatch")
        try expectFault(
            TestService().send(.subscribe { $0.source = "CIM_Fan" }), "Sender", "wsa:ActionNotSupported",
            "ActionMismatch")
    }

    @Test func `a closed class has no subscribers below its role, and its events come by no other way`() throws {
        let service = TestService(events: true) {
            $0.access = AccessPolicy(narrowedBy: [AccessRule("CIM_ThresholdIndication", nil, .atLeast(.admin))])
        }
        try expectFault(
            service.send(.subscribe { $0.source = "CIM_ThresholdIndication" }), "Sender", "wsman:AccessDenied",
            naming: ["otto", "CIM_ThresholdIndication"])
        try service.subscribe { $0.source = "CIM_RecordLog" }
        try service.subscribe(by: TestService.admin) {
            $0.source = "CIM_RecordLog"
            $0.notifyTo = "<wsa:Address>http://192.0.2.8/</wsa:Address>"
        }
        service.happen("secret", .overheat)
        service.happen("known", .driveHealth)
        let shown = service.sinks.messages.map { "\($0.url) \($0.text.contains("secret"))" }
        #expect(
            shown.sorted() == [
                "http://192.0.2.7/sink false", "http://192.0.2.8/ false", "http://192.0.2.8/ true",
            ])
    }

    @Test func `nobody subscribes whose address is not known`() throws {
        let pending = service.begin(bytes: Array(RequestText.subscribe().text.utf8)) { $0.peerAddress = nil }
        try expectFault(pending.reply(), "Sender", "wsman:AccessDenied")
    }

    @Test func `there are no more than may be, and none that the storage does not take`() throws {
        var limits = EventingLimits()
        limits.subscriptionsPerPrincipal = 1
        limits.subscriptions = 2
        let service = TestService(events: true, eventing: limits)
        try service.subscribe()
        try expectFault(service.send(.subscribe()), "Sender", "wsman:QuotaLimit", naming: ["account"])
        try service.subscribe(by: TestService.admin)
        try expectFault(service.send(.subscribe(), by: TestService.reader), "Sender", "wsman:QuotaLimit", naming: ["2"])
        let full = TestService(events: true)
        full.store.failure = .full
        try expectFault(full.send(.subscribe()), "Sender", "wsman:QuotaLimit", naming: ["storage"])
        full.store.failure = .failed("a secret of the disk")
        let reply = try full.send(.subscribe())
        try expectFault(reply, "Receiver", "wsman:InternalError")
        #expect(!reply.text.contains("secret") && full.reports.contains { $0.contains("secret") })
    }
}

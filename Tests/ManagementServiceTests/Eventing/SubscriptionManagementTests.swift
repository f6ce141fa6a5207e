// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManagementService
import ManualLoop
import ResourceModel
import Testing
import WSMan
import XML

/// Renew, GetStatus and Unsubscribe, and who may send them.
struct SubscriptionManagementTests {
    let service = TestService(events: true)

    private static let hour = "<wse:Expires>PT1H</wse:Expires>"

    @Test func `Renew moves the end, in the words that it is asked for in (R10.5-1)`() throws {
        let id = try service.subscribed { $0.content = "<wse:Expires>PT1M</wse:Expires>" }
        service.loop.advance(seconds: 50)
        let reply = try service.send(.manage("Renew", id, Self.hour))
        #expect(reply.action == Published.wse + "/RenewResponse" && reply.expires == "PT3600S")
        #expect(reply.body?.has(name: XMLName(Published.wse, "RenewResponse")) == true)
        service.loop.advance(seconds: 600)
        #expect(service.subscriptions?.count == 1)
        #expect(try service.send(.manage("GetStatus", id)).expires == "PT3000S")
        service.loop.advance(seconds: 3001)
        #expect(service.subscriptions?.count == 0)
    }

    @Test func `Renew without an end has none, where the service sets none`() throws {
        let id = try service.subscribed { $0.content = Self.hour }
        let reply = try service.send(.manage("Renew", id))
        #expect(!reply.isFault && reply.expires == nil)
        service.loop.advance(seconds: 1_000_000)
        let status = try service.send(.manage("GetStatus", id))
        #expect(status.action == Published.wse + "/GetStatusResponse" && status.expires == nil)
        #expect(status.body?.has(name: XMLName(Published.wse, "GetStatusResponse")) == true)
    }

    @Test(arguments: ["PT0S", "-PT1S", "2001-01-01T00:00:00Z", "soon"])
    func `Renew to an end that is none leaves the former`(end: String) throws {
        let id = try service.subscribed { $0.content = Self.hour }
        try expectFault(
            service.send(.manage("Renew", id, "<wse:Expires>\(end)</wse:Expires>")), "Sender",
            "wse:InvalidExpirationTime")
        #expect(try service.send(.manage("GetStatus", id)).expires == "PT3600S")
    }

    @Test func `Unsubscribe ends it: nothing comes any more, and nothing is kept (R10.4-1)`() throws {
        let id = try service.subscribed { $0.content = "<wse:EndTo><wsa:Address>http://end/</wsa:Address></wse:EndTo>" }
        let reply = try service.send(.manage("Unsubscribe", id))
        #expect(reply.status == 200 && reply.action == Published.wse + "/UnsubscribeResponse" && reply.body == nil)
        service.happen("late")
        #expect(service.sinks.messages.isEmpty && service.store.rows.isEmpty)
        // R10.6-4: its own subscriber knows.
        #expect(service.sinks.notices.isEmpty)
    }

    @Test func `an administrator ends another's, and EndTo hears of it before the answer (R10.6-4)`() throws {
        let end = "<wsa:Address>http://end/</wsa:Address><wsa:ReferenceParameters><t xmlns=\"urn:t\">42</t>"
        let id = try service.subscribed { $0.content = "<wse:EndTo>\(end)</wsa:ReferenceParameters></wse:EndTo>" }
        _ = try service.send(.manage("Unsubscribe", id), by: TestService.admin)
        let notice = try Reply(status: 200, bytes: Array(try #require(service.sinks.notices.first).utf8))
        #expect(notice.action == Published.wse + "/SubscriptionEnd")
        #expect(notice.header("urn:t", "t") == "42" && notice.header(Published.wsman, "Bookmark") == nil)
        #expect(
            notice.body?.first(XMLName(Published.wse, "Status"))?.text == Published.wse + "/SourceCancelling")
        #expect(Manager(notice.body)?.identifier == id)
    }

    @Test(arguments: ["Renew", "GetStatus", "Unsubscribe"])
    func `a subscription is its owner's and an administrator's (R10.10-x)`(word: String) throws {
        let id = try service.subscribed(by: TestService.reader)
        let reply = try service.send(.manage(word, id), by: TestService.operatorAccount)
        try expectFault(reply, "Sender", "wsman:AccessDenied")
        #expect(service.subscriptions?.count == 1)
        #expect(try !service.send(.manage(word, id), by: TestService.admin).isFault)
        let own = try service.subscribed(by: TestService.reader)
        #expect(try !service.send(.manage(word, own), by: TestService.reader).isFault)
    }

    @Test(arguments: [
        ("Renew", "wse:UnableToRenew"), ("GetStatus", "wse:InvalidMessage"), ("Unsubscribe", "wse:InvalidMessage"),
    ])
    func `what has ended, or never was, cannot be managed`(word: String, fault: String) throws {
        let id = try service.subscribed { $0.content = "<wse:Expires>PT1M</wse:Expires>" }
        service.loop.advance(seconds: 61)
        for unknown in [id, "uuid:x", "<b/>"] {
            let reply = try service.send(.manage(word, unknown))
            if unknown == "<b/>" { #expect(reply.isFault) } else { try expectFault(reply, "Sender", fault) }
        }
        try expectFault(service.send(.manage(word, nil)), "Sender", "wse:InvalidMessage", naming: ["wse:Identifier"])
        let other = RequestText("\(Published.wse)/\(word)", nil, body: "<wse:Other/>")
        try expectFault(service.send(other), "Sender", "wse:InvalidMessage", naming: [word])
    }

    @Test(arguments: ["Renew", "GetStatus", "Unsubscribe"])
    func `where there are no subscriptions the action is refused`(word: String) throws {
        try expectFault(
            TestService().send(.manage(word, "uuid:x")), "Sender", "wsa:ActionNotSupported", "ActionMismatch")
    }

    @Test func `a Renew that cannot be stored is not granted`() throws {
        let id = try service.subscribed { $0.content = Self.hour }
        service.store.failure = .full
        try expectFault(
            service.send(.manage("Renew", id, "<wse:Expires>PT5H</wse:Expires>")), "Sender", "wsman:QuotaLimit")
        #expect(try service.send(.manage("GetStatus", id)).expires == "PT3600S")
    }

    @Test func `the manager is addressed with the resource that it names, or with none`() throws {
        let reply = try service.subscribe()
        let manager = try #require(reply.manager)
        let status = RequestText.manage("GetStatus", manager.identifier)
        #expect(try !service.send(status.with { $0.resource = manager.resource }).isFault)
        #expect(try !service.send(status).isFault)
    }

    // MARK: Over a restart

    /// The service after a start, with what the first one stored.
    private func restarted(_ former: TestService, refusing refusals: [String: Fault] = [:]) -> TestService {
        let next = TestService(events: true)
        next.sinks.refusals = refusals
        for number in 0..<former.journal.bounds.last { next.journal.append("\(number)") }
        let rows = Array(former.store.rows.values)
        next.loop.enter {
            next.service.assumeIsolated { service in _ = Task.immediate { await service.restore(rows) } }
        }
        next.loop.drain()
        return next
    }

    @Test func `subscriptions go on after a restart, with filter, sink and end, and can be managed`() throws {
        let id = try service.subscribed(by: TestService.reader) {
            $0.content = Self.hour + "<wsman:Filter>*/Message = 'wanted'</wsman:Filter>"
        }
        service.happen("wanted")
        service.loop.advance(seconds: 1)
        let next = restarted(service)
        next.happen("other")
        next.happen("wanted")
        #expect(try next.messages() == ["wanted"])
        #expect(try !next.send(.manage("GetStatus", id), by: TestService.reader).isFault)
        try expectFault(next.send(.manage("GetStatus", id)), "Sender", "wsman:AccessDenied")
    }

    @Test(arguments: ["notify", "end"])
    func `where events may go no more after a restart, none goes, and it is told of`(part: String) throws {
        let (sink, end) = (SubscribeText.sink, "http://192.0.2.7/end")
        try service.subscribe {
            $0.content = "<wse:EndTo><wsa:Address>\(end)</wsa:Address></wse:EndTo>"
        }
        let refusal = Fault(.unsupportedFeature, .addressingMode, "Not there any more.")
        let next = restarted(service, refusing: [part == "end" ? end : sink: refusal])
        next.happen("one")
        #expect(try next.messages() == [] && next.subscriptions?.count == 0)
        #expect(next.reports.contains { $0.contains("cannot go on: Not there any more.") })
    }

    @Test func `a stored subscription that cannot be read is told of until its end, and the others go on`() throws {
        try service.subscribe()
        let row = try #require(service.store.rows.values.first)
        let broken = StoredSubscription(
            identifier: "uuid:broken", owner: row.owner, peer: row.peer, envelope: Array("<a".utf8),
            cursor: row.cursor, expires: nil, dropped: 0)
        let closed = StoredSubscription(
            identifier: "uuid:closed", owner: row.owner, peer: row.peer,
            envelope: Array(RequestText.subscribe { $0.source = "CIM_Gone" }.text.utf8), cursor: row.cursor,
            expires: nil, dropped: 0)
        let over = StoredSubscription(
            identifier: "uuid:over", owner: row.owner, peer: row.peer, envelope: Array("<a".utf8), cursor: row.cursor,
            expires: Timestamp(microseconds: 0), dropped: 0)
        let store = service.store
        service.loop.enter {
            service.service.assumeIsolated { service in
                _ = Task.immediate {
                    try? await store.insert(over)
                    await service.restore([broken, closed, over])
                }
            }
        }
        service.loop.drain()
        #expect(!service.reports.contains { $0.contains("uuid:over") } && service.store.rows["uuid:over"] == nil)
        #expect(service.reports.filter { $0.contains("uuid:broken") || $0.contains("uuid:closed") }.count == 2)
        #expect(service.subscriptions?.count == 1)
    }
}

// SPDX-License-Identifier: Apache-2.0

import Database
import EventLog
import ProviderKit
import ProviderTesting
import ResourceModel
import SubscriptionProvider
import Testing

struct SubscriptionProviderTests {
    private static let ann = Principal(name: "ann", role: .reader)
    private static let bob = Principal(name: "bob", role: .operator)
    private static let root = Principal(name: "root", role: .admin)
    private let log: EventLog
    private let list = Listed()
    private let provider: SubscriptionProvider

    init() async throws {
        log = try await EventLog(
            database: Database(inMemoryWith: EventLog.migrations), clock: FixedClock(),
            report: { Issue.record("unexpected: \($0)") })
        provider = SubscriptionProvider(list, journal: log, recorder: log) { Timestamp(microseconds: 5) }
    }

    @Test func `the classes keep every promise, with subscriptions and without`() async throws {
        #expect(await Conformance.violations(of: provider) == [])
        list.records = []
        #expect(await Conformance.violations(of: provider) == [])
    }

    @Test func `a subscription is one flat row`() async throws {
        let view = try await provider.instance("BB_SubscriptionView", "uuid:1")
        #expect(view["Owner"] == .string("ann") && view["Mode"] == .string("PushWithAck"))
        #expect(view["SinkAddress"] == .string("http://sink/") && view["State"] == .string("retrying"))
        #expect(view["AcknowledgedSequence"] == .unsigned(7) && view["Dropped"] == .unsigned(2))
        #expect(view["LastFailure"] == .string("no") && view["Failures"] == .unsigned(3))
        #expect(view.isAbsent("Expires") && view.isAbsent("Filter"))
    }

    @Test func `an account knows of its own, an administrator of all (R10.10-x)`() async throws {
        let views = try #require(provider.resourceClass("BB_SubscriptionView"))
        let seen = [Self.ann, Self.bob, Self.root].map { who in
            ["uuid:1", "uuid:2"].filter { views.isVisible(PartID($0), to: who) }
        }
        #expect(views.hasOwners && seen == [["uuid:1"], ["uuid:2"], ["uuid:1", "uuid:2"]])
    }

    @Test func `who may end a subscription ends it by Delete`() async throws {
        let views = try #require(provider.resourceClass("BB_SubscriptionView"))
        await #expect(throws: ProviderError.self) { try await views.delete(PartID("uuid:1"), by: Self.bob) }
        try await views.delete(PartID("uuid:1"), by: Self.root)
        #expect(try await views.parts() == [PartID("uuid:2")])
    }

    @Test func `a rehearsal is an event like any other, and says so`() async throws {
        let services = try #require(provider.resourceClass("BB_EventService"))
        let part = try #require(try await services.parts().first)
        #expect(services.schema.method(named: "Rehearse")?.role == .admin)
        let result = try await services.invoke(
            "Rehearse", on: part,
            with: ["Kind": .string("overheat"), "Severity": .string("critical"), "Part": .string("CPU 0")],
            by: Self.root)
        let event = try #require(try await log.event(1))
        #expect(result.outputs["EventID"] == .string("\(log.epoch)/1"))
        #expect(event.event.isRehearsal && event.event.kind == .overheat && event.event.severity == .critical)
        #expect(event.event.message == "Rehearsal of overheat at CPU 0 by root; nothing has happened.")
        let service = try await provider.instance("BB_EventService", part.text)
        #expect(service["LastSequence"] == .unsigned(1) && service["Subscriptions"] == .unsigned(2))
    }

    @Test(arguments: [
        ["Kind": Value.string("flood")], ["Severity": .string("bad")],
        ["Part": .string(String(repeating: "x", count: 257))],
    ])
    func `what cannot be rehearsed is refused, and written nowhere`(inputs: [String: Value]) async throws {
        let services = try #require(provider.resourceClass("BB_EventService"))
        let part = try #require(try await services.parts().first)
        await #expect(throws: ProviderError.self) {
            try await services.invoke("Rehearse", on: part, with: inputs, by: Self.root)
        }
        #expect(log.bounds.last == 0)
    }
}

/// Two subscriptions, of two accounts.
///
/// Unchecked: each test has its own, on one thread at a time.
private final class Listed: SubscriptionList, @unchecked Sendable {
    var records = [("uuid:1", "ann"), ("uuid:2", "bob")].map { identifier, owner in
        SubscriptionRecord(
            identifier: identifier, owner: owner, source: "urn:source",
            mode: "http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck", sinkAddress: "http://sink/", filter: nil,
            state: .retrying, acknowledged: EventPosition(epoch: "e", sequence: 7), dropped: 2, expires: nil,
            lastDelivered: Timestamp(microseconds: 9), lastFailure: "no", failures: 3)
    }

    var generation: UInt64 { UInt64(records.count) }
    var identifiers: [String] { records.map(\.identifier) }
    var count: Int { records.count }
    func record(_ identifier: String) -> SubscriptionRecord? { records.first { $0.identifier == identifier } }

    func end(_ identifier: String, by principal: Principal) async -> Bool {
        guard principal.role == .admin || record(identifier)?.owner == principal.name else { return false }
        records.removeAll { $0.identifier == identifier }
        return true
    }
}

private struct FixedClock: EventLogClock {
    func wallClock() -> Timestamp { Timestamp(microseconds: 1_772_446_500_000_000) }

    func recordingClock() -> RecordingClock { RecordingClock(state: .synchronized, bootID: "b", monotonic: 1) }
}

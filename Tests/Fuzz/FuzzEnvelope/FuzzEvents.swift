// SPDX-License-Identifier: Apache-2.0

import Eventing
import ProviderKit
import ResourceModel
import WSMan
import XML

/// A log of four events, of which the first is gone already; what happens with an input happens before it.
struct FuzzJournal: EventJournal {
    let epoch = "01234567-89ab-4def-8123-456789abcdef"
    let bounds: (first: UInt64, last: UInt64) = (2, 4)
    let size = (count: 3, capacity: 3)
    let generation: UInt64 = 4

    func events(after sequence: UInt64, limit: Int) async throws(EventJournalError) -> [RecordedEvent] {
        let next = max(sequence, bounds.first - 1) + 1
        return next > bounds.last ? [] : (next...bounds.last).prefix(limit).map(record)
    }

    func event(_ sequence: UInt64) async throws(EventJournalError) -> RecordedEvent? {
        (bounds.first...bounds.last).contains(sequence) ? record(sequence) : nil
    }

    func sequences() async throws(EventJournalError) -> [UInt64] { Array(bounds.first...bounds.last) }

    func clear(by principal: Principal) async throws(EventJournalError) {}

    private func record(_ sequence: UInt64) -> RecordedEvent {
        let kinds: [EventKind] = [.driveHealth, .overheat, .partRemoved]
        return RecordedEvent(
            position: EventPosition(epoch: epoch, sequence: sequence), recorded: Timestamp(microseconds: 0),
            clock: RecordingClock(state: .synchronized, bootID: "b", monotonic: 0),
            event: Event(
                kinds[Int(sequence % 3)], .critical, message: String(repeating: "<&>", count: 1000 * Int(sequence - 2)),
                time: Timestamp(microseconds: 0)))
    }
}

/// Classes of those events, and the log as a source of them.
struct FuzzEvents: Provider {
    var resourceClasses: [any ResourceClass] {
        [
            EventSource(
                Table(
                    "CIM_RecordLog", of: FuzzFans(), extends: "CIM_Log", displayName: "Logs",
                    columns: [.key("InstanceID", "The name.") { $0 }], "A log."))
        ]
    }

    var eventClasses: [EventClass] {
        [
            Self.eventClass("CIM_AlertIndication", extends: "CIM_ProcessIndication") { $0.event.kind.family == .alert },
            Self.eventClass("CIM_ThresholdIndication", extends: "CIM_AlertIndication") {
                $0.event.kind.family == .threshold
            },
            Self.eventClass("BB_EventView", extends: nil) { _ in true },
        ]
    }

    private static func eventClass(
        _ name: String, extends superclass: String?, covers: @escaping (RecordedEvent) -> Bool
    ) -> EventClass {
        EventClass(
            name, extends: superclass, displayName: "Events",
            columns: [
                .property("PerceivedSeverity", .uint16, "How bad it is.") { _ in .unsigned(6) },
                .property("Message", .string, "What happened.") { .string($0.event.message) },
            ], covers: covers, "An event.")
    }
}

/// Sinks that answer at once, and by the length of what they get; what they get has to be XML within its limit.
struct FuzzSinks: EventDelivery {
    func refusal(of sink: EventSink, wishedFrom peer: String) -> Fault? { nil }

    func deliver(
        _ envelope: [UInt8], to sink: EventSink, mode: DeliveryMode, messageID: MessageID
    ) async -> DeliveryOutcome {
        take(envelope)
        let outcomes: [DeliveryOutcome] = [
            .delivered, .delivered, .failed("busy"), .unreachable, .refused, .withoutAcknowledgement,
        ]
        return outcomes[envelope.count % outcomes.count]
    }

    func send(_ envelope: [UInt8], to sink: EventSink) { take(envelope) }

    private func take(_ envelope: [UInt8]) {
        require(envelope.count <= EventingLimits().maxEnvelopeSize, "a message of \(envelope.count) octets")
        envelope.withUnsafeBytes { bytes in
            do {
                try FuzzTarget.parser.parse(bytes, into: FuzzTarget.message)
            } catch {
                require(false, "a message to a sink is no XML: \(error)")
            }
        }
    }
}

/// Keeps nothing: every subscription ends with its input.
struct FuzzStore: SubscriptionStore {
    func load(limit: Int) async throws(SubscriptionStoreError) -> [StoredSubscription] { [] }
    func insert(_ subscription: StoredSubscription) async throws(SubscriptionStoreError) {}
    func advance(_ progress: [SubscriptionProgress]) async throws(SubscriptionStoreError) {}
    func renew(_ identifier: String, expires: Timestamp?) async throws(SubscriptionStoreError) {}
    func remove(_ identifiers: [String]) async throws(SubscriptionStoreError) {}
}

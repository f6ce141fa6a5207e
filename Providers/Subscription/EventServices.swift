// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The service that tells of events: the one there is.
final class EventServices: PartSource {
    /// What the service is called, as CIM asks for it: who named it, and the name.
    static let instanceID = PartID("baseboard:event-service")

    private let subscriptions: any SubscriptionList
    private let journal: any EventJournal
    private let recorder: any EventRecorder
    private let clock: @Sendable () -> Timestamp

    init(
        _ subscriptions: any SubscriptionList, journal: any EventJournal, recorder: any EventRecorder,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.subscriptions = subscriptions
        self.journal = journal
        self.recorder = recorder
        self.clock = clock
    }

    /// How it is with the service.
    struct Service {
        let epoch: String
        let last: UInt64
        let subscriptions: Int
    }

    var generation: UInt64 { 0 }

    func identifiers() async throws(ProviderError) -> [PartID] { [Self.instanceID] }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Service? {
        guard id == Self.instanceID else { return nil }
        return Service(epoch: journal.epoch, last: journal.bounds.last, subscriptions: subscriptions.count)
    }

    /// Writes an event that says that nothing has happened, and returns its place in the log; whoever is subscribed to such
    /// events gets it as any other.
    func rehearse(
        _ kind: EventKind, _ severity: EventSeverity, part: String, by principal: Principal
    ) async throws(ProviderError) -> EventPosition {
        let before = journal.bounds.last
        let incident = RandomIdentifier.make()
        let name = part.isEmpty ? "the machine" : part
        await recorder.record([
            Event(
                kind, severity, part: part.isEmpty ? nil : EventPart(className: "", id: part, name: part),
                message: "Rehearsal of \(kind.name) at \(name) by \(principal.name); nothing has happened.",
                arguments: [kind.name, name, principal.name], incident: incident, time: clock(), isRehearsal: true)
        ])
        do throws(EventJournalError) {
            // Others may have written meanwhile.
            var last = before
            while true {
                let events = try await journal.events(after: last, limit: Self.page)
                if let own = events.first(where: { $0.event.incident == incident }) { return own.position }
                guard let end = events.last?.position.sequence else { break }
                last = end
            }
        } catch {
            throw .internalFailure("\(error)")
        }
        throw .unavailable("The event log cannot be written; nothing was rehearsed.")
    }

    /// How many events are looked at in one go.
    private static let page = 64
}

// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The events that the log keeps, each named by its position.
final class LoggedEvents: PartSource {
    private let journal: any EventJournal
    /// Where the events stand, as long as the log does not change.
    private var listed: (generation: UInt64, parts: [PartID])?
    /// The events around the last one that was asked for: enumerations ask for neighbours.
    private var page: (generation: UInt64, events: ArraySlice<RecordedEvent>) = (.max, [])

    /// How many events are read at once, on either side.
    private static let reach: UInt64 = 64

    init(_ journal: any EventJournal) {
        self.journal = journal
    }

    var generation: UInt64 { journal.generation }

    func identifiers() async throws(ProviderError) -> [PartID] {
        let generation = journal.generation
        if let listed, listed.generation == generation { return listed.parts }
        let epoch = journal.epoch
        do throws(EventJournalError) {
            let parts = try await journal.sequences().map {
                PartID(EventPosition(epoch: epoch, sequence: $0).description)
            }
            listed = (generation, parts)
            return parts
        } catch {
            throw ProviderError(error)
        }
    }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> RecordedEvent? {
        guard let position = EventPosition(id.text), position.epoch == journal.epoch else { return nil }
        let sequence = position.sequence
        let generation = journal.generation
        if page.generation == generation, let event = Self.find(sequence, in: page.events) { return event }
        do throws(EventJournalError) {
            let start = sequence > Self.reach ? sequence - Self.reach : 0
            let events = try await journal.events(after: start, limit: Int(2 * Self.reach))
            page = (generation, events[...])
            return Self.find(sequence, in: page.events)
        } catch {
            throw ProviderError(error)
        }
    }

    /// By halving: the numbers ascend, with gaps.
    private static func find(_ sequence: UInt64, in events: ArraySlice<RecordedEvent>) -> RecordedEvent? {
        var rest = events
        while let middle = rest.indices.dropFirst(rest.count / 2).first {
            let found = rest[middle].position.sequence
            if found == sequence { return rest[middle] }
            rest = found < sequence ? rest[(middle + 1)...] : rest[..<middle]
        }
        return nil
    }
}

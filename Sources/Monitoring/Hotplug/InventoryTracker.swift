// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// Knows the parts of the machine, and tells what became of them when they are looked at again.
///
/// A value without I/O: records in, events and what is to be kept out.
public struct InventoryTracker: Sendable {
    /// The parts, by their keys.
    public private(set) var records: [PartRecord.Key: PartRecord] = [:]
    /// Incidents that are not over, by what they are about.
    public private(set) var incidents: [String: String] = [:]
    /// Whether there was no inventory to compare with yet.
    public private(set) var isFirst: Bool

    private let memberLimit: Int

    /// What was kept; nil where this is the first time on this machine.
    public init(_ kept: KeptInventory?, settings: HotplugSettings = HotplugSettings()) {
        isFirst = kept == nil
        memberLimit = settings.memberLimit
        for record in kept?.records ?? [] { records[record.key] = record }
        incidents = kept?.incidents ?? [:]
    }

    /// Takes what was found of some kinds; parts of these kinds that are not among it are gone.
    public mutating func take(
        _ found: [PartRecord], of kinds: Set<PartKind>, on occasion: InventoryOccasion
    ) -> InventoryUpdate {
        var new: [PartRecord.Key: PartRecord] = [:]
        for var record in found where kinds.contains(record.key.kind) {
            if let old = records[record.key], !record.isAnother(than: old) { record.inherit(from: old) }
            new[record.key] = record
        }
        for record in dormantProcessors(without: new) where kinds.contains(.processor) { new[record.key] = record }
        var update = InventoryUpdate()
        var writer = HotplugEvents(occasion, memberLimit: memberLimit, incidents: incidents)
        if isFirst {
            writer.baseline(new.values)
            isFirst = false
        } else {
            writer.tell(InventoryDiff(from: records, to: new, kinds: kinds).changes)
        }
        writer.end(of: new, kinds: kinds)
        update.events = writer.events
        for (about, incident) in writer.incidents where incidents[about] != incident { update.begun[about] = incident }
        update.ended = incidents.keys.filter { writer.incidents[$0] == nil }.sorted()
        incidents = writer.incidents
        replace(with: new, kinds: kinds, &update)
        return update
    }

    /// Processors of which the kernel tells nothing any more, for none of their threads runs: they are there all the same.
    private func dormantProcessors(without found: [PartRecord.Key: PartRecord]) -> [PartRecord] {
        let threads = found.values.filter { $0.key.kind == .thread && $0.isOnline == false }
        guard !threads.isEmpty else { return [] }
        return records.values.filter { record in
            record.key.kind == .processor && found[record.key] == nil
                && record.topology.contains { path in
                    threads.contains { $0.topology.contains { $0.hasPrefix(path + "/") } }
                }
        }
    }

    private mutating func replace(
        with new: [PartRecord.Key: PartRecord], kinds: Set<PartKind>, _ update: inout InventoryUpdate
    ) {
        for (key, record) in records where kinds.contains(record.key.kind) && new[key] == nil {
            records[key] = nil
            update.removed.append(key)
        }
        for (key, record) in new where records[key] != record {
            records[key] = record
            update.stored.append(record)
        }
    }
}

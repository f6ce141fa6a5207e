// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// What is other between two inventories.
struct InventoryDiff {
    private(set) var changes: [PartChange] = []

    /// Compares what was known with what was found; parts of other kinds than `kinds` are left out of both.
    init(from old: [PartRecord.Key: PartRecord], to new: [PartRecord.Key: PartRecord], kinds: Set<PartKind>) {
        var gone: [PartRecord] = []
        for record in old.values where kinds.contains(record.key.kind) && new[record.key] == nil { gone.append(record) }
        var come: [PartRecord] = []
        for record in new.values {
            if let known = old[record.key] { compare(known, record) } else { come.append(record) }
        }
        match(gone, come)
        // A set has no order, and events have one.
        changes.sort {
            ($0.record.key.kind.order, $0.record.key.identity) < ($1.record.key.kind.order, $1.record.key.identity)
        }
    }

    /// Pairs what went with what came: the same piece elsewhere moved, another piece at the same place replaced it.
    private mutating func match(_ gone: [PartRecord], _ come: [PartRecord]) {
        var byPiece: [[String]: PartRecord] = [:]
        var byPlace: [[String]: PartRecord] = [:]
        for record in gone {
            if let piece = Self.piece(record) { byPiece[piece] = record }
            if let place = record.place { byPlace[[record.key.kind.rawValue, place]] = record }
        }
        var taken: Set<PartRecord.Key> = []
        for record in come.sorted(by: { $0.key.identity < $1.key.identity }) {
            let same = Self.piece(record).flatMap { byPiece[$0] }
            let before = record.place.flatMap { byPlace[[record.key.kind.rawValue, $0]] }
            if let same, taken.insert(same.key).inserted {
                // The same piece, under a key that lacked its number before: nothing happened unless it is elsewhere.
                if same.place != record.place {
                    changes.append(PartChange(sort: .moved, record: record, previous: same))
                }
            } else if let before, taken.insert(before.key).inserted {
                changes.append(PartChange(sort: .replaced, record: record, previous: before))
            } else {
                changes.append(PartChange(sort: .added, record: record))
            }
        }
        for record in gone where !taken.contains(record.key) {
            changes.append(PartChange(sort: .removed, record: record))
        }
    }

    private static func piece(_ record: PartRecord) -> [String]? {
        guard let serial = record.serial, let model = record.model else { return nil }
        return [record.key.kind.rawValue, model, serial]
    }

    /// What is other about one part.
    private mutating func compare(_ old: PartRecord, _ new: PartRecord) {
        if new.isAnother(than: old) {
            changes.append(PartChange(sort: .replaced, record: new, previous: old))
        } else {
            if let was = old.place, let place = new.place, was != place {
                changes.append(PartChange(sort: .moved, record: new, previous: old))
            }
            let differences = Self.differences(old, new)
            if !differences.isEmpty {
                changes.append(PartChange(sort: .changed(differences), record: new, previous: old))
            }
        }
        conditions(old, new)
    }

    /// Conditions that begin or end; what was never known begins when it is bad.
    private mutating func conditions(_ old: PartRecord, _ new: PartRecord) {
        if let online = new.isOnline, let was = old.isOnline, online != was {
            changes.append(PartChange(sort: online ? .online : .offline, record: new))
        }
        if let shortfall = new.linkShortfall, shortfall != old.linkShortfall ?? "" {
            changes.append(
                PartChange(sort: shortfall.isEmpty ? .linkRestored : .linkDegraded, record: new, previous: old))
        }
        if let power = new.hasPower, power != old.hasPower ?? true {
            changes.append(PartChange(sort: power ? .powerRestored : .powerLost, record: new))
        }
        if let health = new.health, health != old.health ?? .good {
            changes.append(PartChange(sort: .healthChanged, record: new, previous: old))
        }
    }

    private static func differences(_ old: PartRecord, _ new: PartRecord) -> [PartChange.Difference] {
        var found: [PartChange.Difference] = []
        // What one of both could not read is not other.
        if let was = old.firmware, let firmware = new.firmware, was != firmware {
            found.append(PartChange.Difference(name: "FirmwareVersion", old: was, new: firmware))
        }
        for trait in new.traits {
            guard let was = old.traits.first(where: { $0.name == trait.name }), was.text != trait.text else { continue }
            found.append(PartChange.Difference(name: trait.name, old: was.text, new: trait.text))
        }
        return found
    }
}

extension PartKind {
    /// Its place in the order of events.
    fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

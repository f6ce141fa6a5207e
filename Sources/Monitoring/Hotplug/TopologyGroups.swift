// SPDX-License-Identifier: Apache-2.0

/// Parts that came or went together: one that leads, and what hangs on it (EVENTS.md 3.4).
///
/// A card that is pulled takes its disks along: that is one thing that happened, not a dozen.
struct TopologyGroup {
    var leader: PartChange
    var members: [PartChange]

    /// Groups the changes of one sort; the order stays.
    static func groups(_ changes: [PartChange]) -> [TopologyGroup] {
        var byPath: [String: Int] = [:]
        for (index, change) in changes.enumerated() {
            for path in change.record.topology.prefix(1) where byPath[path] == nil { byPath[path] = index }
        }
        var members: [Int: [PartChange]] = [:]
        var leaders: [Int] = []
        var crowds: [PartKind: Int] = [:]
        for (index, change) in changes.enumerated() {
            if let above = top(above: change.record, byPath), above != index {
                members[above, default: []].append(change)
            } else if change.record.key.kind.isCrowd, let first = crowds[change.record.key.kind] {
                members[first, default: []].append(change)
            } else {
                if change.record.key.kind.isCrowd { crowds[change.record.key.kind] = index }
                leaders.append(index)
            }
        }
        return leaders.map { index in
            var group = TopologyGroup(leader: changes[index], members: members[index] ?? [])
            group.promote()
            return group
        }
    }

    /// The outermost part that a part hangs on; on one of its ways where it has several, for it would not be among the
    /// changes if another was left.
    private static func top(above record: PartRecord, _ byPath: [String: Int]) -> Int? {
        for path in record.topology {
            if let found = path.pathAncestors.reversed().lazy.compactMap({ byPath[$0] }).first { return found }
        }
        return nil
    }

    /// Lets the part lead that people pull: of an NVMe drive the drive, not the PCI function that it is for the bus.
    private mutating func promote() {
        let own = members.indices.filter { members[$0].record.embodies == leader.record.topology.first }
        guard let only = own.first, own.count == 1 else { return }
        let change = members[only]
        members[only] = leader
        leader = change
    }
}

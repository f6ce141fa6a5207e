// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// The parts of a source by identifier, in a stable order: made once for each revision of the inventory.
///
/// Frozen and inlinable: a look-up stands on the way of every Get, and is compiled for its entries where they are.
@frozen public struct PartIndex<Entry> {
    /// The identifiers, in the order in which the inventory has the parts.
    public private(set) var ids: [PartID] = []
    /// The revision of the inventory that the parts were made of; 0 before the first.
    public private(set) var revision: UInt64 = 0

    @usableFromInline var entries: [PartID: Entry] = [:]

    /// No part.
    public init() {}

    /// What is known of a part.
    @inlinable public subscript(id: PartID) -> Entry? { entries[id] }

    /// What is known of all parts, in their order.
    public var all: [Entry] { ids.compactMap { entries[$0] } }

    /// Makes the parts anew, where the inventory has another revision.
    ///
    /// - Parameter fill: calls what it is given for each part; of two with one identifier the first stays.
    public mutating func update(to revision: UInt64, _ fill: (_ add: (PartID, Entry) -> Void) -> Void) {
        guard revision != self.revision else { return }
        var made = PartIndex()
        made.revision = revision
        fill { id, entry in
            guard made.entries[id] == nil else { return }
            made.entries[id] = entry
            made.ids.append(id)
        }
        self = made
    }

    /// Replaces what is known of a part that is still there.
    public mutating func replace(_ id: PartID, by entry: Entry) {
        if entries[id] != nil { entries[id] = entry }
    }
}

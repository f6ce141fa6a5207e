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

    /// What is known of all parts, in their order.
    public private(set) var all: [Entry] = []

    // Places rather than entries: a dictionary keeps up to half of its buckets empty, each as large as what it holds.
    @usableFromInline var places: [PartID: Int] = [:]

    /// No part.
    public init() {}

    /// What is known of a part.
    @inlinable public subscript(id: PartID) -> Entry? { places[id].map { all[$0] } }

    /// Makes the parts anew, where the inventory has another revision.
    ///
    /// - Parameter fill: calls what it is given for each part; of two with one identifier the first stays.
    public mutating func update(to revision: UInt64, _ fill: (_ add: (PartID, Entry) -> Void) -> Void) {
        guard revision != self.revision else { return }
        var made = PartIndex()
        made.revision = revision
        fill { id, entry in
            guard made.places[id] == nil else { return }
            made.places[id] = made.ids.count
            made.ids.append(id)
            made.all.append(entry)
        }
        self = made
    }

    /// Replaces what is known of a part that is still there.
    public mutating func replace(_ id: PartID, by entry: Entry) {
        if let place = places[id] { all[place] = entry }
    }
}

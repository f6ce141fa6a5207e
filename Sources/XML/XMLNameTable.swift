// SPDX-License-Identifier: Apache-2.0

/// The names a parser has met, each made into strings once.
///
/// It only ever grows; a parser that has met too many takes a new table and a new libxml2 dictionary, while documents
/// keep the table they were parsed with.
final class XMLNameTable {
    /// A name as an element, an attribute or a declaration bears it.
    struct Entry {
        let name: XMLName
        /// The name as written: with its prefix, if it has one.
        let qualified: String
        /// The prefix it is written with; empty for none.
        let prefix: String
    }

    /// Three strings of libxml2's dictionary, which holds each string once: their addresses identify them.
    struct Key: Equatable {
        let local: UnsafePointer<UInt8>?
        let prefix: UnsafePointer<UInt8>?
        let namespace: UnsafePointer<UInt8>?
    }

    // Unchecked as in `XMLDocument`: only `index(of:limits:)` changes them, and it calls nobody.
    @exclusivity(unchecked) private(set) var entries = ContiguousArray<Entry>()
    @exclusivity(unchecked) private var keys = ContiguousArray<Key>()
    /// Open addressing with linear probing, at most half full; 0 is free, else the index of an entry plus 1.
    @exclusivity(unchecked) private var slots = ContiguousArray<UInt32>(repeating: 0, count: 256)

    /// The index of the entry of a key, or `nil` when the name is longer than the limits allow.
    func index(of key: Key, limits: XMLLimits) -> UInt32? {
        var slot = self.slot(of: key)
        while true {
            let found = slots[slot]
            if found == 0 { break }
            if keys[Int(found) &- 1] == key { return found &- 1 }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        guard let local = Self.string(key.local, limit: limits.maxNameLength),
            let prefix = Self.string(key.prefix, limit: limits.maxNameLength),
            let namespace = Self.string(key.namespace, limit: limits.maxNamespaceLength)
        else { return nil }
        let qualified = key.prefix == nil ? local : "\(prefix):\(local)"
        entries.append(
            Entry(name: XMLName(namespace, local), qualified: qualified, prefix: prefix))
        keys.append(key)
        slots[slot] = UInt32(truncatingIfNeeded: entries.count)
        if entries.count &* 2 > slots.count { grow() }
        return UInt32(truncatingIfNeeded: entries.count &- 1)
    }

    private func slot(of key: Key) -> Int {
        var hash = UInt64(UInt(bitPattern: key.local))
        hash = (hash ^ UInt64(UInt(bitPattern: key.namespace))) &* 0x9e37_79b9_7f4a_7c15
        hash = (hash ^ UInt64(UInt(bitPattern: key.prefix))) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: hash >> 32) & (slots.count &- 1)
    }

    private func grow() {
        slots = ContiguousArray(repeating: 0, count: slots.count &* 2)
        for (index, key) in keys.enumerated() {
            var slot = self.slot(of: key)
            while slots[slot] != 0 { slot = (slot &+ 1) & (slots.count &- 1) }
            slots[slot] = UInt32(truncatingIfNeeded: index &+ 1)
        }
    }

    private static func string(_ pointer: UnsafePointer<UInt8>?, limit: Int) -> String? {
        guard let pointer else { return "" }
        var length = 0
        while pointer[length] != 0 {
            length &+= 1
            if length > limit { return nil }
        }
        let bytes = UnsafeBufferPointer(start: pointer, count: length)
        return String(decoding: Array(AttributeValue(bytes)), as: UTF8.self)
    }
}

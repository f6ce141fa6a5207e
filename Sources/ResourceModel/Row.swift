// SPDX-License-Identifier: Apache-2.0

/// Which properties of a class are wanted, by their positions in the schema.
@frozen public struct PropertySet: Sendable, Hashable {
    @usableFromInline var low: UInt64
    @usableFromInline var high: [UInt64]

    /// Every property.
    public static let all = PropertySet(low: .max, high: nil)
    /// No property.
    public static let none = PropertySet(low: 0, high: [])

    private init(low: UInt64, high: [UInt64]?) {
        self.low = low
        self.high = high ?? [.max, .max, .max]
    }

    /// Whether the property at a position is wanted; positions from 256 on always are.
    @inlinable
    public func contains(_ position: Int) -> Bool {
        if position < 64 { return low & (1 << UInt64(position)) != 0 }
        let word = position / 64 - 1
        guard word < 3 else { return true }
        return word < high.count && high[word] & (1 << UInt64(position % 64)) != 0
    }

    /// What is wanted by this set, by the other or by both.
    public func union(_ other: PropertySet) -> PropertySet {
        let count = max(high.count, other.high.count)
        return PropertySet(
            low: low | other.low,
            high: (0..<count).map { word in
                (word < high.count ? high[word] : 0) | (word < other.high.count ? other.high[word] : 0)
            })
    }

    /// Adds the property at a position.
    public mutating func insert(_ position: Int) {
        guard position >= 64 else {
            low |= 1 << UInt64(position)
            return
        }
        let word = position / 64 - 1
        guard word < 3 else { return }
        while high.count <= word { high.append(0) }
        high[word] |= 1 << UInt64(position % 64)
    }
}

/// The values of one instance, a slot for each property of its schema, each a value or a quality.
///
/// A row is made once and read into again and again: it is passed `inout`, and indexed by position, not by name.
@frozen public struct Row: Sendable {
    /// The slots, in the schema's order of properties.
    @inlinable public var slots: [Value] { storage }

    @usableFromInline var storage: [Value]

    /// An empty row.
    public init() {
        storage = []
    }

    /// Makes room for so many properties and forgets what was there.
    public mutating func reset(count: Int) {
        if storage.count == count {
            for index in storage.indices { storage[index] = .absent(.absent) }
        } else {
            storage = Array(repeating: .absent(.absent), count: count)
        }
    }

    /// The slot of the property at a position in the schema.
    @inlinable
    public subscript(position: Int) -> Value {
        get { storage.indices.contains(position) ? storage[position] : .absent(.absent) }
        set { if storage.indices.contains(position) { storage[position] = newValue } }
    }
}

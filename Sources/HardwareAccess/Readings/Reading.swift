// SPDX-License-Identifier: Apache-2.0

/// A value with its quality, the time it was taken and where it came from.
///
/// A missing value is `nil`, never 0. A stale or implausible reading keeps its value beside the quality that says so.
public struct Reading<Value: Sendable>: Sendable {
    /// The value, or `nil` when there is none to show.
    public var value: Value?
    /// How far the value can be trusted, or why there is none.
    public var quality: Quality
    /// When the value was taken; for a reading without a value, when it was tried.
    public var sampledAt: Timestamp
    /// Where the value comes from.
    public var source: ReadingSource

    /// A reading from its parts.
    public init(_ value: Value?, quality: Quality, sampledAt: Timestamp, source: ReadingSource = .kernel) {
        self.value = value
        self.quality = quality
        self.sampledAt = sampledAt
        self.source = source
    }

    /// The value when nothing is wrong with it.
    public var goodValue: Value? { quality == .good ? value : nil }

    /// The same reading with its value converted.
    public func map<Other: Sendable>(_ convert: (Value) -> Other?) -> Reading<Other> {
        Reading<Other>(value.flatMap(convert), quality: quality, sampledAt: sampledAt, source: source)
    }
}

extension Reading: Equatable where Value: Equatable {}

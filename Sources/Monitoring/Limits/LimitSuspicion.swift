// SPDX-License-Identifier: Apache-2.0

/// Which limits of the hardware were passed ever since the sensor was there: such a limit is a wrong one.
struct LimitSuspicion: Sendable {
    /// Since when they have been passed with nothing slowing down.
    private var since: UInt64?
    /// Nil before the first reading.
    private var suspects: Set<LimitLevel>?

    /// - Parameter isOpen: whether anything may be suspected: whoever did not see a sensor from its first moment on does not
    ///   know whether its limit was ever kept.
    init(isOpen: Bool) { suspects = isOpen ? nil : [] }

    /// Suspects nothing any more.
    mutating func close() { suspects = [] }

    /// Takes the limits that are passed; the result is those that cannot be meant.
    ///
    /// - Parameter isHot: whether something slows down because it is hot, so that a limit may well be right.
    mutating func take(
        _ beyond: Set<LimitLevel>, after patience: Duration, isHot: Bool, now: UInt64
    ) -> Set<LimitLevel> {
        let left = suspects.map { $0.intersection(beyond) } ?? beyond
        suspects = left
        guard !isHot else {
            since = nil
            return []
        }
        let begin = since ?? now
        since = begin
        guard !left.isEmpty, patience > .zero, now &- begin > patience.unsignedNanoseconds else { return [] }
        suspects = []
        return left
    }
}

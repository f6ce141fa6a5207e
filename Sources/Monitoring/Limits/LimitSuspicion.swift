// SPDX-License-Identifier: Apache-2.0

/// Which limits of the hardware were passed ever since the sensor was seen first: such a limit is a wrong one.
struct LimitSuspicion: Sendable {
    private var since: UInt64?
    private var suspects: Set<LimitLevel>?
    /// Those that are not used any more.
    private(set) var convicted: Set<LimitLevel> = []

    /// - Parameter isOpen: whether anything may be suspected: what was told before a restart was once kept.
    init(isOpen: Bool) { suspects = isOpen ? nil : [] }

    /// Limits were changed: what is not used may be used again.
    mutating func forgive() {
        convicted = []
        suspects = []
    }

    /// Takes the limits that are passed; the result is those that are not to be used from now on.
    mutating func take(
        _ beyond: Set<LimitLevel>, after patience: Duration, isHot: Bool, now: UInt64
    ) -> Set<LimitLevel> {
        let left = suspects.map { $0.intersection(beyond) } ?? beyond
        suspects = left
        let begin = since ?? now
        since = begin
        guard !left.isEmpty, !isHot, patience > .zero, now &- begin > patience.unsignedNanoseconds else { return [] }
        convicted.formUnion(left)
        suspects = []
        return left
    }
}

// SPDX-License-Identifier: Apache-2.0

/// The rate class of one count: two leaky buckets, one for each rate of its rule.
///
/// A bucket leaks as fast as the rate that it stands for; it is over that rate while it is full, and until it is half
/// empty again. The count is the hardware's, which begins anew when a device comes back.
struct ErrorRate: Sendable {
    private struct Bucket {
        let capacity: Double
        let leak: Double
        var level: Double = 0
        var isOver = false

        init(_ rate: ErrorRateRule.Rate) {
            capacity = Double(max(1, rate.count))
            let (seconds, attoseconds) = rate.window.components
            leak = capacity / max(0.001, Double(seconds) + Double(attoseconds) / 1e18)
        }

        mutating func add(_ count: UInt64, after seconds: Double) {
            level = max(0, level - seconds * leak)
            // A burst is forgotten after two windows, however great it was.
            level = min(level + Double(count), 2 * capacity)
            isOver = level >= capacity || isOver && level > capacity / 2
        }
    }

    private var high: Bucket
    private var storm: Bucket?
    private var last: (count: UInt64, time: UInt64)?
    /// The class as of the last sample.
    private(set) var rateClass = ErrorRateClass.none
    /// Errors since the class was `none`.
    private(set) var total: UInt64 = 0

    init(_ rule: ErrorRateRule) {
        high = Bucket(rule.high)
        storm = rule.storm.map(Bucket.init)
    }

    /// Takes what the counter says; the first sample is where counting begins.
    ///
    /// - Returns: how many errors came since the last sample.
    @discardableResult
    mutating func sample(_ count: UInt64, now: UInt64) -> UInt64 {
        defer { last = (count, now) }
        guard let last else { return 0 }
        let new = count >= last.count ? count - last.count : count
        let seconds = Double(now >= last.time ? now - last.time : 0) / 1e9
        high.add(new, after: seconds)
        storm?.add(new, after: seconds)
        total = total.addingClamped(new)
        rateClass = storm?.isOver == true ? .storm : high.isOver ? .high : high.level > 0 ? .low : .none
        if rateClass == .none { total = 0 }
        return new
    }
}

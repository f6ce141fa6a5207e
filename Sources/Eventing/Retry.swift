// SPDX-License-Identifier: Apache-2.0

import WSMan

/// When a sink is tried again that has not taken a delivery.
struct Retry {
    /// How often in a row it has failed; 0 when all is well.
    private(set) var failures: UInt64 = 0
    /// When it is tried again, in nanoseconds.
    private(set) var due: UInt64 = 0
    /// How often in a row it could not be reached, which is what a subscriber's Total counts (R10.2.3-1).
    private var unreachable: UInt64 = 0

    /// A delivery has come through.
    mutating func succeeded() { self = Retry() }

    /// A delivery has not; the result says whether there is to be another attempt.
    ///
    /// A subscriber's pause is for connecting; a sink that answers and refuses is tried by the service's own, longer each
    /// time. `jitter`, 0 to 1, keeps subscriptions of one sink from coming all at once.
    mutating func failed(
        reached: Bool, wish: ConnectionRetry?, _ limits: EventingLimits, now: UInt64, jitter: Double
    ) -> Bool {
        failures += 1
        unreachable = reached ? 0 : unreachable + 1
        if let total = wish?.total, unreachable >= max(total, 1) { return false }
        let pause: UInt64
        if !reached, let wish {
            pause = min(max(wish.pause, limits.shortestRetry), max(limits.longestRetry, limits.shortestRetry))
        } else {
            let doubled = limits.shortestRetry.multipliedReportingOverflow(by: 1 << min(failures - 1, 40))
            let longest = doubled.overflow ? limits.longestRetry : min(doubled.partialValue, limits.longestRetry)
            pause = longest / 2 + UInt64(Double(longest - longest / 2) * jitter)
        }
        due = now.saturatingSum(pause)
        return true
    }

    /// Leaves the sink alone for a while that is not its fault.
    mutating func postpone(until due: UInt64) { self.due = due }

    /// The pause is over, whether there is still something to send or not.
    mutating func endPause() { due = 0 }
}

extension UInt64 {
    /// The sum, or the greatest number.
    func saturatingSum(_ other: UInt64) -> UInt64 {
        let sum = addingReportingOverflow(other)
        return sum.overflow ? .max : sum.partialValue
    }
}

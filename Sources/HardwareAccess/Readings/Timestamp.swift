// SPDX-License-Identifier: Apache-2.0

import CHardwareShim
import Glibc

/// A moment on both clocks: monotonic for ages, wall clock for people.
public struct Timestamp: Sendable, Hashable {
    /// Nanoseconds of the monotonic clock.
    public var monotonic: Int64
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public var wall: Int64

    /// A moment from its two clock values, in nanoseconds.
    public init(monotonic: Int64, wall: Int64) {
        self.monotonic = monotonic
        self.wall = wall
    }

    /// The present moment by the kernel's clocks.
    public static func now() -> Timestamp {
        Timestamp(monotonic: nanoseconds(of: CLOCK_MONOTONIC), wall: nanoseconds(of: CLOCK_REALTIME))
    }

    /// The time from `earlier` to this moment by the monotonic clock; never negative.
    public func age(since earlier: Timestamp) -> Duration {
        .nanoseconds(max(0, monotonic &- earlier.monotonic))
    }

    private static func nanoseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

extension Duration {
    /// The duration in whole nanoseconds, saturating.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, carried) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }
}

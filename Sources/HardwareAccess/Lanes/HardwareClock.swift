// SPDX-License-Identifier: Apache-2.0

/// Time as hardware access needs it: the present, and a deadline's alarm.
///
/// The daemon's is its event loop; a test's is moved by hand. Both methods may be called on any thread.
public protocol HardwareClock: Sendable {
    /// The present moment.
    func now() -> Timestamp

    /// Where those who waited go on; nil leaves it to their tasks.
    var executor: (any TaskExecutor)? { get }

    /// Calls `action` once after `delay`, unless the timer is cancelled before; on which thread is the clock's choice.
    func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> any HardwareTimer
}

extension HardwareClock {
    /// No preference.
    public var executor: (any TaskExecutor)? { nil }

    /// Nanoseconds that only grow, as ages are counted in.
    public var nanoseconds: UInt64 { UInt64(max(0, now().monotonic)) }
}

/// A pending alarm of a `HardwareClock`.
public protocol HardwareTimer: Sendable {
    /// Cancels the alarm; nothing happens when it already rang.
    func cancel()
}

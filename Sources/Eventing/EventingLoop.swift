// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Time and turns, as the loop has them that everything here is confined to.
public protocol EventingLoop: Sendable {
    /// What a continuation is resumed on; nil where the caller's executor does.
    var executor: (any TaskExecutor)? { get }
    /// Nanoseconds on a clock that only grows.
    func now() -> UInt64
    /// The time of day.
    func wallClock() -> Timestamp
    /// Calls back on the loop after a while; the result cancels it.
    func schedule(after nanoseconds: UInt64, _ work: @escaping @Sendable () -> Void) -> @Sendable () -> Void
    /// Calls back on the loop once others have had their turn.
    func enqueue(_ work: @escaping @Sendable () -> Void)
    /// Begins work on the loop, at once; a stop waits for its end.
    func run(_ work: @escaping @Sendable () async -> Void)
}

// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
import Synchronization

/// A clock that stands until it is moved.
public final class ManualClock: HardwareClock {
    private struct State {
        var now: Int64 = 1_000_000_000_000
        var last = 0
        var alarms: [Int: (at: Int64, action: @Sendable () -> Void)] = [:]
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private struct Timer: HardwareTimer {
        let clock: ManualClock
        let identifier: Int
        func cancel() { clock.state.withLock { _ = $0.alarms.removeValue(forKey: identifier) } }
    }

    private let state = Mutex(State())

    /// A clock at an arbitrary moment.
    public init() {}

    /// The moment it stands at.
    public func now() -> Timestamp {
        state.withLock { Timestamp(monotonic: $0.now, wall: 1_700_000_000_000_000_000 + $0.now) }
    }

    /// Keeps the alarm until the clock is moved past it.
    public func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> any HardwareTimer {
        let nanoseconds = delay.components.seconds * 1_000_000_000 + delay.components.attoseconds / 1_000_000_000
        let (timer, ready) = state.withLock { state in
            state.last += 1
            state.alarms[state.last] = (state.now + nanoseconds, action)
            let ready = state.watchers.filter { $0.count <= state.last }
            state.watchers.removeAll { $0.count <= state.last }
            return (Timer(clock: self, identifier: state.last), ready)
        }
        for watcher in ready { watcher.continuation.resume() }
        return timer
    }

    /// How many alarms were set since the clock was made.
    public var alarmCount: Int { state.withLock { $0.last } }

    /// Waits until so many alarms were set since the clock was made.
    public func alarmsSet(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.last >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// Moves the clock and rings what is due.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000
            let now = state.now
            let due = state.alarms.filter { $0.value.at <= now }
            for key in due.keys { state.alarms[key] = nil }
            return due.sorted { $0.value.at < $1.value.at }.map(\.value.action)
        }
        for action in due { action() }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Glibc
public import ResourceModel

/// An event loop that turns only when the test says so, and whose time the test advances.
///
/// Unchecked: everything happens inside `enter`, on one thread at a time, and `checkIsolated` enforces it.
public final class ManualLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    private struct Timer {
        let deadline: UInt64
        let number: Int
        let work: @Sendable () -> Void
    }

    private var owner: pthread_t?
    private var jobs: [UnownedJob] = []
    private var works: [@Sendable () -> Void] = []
    private var timers: [Timer] = []
    private var timersMade = 0
    private var time: UInt64 = 1_000_000_000

    /// How many turns the service asked for, to let others have theirs.
    public private(set) var yields = 0
    /// What every look at the clock costs: makes work take time without waiting.
    public var tick: UInt64 = 0

    /// A loop on which nothing happens yet.
    public init() {}

    /// How many timers there are.
    public var pendingTimers: Int { timers.count }

    /// Runs something as if on the loop.
    public func enter<R>(_ body: () throws -> R) rethrows -> R {
        let former = owner
        owner = pthread_self()
        defer { owner = former }
        return try body()
    }

    /// Turns until there is nothing to do.
    public func drain() {
        enter {
            while true {
                if !jobs.isEmpty {
                    jobs.removeFirst().runSynchronously(
                        isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
                } else if !works.isEmpty {
                    works.removeFirst()()
                } else {
                    return
                }
            }
        }
    }

    /// Lets time pass, with every timer that falls due.
    public func advance(seconds: Double) {
        let end = time + UInt64(seconds * 1_000_000_000)
        while let next = timers.filter({ $0.deadline <= end }).min(by: { $0.deadline < $1.deadline }) {
            timers.removeAll { $0.number == next.number }
            time = max(time, next.deadline)
            enter { next.work() }
            drain()
        }
        time = end
    }

    /// Takes a job for the next turn.
    public func enqueue(_ job: consuming ExecutorJob) {
        jobs.append(UnownedJob(job))
    }

    /// Ends the test where something is not on the loop that should be.
    public func checkIsolated() {
        precondition(isIsolatingCurrentContext() == true, "not on the loop")
    }

    /// Whether this is the loop.
    public func isIsolatingCurrentContext() -> Bool? {
        owner.map { pthread_equal($0, pthread_self()) != 0 } ?? false
    }

    /// The loop's time in nanoseconds.
    public func now() -> UInt64 {
        time += tick
        return time
    }

    /// The time of day: it was 2026-03-02T10:15:00Z when the loop's clock began.
    public func wallClock() -> Timestamp { Timestamp(microseconds: 1_772_446_500_000_000 + Int64(time / 1000)) }

    /// Calls back when the test has let so much time pass.
    public func schedule(after nanoseconds: UInt64, _ work: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        timersMade += 1
        let number = timersMade
        let deadline = time.addingReportingOverflow(nanoseconds)
        timers.append(Timer(deadline: deadline.overflow ? .max : deadline.partialValue, number: number, work: work))
        return { self.timers.removeAll { $0.number == number } }
    }

    /// Calls back with the next turn.
    public func enqueue(_ work: @escaping @Sendable () -> Void) {
        yields += 1
        works.append(work)
    }
}

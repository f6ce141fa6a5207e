// SPDX-License-Identifier: Apache-2.0

import Eventing
import ManagementService
import ResourceModel

/// An event loop on the fuzzer's one thread; its clock moves by a millisecond a look, so that contexts expire.
///
/// Unchecked: there is no second thread.
final class FuzzLoop: SerialExecutor, TaskExecutor, ServiceClock, EventingLoop, @unchecked Sendable {
    private var jobs: [UnownedJob] = []
    private var works: [@Sendable () -> Void] = []
    private var timers: [(deadline: UInt64, number: Int, work: @Sendable () -> Void)] = []
    private var timersMade = 0
    private var time: UInt64 = 0

    /// Runs what waits, then the timers that are due.
    func turn() {
        while true {
            if !jobs.isEmpty {
                jobs.removeFirst().runSynchronously(
                    isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            } else if !works.isEmpty {
                works.removeFirst()()
            } else if let due = timers.firstIndex(where: { $0.deadline <= time }) {
                timers.remove(at: due).work()
            } else {
                return
            }
        }
    }

    /// Lets time pass from timer to timer until something is done, or until far too many have fired.
    func passTime(until isDone: () -> Bool) {
        for _ in 0..<10_000 {
            guard !isDone(), let next = timers.map(\.deadline).min() else { return }
            time = max(time, next)
            turn()
        }
    }

    var executor: (any TaskExecutor)? { self }

    func run(_ work: @escaping @Sendable () async -> Void) {
        _ = Task.immediate(executorPreference: self) { await work() }
    }

    func enqueue(_ job: consuming ExecutorJob) { jobs.append(UnownedJob(job)) }

    func asUnownedTaskExecutor() -> UnownedTaskExecutor { UnownedTaskExecutor(ordinary: self) }

    func checkIsolated() {}

    func isIsolatingCurrentContext() -> Bool? { true }

    func now() -> UInt64 {
        time += 1_000_000
        return time
    }

    func wallClock() -> Timestamp { Timestamp(microseconds: Int64(clamping: time / 1000)) }

    func schedule(after nanoseconds: UInt64, _ work: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        timersMade += 1
        let number = timersMade
        let deadline = time.addingReportingOverflow(nanoseconds)
        timers.append((deadline.overflow ? .max : deadline.partialValue, number, work))
        return { self.timers.removeAll { $0.number == number } }
    }

    func enqueue(_ work: @escaping @Sendable () -> Void) { works.append(work) }
}

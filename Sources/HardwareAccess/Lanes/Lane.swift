// SPDX-License-Identifier: Apache-2.0

import CHardwareShim
import Glibc

/// A worker thread for one bus: jobs run one at a time in order, each with a deadline.
///
/// A read inside the kernel cannot be cancelled. When the running job passes its deadline, it and everything behind it
/// fail with `stalled` while the thread stays parked, and the lane refuses work until the job returns: never a second
/// reader for a bus that hangs. The thread starts with the first job and ends after `idleTimeout` without one.
public final class Lane: @unchecked Sendable {
    // Invariant: every mutable property is touched only while `mutex` is held.

    private struct Job {
        var identifier: UInt64
        var deadline: Duration
        /// Runs the work and returns what hands its result to the waiter.
        var perform: @Sendable () -> @Sendable () -> Void
        var fail: @Sendable (LaneError) -> Void
    }

    /// The name, also the thread's.
    public let name: String

    private let clock: any HardwareClock
    private let queueLimit: Int
    private let idleTimeout: Duration
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let wake: UnsafeMutablePointer<pthread_cond_t>

    private var queue: [Job] = []
    private var running: Job?
    private var lastIdentifier: UInt64 = 0
    private var hasThread = false
    private var isOverdue = false
    private var isClosed = false

    /// A lane without a thread yet.
    public init(
        name: String, clock: any HardwareClock, queueLimit: Int = 4_096, idleTimeout: Duration = .seconds(60)
    ) {
        self.name = name
        self.clock = clock
        self.queueLimit = queueLimit
        self.idleTimeout = idleTimeout
        mutex = .allocate(capacity: 1)
        wake = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(wake, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(wake)
        pthread_mutex_destroy(mutex)
        wake.deallocate()
        mutex.deallocate()
    }

    /// Whether the running job has passed its deadline.
    public var isStalled: Bool { locked { isOverdue } }

    /// Whether the lane has a thread at present.
    public var isThreadAlive: Bool { locked { hasThread } }

    /// Runs `work` on the lane's thread and returns its result to the caller's executor.
    ///
    /// - Parameter deadline: how long the work itself may take; waiting behind other jobs does not count.
    /// - Throws: `stalled` when this job or the one before it passed its deadline, `full` or `closed`.
    public func run<R: Sendable>(
        deadline: Duration, _ work: @escaping @Sendable () -> R
    ) async throws(LaneError) -> R {
        let result: Result<R, LaneError> = await withTaskExecutorPreference(clock.executor) {
            await withCheckedContinuation { continuation in
                submit(
                    deadline: deadline,
                    perform: {
                        let value = work()
                        return { continuation.resume(returning: .success(value)) }
                    },
                    fail: { continuation.resume(returning: .failure($0)) })
            }
        }
        return try result.get()
    }

    /// Ends the lane: waiting jobs fail with `closed`, the thread ends when its running job returns.
    public func close() {
        let refused = locked {
            isClosed = true
            defer { queue.removeAll() }
            pthread_cond_signal(wake)
            return queue
        }
        for job in refused { job.fail(.closed) }
    }

    private func locked<R>(_ body: () -> R) -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    private func submit(
        deadline: Duration, perform: @escaping @Sendable () -> @Sendable () -> Void,
        fail: @escaping @Sendable (LaneError) -> Void
    ) {
        let refusal: LaneError? = locked {
            if isClosed { return .closed }
            if isOverdue { return .stalled }
            if queue.count >= queueLimit { return .full }
            if !hasThread {
                guard DetachedThread.start({ self.work() }) else { return .closed }
                hasThread = true
            }
            lastIdentifier &+= 1
            queue.append(Job(identifier: lastIdentifier, deadline: deadline, perform: perform, fail: fail))
            pthread_cond_signal(wake)
            return nil
        }
        if let refusal { fail(refusal) }
    }

    // MARK: The thread

    private func work() {
        hardware_name_thread(name)
        while let job = nextJob() {
            let identifier = job.identifier
            let timer = clock.schedule(after: job.deadline) { [weak self] in self?.deadlinePassed(of: identifier) }
            let deliver = job.perform()
            timer.cancel()
            let inTime = locked {
                defer {
                    running = nil
                    isOverdue = false
                }
                return !isOverdue
            }
            if inTime { deliver() }
        }
    }

    private func nextJob() -> Job? {
        locked {
            var limit = timespec()
            clock_gettime(CLOCK_MONOTONIC, &limit)
            let (seconds, attoseconds) = idleTimeout.components
            limit.tv_sec += Int(clamping: seconds)
            limit.tv_nsec += Int(attoseconds / 1_000_000_000)
            if limit.tv_nsec >= 1_000_000_000 {
                limit.tv_sec += 1
                limit.tv_nsec -= 1_000_000_000
            }
            while queue.isEmpty {
                if isClosed || pthread_cond_timedwait(wake, mutex, &limit) == ETIMEDOUT, queue.isEmpty {
                    hasThread = false
                    return nil
                }
            }
            let job = queue.removeFirst()
            running = job
            return job
        }
    }

    private func deadlinePassed(of identifier: UInt64) {
        let waiting: [Job] = locked {
            guard let running, running.identifier == identifier, !isOverdue else { return [] }
            isOverdue = true
            defer { queue.removeAll() }
            return [running] + queue
        }
        for job in waiting { job.fail(.stalled) }
    }
}

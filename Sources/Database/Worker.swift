// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The database's thread: it takes jobs in batches and gives all writes of a batch one commit.
///
/// Unchecked: `storage` belongs to whoever opened it until the thread starts, and to the thread from then on.
final class Worker: @unchecked Sendable {
    private enum Phase {
        case notStarted
        case running(pthread_t)
        case closed
    }

    private let storage: Storage
    private let queue: JobQueue
    private let maximumBatch: Int
    private let phase = Monitor(Phase.notStarted)
    private let commits = Atomic<Int>(0)

    init(storage: Storage, options: DatabaseOptions) {
        self.storage = storage
        queue = JobQueue(capacity: options.maximumQueuedJobs)
        maximumBatch = max(1, options.maximumBatch)
    }

    var committedTransactions: Int { commits.load(ordering: .relaxed) }

    /// Queues a job, or says why not.
    func submit(_ job: Job) -> DatabaseError? {
        startIfNeeded() ?? queue.append(job)
    }

    /// Lets the queued jobs finish, then closes the file; later calls return at once.
    func close() {
        queue.close()
        let before = phase.withLock { phase in
            defer { phase = .closed }
            return phase
        }
        switch before {
        case .notStarted: storage.close()
        // On the database's own thread this fails with EDEADLK, and the thread closes the file when it ends.
        case .running(let thread): pthread_join(thread, nil)
        case .closed: break
        }
    }

    // MARK: The thread

    private func startIfNeeded() -> DatabaseError? {
        phase.withLock { phase in
            guard case .notStarted = phase else { return nil }
            guard let thread = startThread() else {
                return DatabaseError(.other, "the database's thread cannot be started: too many threads or no memory")
            }
            phase = .running(thread)
            return nil
        }
    }

    private func startThread() -> pthread_t? {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, 512 << 10)
        // Signals are the event loop's: a new thread inherits the mask, so all are blocked around its start.
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let worker = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, &attributes,
            { argument in
                if let argument { Unmanaged<Worker>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, worker.toOpaque())
        guard code == 0 else {
            worker.release()
            return nil
        }
        return thread
    }

    private func run() {
        while let batch = queue.take(limit: maximumBatch) {
            commit(batch.filter(\.mayWrite))
            // All were queued before the batch began, so reading what its writes made is in order.
            for job in batch where !job.mayWrite { read(job) }
        }
        storage.close()
    }

    // MARK: Jobs

    // Inlined, the optimizer of Swift 6.3.1 aborts on the borrowed transaction.
    @inline(never)
    private func read(_ job: Job) {
        let connection: Connection
        do throws(DatabaseError) { connection = try storage.readable() } catch { return job.finish(error) }
        do throws(DatabaseError) {
            try connection.run(.beginRead)
            let failure = job.perform(Transaction(connection: connection, mayWrite: false))
            try connection.run(.commit)
            job.finish(failure.map(storage.cause))
        } catch {
            rollBack(connection)
            job.finish(error)
        }
    }

    /// Commits all jobs together or, should that fail, each alone: one that fills the disk must not fail the others.
    private func commit(_ jobs: [Job]) {
        guard !jobs.isEmpty else { return }
        let connection: Connection
        do throws(DatabaseError) {
            connection = try storage.writable()
            try connection.run(.begin)
        } catch {
            for job in jobs { job.finish(error) }
            return
        }
        do throws(DatabaseError) {
            let failures = try performAndCommit(jobs, connection)
            for (job, failure) in zip(jobs, failures) { job.finish(failure) }
        } catch {
            rollBack(connection)
            guard jobs.count > 1 else {
                for job in jobs { job.finish(error) }
                return
            }
            for job in jobs { commit([job]) }
        }
    }

    /// Runs each job in a savepoint of its own, then commits.
    private func performAndCommit(
        _ jobs: [Job], _ connection: Connection
    ) throws(DatabaseError) -> [DatabaseError?] {
        var failures: [DatabaseError?] = []
        for job in jobs {
            try connection.run(.savepoint)
            let failure = job.perform(Transaction(connection: connection, mayWrite: true))
            if let failure {
                // On some errors SQLite rolls the whole transaction back by itself.
                guard connection.isInTransaction else { throw failure }
                try connection.run(.rollbackToSavepoint)
            }
            try connection.run(.release)
            failures.append(failure)
        }
        try connection.run(.commit)
        commits.add(1, ordering: .relaxed)
        return failures
    }

    private func rollBack(_ connection: Connection) {
        guard connection.isInTransaction else { return }
        // Should this fail, the next BEGIN fails too and its jobs hear why.
        try? connection.run(.rollback)
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Jobs on their way to the database's thread: bounded, first in, first out.
final class JobQueue: Sendable {
    private struct State {
        var jobs: [Job] = []
        var isClosed = false
    }

    private let capacity: Int
    private let state = Monitor(State())

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Queues a job, or says why not.
    func append(_ job: Job) -> DatabaseError? {
        let refusal: DatabaseError? = state.withLock { state in
            guard !state.isClosed else { return DatabaseError(.closed, "the database is closed") }
            guard state.jobs.count < capacity else {
                return DatabaseError(.overloaded, "\(state.jobs.count) jobs wait for the database: try again later")
            }
            state.jobs.append(job)
            return nil
        }
        state.signal()
        return refusal
    }

    /// Waits for jobs and takes as many as there are, up to `limit`; nil when the queue is closed and empty.
    func take(limit: Int) -> [Job]? {
        state.withLock(when: { $0.isClosed || !$0.jobs.isEmpty }) { state in
            guard !state.jobs.isEmpty else { return nil }
            let batch = Array(state.jobs.prefix(limit))
            state.jobs.removeFirst(batch.count)
            return batch
        }
    }

    /// Takes no more jobs; those that wait are still handed out.
    func close() {
        state.withLock { $0.isClosed = true }
        state.signal()
    }
}

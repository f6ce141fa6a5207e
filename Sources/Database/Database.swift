// SPDX-License-Identifier: Apache-2.0

/// A SQLite file on a thread of its own.
///
/// Callers suspend while their job waits and runs, on whatever executor they are pinned to. Writes that wait together
/// share one commit. The thread starts with the first job and sleeps while there is none.
public final class Database: Sendable {
    private let worker: Worker
    private let executor: (any TaskExecutor)?

    /// Opens the file, making it first where there is none, and brings its schema up to date.
    ///
    /// This blocks, as it is meant for the start of a program. Where the disk is full and `DatabaseOptions.waitsForRoom` is
    /// set, jobs fail with `DatabaseError.Kind.full` until there is room; jobs that read find what is there already.
    ///
    /// - Parameter migrations: all steps of the schema from the first day, in the order of their invention.
    public init(
        path: String, migrations: [Migration], options: DatabaseOptions = DatabaseOptions()
    ) throws(DatabaseError) {
        let storage = try Storage(DatabaseFile(path: path), migrations: migrations, options: options)
        worker = Worker(storage: storage, options: options)
        executor = options.executor
    }

    /// Makes a database that lives in memory alone and ends with the process.
    public init(
        inMemoryWith migrations: [Migration], options: DatabaseOptions = DatabaseOptions()
    ) throws(DatabaseError) {
        let connection = try Connection(path: ":memory:", options: options)
        try connection.migrate(migrations)
        worker = Worker(storage: Storage(connection), options: options)
        executor = options.executor
    }

    deinit {
        worker.close()
    }

    /// Runs a job that changes the file, and returns when the change is on the disk.
    ///
    /// Should the job throw, its changes are undone and no others. It may run a second time when the commit it shared
    /// with other jobs failed, so it acts on the transaction alone. Cancelling the task does not stop it.
    public func write<R: Sendable>(
        _ body: @escaping @Sendable (borrowing Transaction) throws(DatabaseError) -> R
    ) async throws(DatabaseError) -> R {
        try await submit(mayWrite: true, body)
    }

    /// Runs a job that only reads; it sees every write that was answered before it was asked for.
    public func read<R: Sendable>(
        _ body: @escaping @Sendable (borrowing Transaction) throws(DatabaseError) -> R
    ) async throws(DatabaseError) -> R {
        try await submit(mayWrite: false, body)
    }

    /// Finishes the jobs that wait, closes the file and ends the thread; blocks until then.
    public func close() {
        worker.close()
    }

    /// How many transactions have been committed; beside the number of writes it tells how well they share commits.
    public var committedTransactions: Int { worker.committedTransactions }

    private func submit<R: Sendable>(
        mayWrite: Bool, _ body: @escaping @Sendable (borrowing Transaction) throws(DatabaseError) -> R
    ) async throws(DatabaseError) -> R {
        let result: Result<R, DatabaseError> = await withTaskExecutorPreference(executor) {
            await withCheckedContinuation { continuation in
                let job = Job(mayWrite: mayWrite, body) { continuation.resume(returning: $0) }
                if let refusal = worker.submit(job) { job.finish(refusal) }
            }
        }
        return try result.get()
    }
}

// SPDX-License-Identifier: Apache-2.0

/// A piece of work for the database's thread, and the way to answer its caller.
struct Job: Sendable {
    let mayWrite: Bool
    /// Does the work; may be called again when the transaction that it shared with others could not be committed.
    let perform: @Sendable (borrowing Transaction) -> DatabaseError?
    /// Answers the caller, once: with the failure, or with what the latest `perform` made.
    let finish: @Sendable (DatabaseError?) -> Void

    init<R: Sendable>(
        mayWrite: Bool,
        _ body: @escaping @Sendable (borrowing Transaction) throws(DatabaseError) -> R,
        answer: @escaping @Sendable (Result<R, DatabaseError>) -> Void
    ) {
        self.mayWrite = mayWrite
        let outcome = Outcome<R>()
        perform = { transaction in
            do throws(DatabaseError) {
                outcome.result = .success(try body(transaction))
                return nil
            } catch {
                outcome.result = .failure(error)
                return error
            }
        }
        finish = { failure in
            let missing = DatabaseError(.closed, "the database was closed before the job ran")
            answer(failure.map { .failure($0) } ?? outcome.result ?? .failure(missing))
        }
    }

    /// What `perform` hands to `finish`.
    ///
    /// Unchecked: both run on the database's thread and nothing else sees it.
    private final class Outcome<R>: @unchecked Sendable {
        var result: Result<R, DatabaseError>?
    }
}

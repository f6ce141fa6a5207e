// SPDX-License-Identifier: Apache-2.0

import Database
import ResourceModel

/// What whoever opens the log finds.
struct LogBeginning: Sendable {
    let state: LogState
    /// The first number that is kept.
    let first: UInt64?
    /// How the agent before ended.
    let previousStop: PreviousStop

    init(_ state: LogState, in transaction: borrowing Transaction) throws(DatabaseError) {
        self.state = state
        first = try LogWriting.first(in: transaction)
        let latest = try transaction.first("SELECT max(recorded) FROM event") { row throws(DatabaseError) in
            row.int64(0)
        }.flatMap { $0 }
        previousStop =
            if let stopped = state.stopped {
                .orderly(stopped)
            } else if let latest {
                .unclean(lastHeardOf: Timestamp(microseconds: latest))
            } else {
                .none
            }
    }
}

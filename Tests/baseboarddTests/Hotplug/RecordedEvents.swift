// SPDX-License-Identifier: Apache-2.0

import Database
import EventLog
import ResourceModel
import Synchronization

@testable import baseboardd

/// Keeps what it is told, for tests, and does what goes with it.
final class RecordedEvents: EventCommitter {
    private let database: Database
    private let state = Mutex<[Event]>([])

    init(in database: Database) { self.database = database }

    /// What was told since the last time.
    func take() -> [Event] {
        state.withLock { events in
            defer { events = [] }
            return events
        }
    }

    func record(_ events: [Event]) async { state.withLock { $0 += events } }

    func record(_ events: [Event], with changes: EventLogChanges?) async throws(DatabaseError) {
        if let changes { try await database.write(changes) }
        await record(events)
    }
}

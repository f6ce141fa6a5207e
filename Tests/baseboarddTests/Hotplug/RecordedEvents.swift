// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Synchronization

/// Keeps what it is told, for tests.
final class RecordedEvents: EventRecorder {
    private let state = Mutex<[Event]>([])

    /// What was told since the last time.
    func take() -> [Event] {
        state.withLock { events in
            defer { events = [] }
            return events
        }
    }

    func record(_ events: [Event]) async { state.withLock { $0 += events } }
}

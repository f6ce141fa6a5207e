// SPDX-License-Identifier: Apache-2.0

import Monitoring
import ResourceModel
import Synchronization

/// Keeps what a watch tells, and what holds.
final class WatchRecorder: MonitoringStore {
    private let state = Mutex<(events: [Event], kept: KeptConditions)>(([], KeptConditions()))

    /// What was told since the last time.
    func take() -> [Event] {
        state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    func load() async throws(MonitoringStoreError) -> KeptConditions { state.withLock(\.kept) }

    func record(_ events: [Event], keeping conditions: KeptConditions?) async throws(MonitoringStoreError) {
        state.withLock { state in
            state.events += events
            state.kept = conditions ?? state.kept
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Monitoring
import Synchronization

/// Keeps what holds for as long as the daemon runs: for a daemon that keeps no state.
final class VolatileMonitoringStore: MonitoringStore {
    private let conditions = Mutex<[AssertedCondition]>([])

    func load() async throws(MonitoringStoreError) -> [AssertedCondition] { conditions.withLock { $0 } }

    func save(_ kept: [AssertedCondition]) async throws(MonitoringStoreError) { conditions.withLock { $0 = kept } }
}

// SPDX-License-Identifier: Apache-2.0

import Database
import EventLog
import ResourceModel

/// Takes events in together with what is to be on the disk by the same commit: a crash between the two would have
/// something told twice, or never.
protocol EventCommitter: EventRecorder {
    /// - Throws: why nothing of it is on the disk.
    func record(_ events: [Event], with changes: EventLogChanges?) async throws(DatabaseError)
}

extension EventLog: EventCommitter {}

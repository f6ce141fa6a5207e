// SPDX-License-Identifier: Apache-2.0

import Logging
import ResourceModel

/// Tells events in the agent's own log, where there is no event log.
struct JournalRecorder: EventRecorder {
    let logger: Logger

    func record(_ events: [Event]) async {
        for event in events {
            logger.log(
                level: event.severity >= .major ? .error : event.severity == .warning ? .warning : .notice,
                "\(event.kind.name): \(event.message)")
        }
    }
}

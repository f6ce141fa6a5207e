// SPDX-License-Identifier: Apache-2.0

import Configuration
import Monitoring

extension LimitSettings {
    /// What the administrator decided.
    init(_ configuration: Configuration) {
        self.init()
        let monitoring = configuration.monitoring
        dwell.warning.duration = monitoring.warningDwell
        dwell.critical.duration = monitoring.criticalDwell
        dwell.clear = monitoring.clearDwell
        implausibleAfter = monitoring.implausibleAfter
    }
}

extension SensorPace {
    /// What the administrator decided; nothing is read more seldom than in each round.
    init(_ configuration: Configuration) {
        let monitoring = configuration.monitoring
        interval = monitoring.interval
        closeInterval = min(interval, monitoring.closeInterval)
        cheap = min(interval, monitoring.cheapInterval)
        bus = min(interval, monitoring.busInterval)
        command = min(interval, monitoring.nvmeInterval)
    }
}

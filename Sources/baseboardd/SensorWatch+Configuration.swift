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
        // Without the counters of throttling nobody can tell a limit that is not meant from a machine that is too hot.
        implausibleAfter = .zero
    }
}

extension SensorWatch.Pace {
    /// What the administrator decided.
    init(_ configuration: Configuration) {
        self.init()
        interval = configuration.monitoring.interval
        closeInterval = min(configuration.monitoring.interval, configuration.monitoring.closeInterval)
    }
}

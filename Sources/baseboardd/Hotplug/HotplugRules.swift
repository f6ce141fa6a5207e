// SPDX-License-Identifier: Apache-2.0

import Configuration
import HardwareAccess
import Monitoring

/// How hotplug is watched, as the administrator decided.
struct HotplugRules {
    var pipeline = HotplugSettings()
    var monitor = DeviceMonitor.Settings(subsystems: HardwareChanges.subsystems)
    /// How long nothing must happen after the start before what is there is compared with what was.
    var startPause = Duration.seconds(2)
    /// How long that may be put off.
    var startPatience = Duration.seconds(30)
    /// How often counters of errors and the states of drives are looked at; zero for never.
    var counterInterval = Duration.seconds(60)

    init(_ configuration: Configuration) {
        let keys = configuration.hotplug
        pipeline.window = keys.coalescingTime
        pipeline.patience = keys.coalescingLimit
        pipeline.settling = keys.settleTime
        pipeline.reconcileInterval = keys.reconcileInterval
        pipeline.pendingLimit = keys.maxPendingDevices
        pipeline.memberLimit = keys.maxNamedMembers
        monitor.bufferSize = keys.receiveBuffer
        monitor.patience = keys.udevDeadline
        startPause = keys.startPause
        counterInterval = keys.counterInterval
    }
}

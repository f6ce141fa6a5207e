// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[monitoring]`: which sensors are watched, and when their limits count as passed.
    public struct Monitoring: Sendable, Equatable {
        /// Whether sensors are watched at all.
        public var watch = true
        /// How often every sensor with limits or alarms is read.
        public var interval = Duration.seconds(60)
        /// How often a sensor is read that is about to pass a limit.
        public var closeInterval = Duration.seconds(2)
        /// Which sensors are read as often as their cost allows, whoever waits for it.
        public var closely: [SensorPattern] = []
        /// How often is read closely what costs microseconds.
        public var cheapInterval = Duration.seconds(2)
        /// The same for what is behind a slow bus or firmware.
        public var busInterval = Duration.seconds(15)
        /// The same for NVMe drives.
        public var nvmeInterval = Duration.seconds(60)
        /// How long a warning limit must be passed.
        public var warningDwell = Duration.seconds(10)
        /// How long a critical limit must be passed.
        public var criticalDwell = Duration.seconds(2)
        /// How long limits must be kept until a condition is over.
        public var clearDwell = Duration.seconds(30)
        /// How long a limit must have been passed from the first moment on until it is taken for a wrong one.
        public var implausibleAfter = Duration.seconds(600)
    }
}

extension Configuration.Monitoring {
    static let section = Section(
        "monitoring", "Which sensors are watched, and when their limits count as passed.",
        [
            Key(
                "Watch", \.monitoring.watch, .boolean,
                """
                Whether temperatures, fans and whatever else has limits or alarms is watched, and what passes a limit \
                stands in the event log.
                """),
            Key(
                "Interval", \.monitoring.interval, .duration(.seconds(1) ... .seconds(3600)),
                "How often that is read."),
            Key(
                "CloseInterval", \.monitoring.closeInterval, .duration(.milliseconds(500) ... .seconds(3600)),
                "How often a sensor is read whose next readings decide whether a limit is passed or kept again."),
            Key(
                list: "Closely", \.monitoring.closely, .sensorPattern,
                """
                Sensors that are read as often as CheapInterval=, BusInterval= and NVMeInterval= say, by key \
                (platform/coretemp.0/temp1) or name (Package id 0). Without, they are so while somebody subscribes to what \
                passes a limit, and once in Interval= otherwise.
                """),
            Key(
                "CheapInterval", \.monitoring.cheapInterval, .duration(.milliseconds(500) ... .seconds(3600)),
                "How often sensors are read closely that are read in microseconds, as those of processors are."),
            Key(
                "BusInterval", \.monitoring.busInterval, .duration(.seconds(1) ... .seconds(3600)),
                "How often sensors are read closely that are behind a slow bus or firmware."),
            Key(
                "NVMeInterval", \.monitoring.nvmeInterval, .duration(.seconds(1) ... .seconds(3600)),
                """
                How often sensors of NVMe drives are read closely, of which each reading is a command to the drive. \
                Sensors of disks that could be woken are never watched.
                """),
            Key(
                "WarningDwell", \.monitoring.warningDwell, .duration(.zero ... .seconds(3600)),
                "How long a warning limit must be passed until that is an event, unless three readings say so before."),
            Key(
                "CriticalDwell", \.monitoring.criticalDwell, .duration(.zero ... .seconds(3600)),
                "How long a critical limit must be passed until that is an event, unless two readings say so before."),
            Key(
                "ClearDwell", \.monitoring.clearDwell, .duration(.zero ... .seconds(3600)),
                "How long limits must be kept again, hysteresis included, until that is an event."),
            Key(
                "ImplausibleAfter", \.monitoring.implausibleAfter, .duration(.zero ... .seconds(86_400)),
                """
                How long a warning or critical limit of the hardware must have been passed, ever since the boot, the \
                daemon's first run or the sensor's coming, with nothing slowing down for heat, until it is taken for a \
                wrong one and not used. That is told once. 0 is never.
                """),
        ])
}

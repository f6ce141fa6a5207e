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
        /// How long a warning limit must be passed.
        public var warningDwell = Duration.seconds(10)
        /// How long a critical limit must be passed.
        public var criticalDwell = Duration.seconds(2)
        /// How long limits must be kept until a condition is over.
        public var clearDwell = Duration.seconds(30)
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
                "WarningDwell", \.monitoring.warningDwell, .duration(.zero ... .seconds(3600)),
                "How long a warning limit must be passed until that is an event, unless three readings say so before."),
            Key(
                "CriticalDwell", \.monitoring.criticalDwell, .duration(.zero ... .seconds(3600)),
                "How long a critical limit must be passed until that is an event, unless two readings say so before."),
            Key(
                "ClearDwell", \.monitoring.clearDwell, .duration(.zero ... .seconds(3600)),
                "How long limits must be kept again, hysteresis included, until that is an event."),
        ])
}

// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[sensors]`: how the hardware is read.
    public struct Sensors: Sendable, Equatable {
        /// How old a reading may be that costs next to nothing.
        public var maximumAge = Duration.milliseconds(100)
        /// How old a reading may be that goes over a slow bus.
        public var busMaximumAge = Duration.seconds(2)
        /// How old a reading may be that an NVMe drive gives.
        public var nvmeMaximumAge = Duration.seconds(60)
        /// How old a reading may be that could wake a sleeping device.
        public var wakingMaximumAge = Duration.seconds(3600)
        /// How long a bus may take before its readings count as stale.
        public var busDeadline = Duration.seconds(2)
        /// Whether labels, ignores and scaling come from libsensors.
        public var useLibsensors = true
        /// Whether processors that the kernel isolates are left alone.
        public var skipIsolatedCPUs = true
    }
}

extension Configuration.Sensors {
    static let section = Section(
        "sensors", "How the hardware is read.",
        [
            Key(
                "MaximumAge", \.sensors.maximumAge, .duration(.zero ... .seconds(3600)),
                """
                How old an answer may be for a sensor that is cheap to read. Requests within this time share one \
                reading.
                """),
            Key(
                "BusMaximumAge", \.sensors.busMaximumAge, .duration(.zero ... .seconds(3600)),
                "The same for a sensor behind a slow bus, such as SMBus."),
            Key(
                "NVMeMaximumAge", \.sensors.nvmeMaximumAge, .duration(.zero ... .seconds(86400)),
                "The same for the temperature of an NVMe drive, which the drive itself is asked for."),
            Key(
                "WakingMaximumAge", \.sensors.wakingMaximumAge, .duration(.zero ... .seconds(604_800)),
                """
                The same for what could wake a sleeping device, such as a disk's SMART data. A disk that sleeps is \
                left asleep.
                """),
            Key(
                "BusDeadline", \.sensors.busDeadline, .duration(.milliseconds(10) ... .seconds(60)),
                "How long a bus may take to answer before its readings are shown as stale. No other bus waits for it."),
            Key(
                "UseLibsensors", \.sensors.useLibsensors, .boolean,
                """
                Whether labels, ignored channels and scaling come from lm-sensors and its /etc/sensors.d. With no, \
                and for a recorded machine, the kernel's own values are shown.
                """),
            Key(
                "SkipIsolatedCPUs", \.sensors.skipIsolatedCPUs, .boolean,
                """
                Whether to leave processors alone that the kernel was told to isolate (isolcpus=). Reading some of \
                their values interrupts them.
                """),
        ])
}

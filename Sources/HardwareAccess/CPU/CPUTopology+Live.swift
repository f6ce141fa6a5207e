// SPDX-License-Identifier: Apache-2.0

/// How often a core or package was throttled since boot, and for how long.
public struct ThrottleCounts: Sendable, Hashable {
    /// Times the core was too hot.
    public let core: Int64?
    /// Times the package was too hot.
    public let package: Int64?
    /// Milliseconds the core was throttled.
    public let coreTime: Int64?
    /// Milliseconds the package was throttled.
    public let packageTime: Int64?
}

extension CPUTopology {
    /// The clock of a thread in kHz at present, or `nil` when it is offline or has no clock control.
    ///
    /// Costs microseconds: the kernel keeps the value.
    public static func currentFrequency(of thread: HardwareThread, reading sysfs: Sysfs) -> Int64? {
        guard thread.isOnline else { return nil }
        return sysfs.integerIfPresent("\(CPUScan.base)/cpu\(thread.number)/cpufreq/scaling_cur_freq")
    }

    /// The highest clock of the running threads of a core in kHz.
    public static func currentFrequency(of core: ProcessorCore, reading sysfs: Sysfs) -> Int64? {
        core.threads.compactMap { currentFrequency(of: $0, reading: sysfs) }.max()
    }

    /// Whether a thread runs at present: one file, unlike the inventory's state as of the last scan.
    public static func isOnline(_ thread: HardwareThread, reading sysfs: Sysfs) -> Bool {
        sysfs.integerIfPresent("\(CPUScan.base)/cpu\(thread.number)/online").map { $0 != 0 } ?? thread.isOnline
    }

    /// The throttle counters of a core: siblings share them, yet may differ, so the greatest counts.
    public static func throttleCounts(of core: ProcessorCore, reading sysfs: Sysfs) -> ThrottleCounts? {
        throttleCounts(of: core.threads, reading: sysfs)
    }

    /// The throttle counters of a package: the greatest of its threads'.
    public static func throttleCounts(of package: ProcessorPackage, reading sysfs: Sysfs) -> ThrottleCounts? {
        throttleCounts(of: package.threads, reading: sysfs)
    }

    private static func throttleCounts(of threads: [HardwareThread], reading sysfs: Sysfs) -> ThrottleCounts? {
        let paths = threads.filter(\.isOnline).map { "\(CPUScan.base)/cpu\($0.number)/thermal_throttle/" }
        func greatest(_ name: String) -> Int64? { paths.compactMap { sysfs.integerIfPresent($0 + name) }.max() }
        let counts = ThrottleCounts(
            core: greatest("core_throttle_count"), package: greatest("package_throttle_count"),
            coreTime: greatest("core_throttle_total_time_ms"), packageTime: greatest("package_throttle_total_time_ms"))
        return counts.core == nil && counts.package == nil ? nil : counts
    }
}

// SPDX-License-Identifier: Apache-2.0

/// How often a core or a package slowed itself down because it was hot since the boot, and for how long in all.
///
/// The kernel's memory, with no word to the processor; some microseconds a thread. Its threads share the counters, yet may
/// differ, so the greatest counts.
public struct ThrottleTally: Sendable, Hashable {
    /// How often.
    public let count: UInt64
    /// For how long, in milliseconds, where the kernel says.
    public let milliseconds: UInt64?

    /// Of a core; nil where nothing counts, or the core is offline.
    public init?(of core: ProcessorCore, reading sysfs: Sysfs) {
        self.init("core", core.threads, sysfs)
    }

    /// Of a package.
    public init?(of package: ProcessorPackage, reading sysfs: Sysfs) {
        self.init("package", package.threads, sysfs)
    }

    private init?(_ scope: String, _ threads: [HardwareThread], _ sysfs: Sysfs) {
        let prefixes = threads.filter(\.isOnline).map {
            "\(CPUScan.base)/cpu\($0.number)/thermal_throttle/\(scope)_throttle_"
        }
        func greatest(_ name: String) -> UInt64? {
            prefixes.compactMap { sysfs.integerIfPresent($0 + name).flatMap { UInt64(exactly: $0) } }.max()
        }
        guard let count = greatest("count") else { return nil }
        self.count = count
        // Never slowed down is no time at all, which need not be asked for.
        milliseconds = count == 0 ? 0 : greatest("total_time_ms")
    }
}

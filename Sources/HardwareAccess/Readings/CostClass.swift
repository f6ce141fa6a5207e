// SPDX-License-Identifier: Apache-2.0

/// What reading a device costs it and its bus, and so how often it may be read at most.
public enum CostClass: String, Sendable, Hashable, CaseIterable {
    /// Microseconds, no device traffic others could notice: read on the event loop.
    case cheap
    /// A shared slow bus or firmware: SMBus, PMBus, 1-Wire, ACPI, SMM.
    case bus
    /// An administrative command to a busy device: NVMe.
    case command
    /// May wake a sleeping device or keep it awake: disks.
    case mayWake

    /// The same for limits, labels and settings; `nil` means once until the next rescan.
    ///
    /// Each NVMe limit costs an administrative command of its own.
    public var maximumLimitAge: Duration? {
        switch self {
        case .cheap: .seconds(2)
        case .bus: .seconds(60)
        case .command, .mayWake: nil
        }
    }
}

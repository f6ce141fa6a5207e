// SPDX-License-Identifier: Apache-2.0

/// The drives of a machine as found by the last scan, parts of which may be younger than others.
public struct DriveInventory: Sendable, Hashable {
    /// The drives in the order of the kernel's names, numerically.
    public let drives: [Drive]

    /// What each disk and controller said, before paths were joined.
    private let units: [String: Drive]

    /// No drives.
    public init() { self.init(units: [:]) }

    /// Finds every drive that `sysfs` shows; walks directories.
    public init(reading sysfs: Sysfs) { self.init(units: DriveScanner(sysfs).scan()) }

    private init(units: [String: Drive]) {
        self.units = units
        drives = DriveIdentity.drives(
            units.sorted { Sysfs.isOrderedNumerically($0.key, $1.key) }.map(\.value))
    }

    /// The inventory with what was looked at anew in place of what was known; nil is gone.
    func replacing(_ changed: [String: Drive?]) -> DriveInventory {
        var units = units
        for (name, drive) in changed { units[name] = drive }
        return units == self.units ? self : DriveInventory(units: units)
    }
}

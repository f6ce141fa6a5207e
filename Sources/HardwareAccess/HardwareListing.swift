// SPDX-License-Identifier: Apache-2.0

/// The names of all hardware: cheap to read, and enough to see that something came or went without a word.
///
/// Some controllers never tell of a disk until somebody has them look.
public struct HardwareListing: Sendable, Hashable {
    private var names: [HardwareKinds.RawValue: [String]] = [:]

    private static let limit = 65_536

    /// The names in the tree that `sysfs` reads; a few directories and two files.
    public init(reading sysfs: Sysfs) {
        func list(_ path: String) -> [String] { (try? sysfs.list(path, limit: Self.limit)) ?? [] }
        set(.drives, list("sys/block").filter(DriveScanner.mayBeDisk) + list("sys/class/nvme"))
        set(.pci, list(PCIScanner.devices))
        set(.sensors, list("sys/class/hwmon"))
        set(.powerSupplies, list(PowerSupply.folder))
        set(.networkPorts, list(NetworkPort.folder))
        set(.memoryBlocks, list(MemoryBlock.folder))
        set(.processors, ["present", "online"].map { sysfs.stringIfPresent("\(CPUScan.base)/\($0)") ?? "" })
    }

    private mutating func set(_ kinds: HardwareKinds, _ list: [String]) { names[kinds.rawValue] = list }

    /// What is to be looked at, for its names are other than they were.
    public func changes(since old: HardwareListing) -> HardwareChanges {
        var kinds = HardwareKinds()
        for (kind, list) in names where old.names[kind] != list { kinds.insert(HardwareKinds(rawValue: kind)) }
        return HardwareChanges(kinds)
    }
}

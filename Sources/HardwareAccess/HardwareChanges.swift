// SPDX-License-Identifier: Apache-2.0

/// The kinds of hardware, each looked for by itself.
public struct HardwareKinds: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: UInt32

    /// Kinds by their bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Chips of hwmon, thermal zones and cooling devices.
    public static let sensors = HardwareKinds(rawValue: 1)
    /// Processors, their cores and caches.
    public static let processors = HardwareKinds(rawValue: 2)
    /// What firmware and kernel say of the machine as a whole.
    public static let system = HardwareKinds(rawValue: 4)
    /// Disks, with their paths, namespaces and partitions.
    public static let drives = HardwareKinds(rawValue: 8)
    /// PCI functions, bridges and slots.
    public static let pci = HardwareKinds(rawValue: 16)
    /// Memory modules, and what the kernel has of them.
    public static let memory = HardwareKinds(rawValue: 64)
    /// Batteries and adapters.
    public static let powerSupplies = HardwareKinds(rawValue: 128)
    /// Ports of network adapters.
    public static let networkPorts = HardwareKinds(rawValue: 256)
    /// Pieces of memory that the kernel switches on and off.
    public static let memoryBlocks = HardwareKinds(rawValue: 512)

    /// Every kind.
    public static let all: HardwareKinds = [
        .sensors, .processors, .system, .drives, .pci, .memory, .powerSupplies, .networkPorts, .memoryBlocks,
    ]
}

/// What may have changed since the last scan.
public struct HardwareChanges: Sendable, Hashable {
    /// The kinds to look for anew, whole.
    public var kinds: HardwareKinds
    /// Single disks and NVMe controllers to look at anew, by the kernel's names.
    public var drives: Set<String> = []
    /// PCI functions to look at by themselves.
    public var functions: Set<PCIAddress> = []

    /// Past so many single parts of a kind all are looked at.
    private static let limit = 1024

    /// Whole kinds; none by default.
    public init(_ kinds: HardwareKinds = []) { self.kinds = kinds }

    /// Everything.
    public static let everything = HardwareChanges(.all)

    /// Whether nothing changed.
    public var isEmpty: Bool { kinds.isEmpty && drives.isEmpty && functions.isEmpty }

    /// The subsystems of udev whose events tell of changes.
    public static let subsystems = [
        "hwmon", "thermal", "cpu", "block", "nvme", "pci", "memory", "power_supply", "net",
    ]

    /// Adds what an event tells; nothing where it tells of no part that came, went or became another.
    public mutating func add(_ event: DeviceEvent) {
        switch (event.subsystem, event.action) {
        // The size, the partitions or the state of a disk changed; which only its attributes tell.
        case ("block", _), ("nvme", _): if let name = DriveScanner.name(of: event) { drives.insert(name) }
        // A change too: a device that recovered from an error may be another.
        case ("pci", _):
            // All of them where nobody can tell which.
            if let address = PCIAddress(event.devicePath.split(separator: "/").last ?? "") {
                functions.insert(address)
            } else {
                kinds.insert(.pci)
            }
        case (_, "change"): break
        case ("hwmon", _), ("thermal", _): kinds.insert(.sensors)
        case ("cpu", _): kinds.insert(.processors)
        case ("memory", _): kinds.formUnion([.memory, .memoryBlocks])
        // Containers and tunnels bring interfaces all day.
        case ("net", _): if !event.devicePath.hasPrefix("/devices/virtual/") { kinds.insert(.networkPorts) }
        // Their `change` comes with each reading, and is left out above.
        case ("power_supply", _): kinds.insert(.powerSupplies)
        default: break
        }
        bound()
    }

    /// Adds other changes.
    public mutating func formUnion(_ other: HardwareChanges) {
        kinds.formUnion(other.kinds)
        drives.formUnion(other.drives)
        functions.formUnion(other.functions)
        bound()
    }

    /// Leaves out what could not be looked at.
    public mutating func subtract(_ other: HardwareChanges) {
        kinds.subtract(other.kinds)
        drives.subtract(other.drives)
        functions.subtract(other.functions)
    }

    /// Looks at whole kinds where single parts are too many, and at no part twice.
    private mutating func bound() {
        if drives.count > Self.limit { kinds.insert(.drives) }
        if functions.count > Self.limit { kinds.insert(.pci) }
        if kinds.contains(.drives) { drives.removeAll() }
        if kinds.contains(.pci) { functions.removeAll() }
    }
}

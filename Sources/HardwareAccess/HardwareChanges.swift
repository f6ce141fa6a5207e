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

    /// PCI functions, bridges and slots.
    public static let pci = HardwareKinds(rawValue: 16)

    /// Every kind.
    public static let all: HardwareKinds = [.sensors, .processors, .system, .pci]
}

/// What may have changed since the last scan.
public struct HardwareChanges: Sendable, Hashable {
    /// The kinds to look for anew, whole.
    public var kinds: HardwareKinds
    /// PCI functions to look at by themselves.
    public private(set) var functions: Set<PCIAddress> = []

    /// Past so many single functions all are looked at.
    private static let functionLimit = 1024

    /// Whole kinds; none by default.
    public init(_ kinds: HardwareKinds = []) { self.kinds = kinds }

    /// Everything.
    public static let everything = HardwareChanges(.all)

    /// Whether nothing changed.
    public var isEmpty: Bool { kinds.isEmpty && functions.isEmpty }

    /// The subsystems of udev whose events tell of changes.
    public static let subsystems = ["hwmon", "thermal", "cpu", "pci"]

    /// Adds what an event tells; nothing where it tells of no part that came, went or became another.
    public mutating func add(_ event: DeviceEvent) {
        switch (event.subsystem, event.action) {
        // A change too: a device that recovered from an error may be another.
        case ("pci", _): add(PCIAddress(event.devicePath.split(separator: "/").last ?? ""))
        case (_, "change") where event.subsystem != "block": break
        case ("hwmon", _), ("thermal", _): kinds.insert(.sensors)
        case ("cpu", _): kinds.insert(.processors)
        default: break
        }
    }

    /// Adds other changes.
    public mutating func formUnion(_ other: HardwareChanges) {
        kinds.formUnion(other.kinds)
        functions.formUnion(other.functions)
        limitFunctions()
    }

    /// Adds a PCI function; all of them where nobody can tell which.
    private mutating func add(_ function: PCIAddress?) {
        if let function { functions.insert(function) } else { kinds.insert(.pci) }
        limitFunctions()
    }

    private mutating func limitFunctions() {
        if functions.count > Self.functionLimit { kinds.insert(.pci) }
        if kinds.contains(.pci) { functions.removeAll() }
    }
}

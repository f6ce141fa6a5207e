// SPDX-License-Identifier: Apache-2.0

/// What is read of a slot when somebody asks.
public struct PCISlotFacts: Sendable, Hashable {
    /// The fastest that a card in it can run, as the kernel writes it, such as `16.0 GT/s PCIe` or `66 MHz PCI`.
    public internal(set) var maximumSpeed: String?
    /// What runs there now.
    public internal(set) var currentSpeed: String?
    /// The lanes of the port above it.
    public internal(set) var maximumWidth: Int?
    /// Whether a hotplug driver manages it; nil where none does, which says nothing of the slot.
    public internal(set) var isHotplug: Bool?
    /// Whether it has power.
    public internal(set) var isPowered: Bool?
    /// Whether something is plugged in.
    public internal(set) var isOccupied: Bool?
    /// Whether its latch is open.
    public internal(set) var isOpen: Bool?

    /// Nothing read.
    public init() {}

    /// Reads a slot; for a lane.
    ///
    /// - Parameters:
    ///   - port: the bridge above it: power, card and latch are its registers, so they are read only while it is awake.
    public init(_ slot: PCISlot, port: PCIFunction?, reading sysfs: Sysfs) {
        let path = slot.path
        maximumSpeed = Self.speed(path + "/max_bus_speed", sysfs)
        currentSpeed = Self.speed(path + "/cur_bus_speed", sysfs)
        isHotplug = sysfs.exists(path + "/power") ? true : nil
        guard let port, PCIPowerState(port.path, reading: sysfs).isAwake else { return }
        maximumWidth = PCILink.maximum(port.path, reading: sysfs).width
        isPowered = sysfs.integerIfPresent(path + "/power").map { $0 != 0 }
        isOccupied = sysfs.integerIfPresent(path + "/adapter").map { $0 != 0 }
        isOpen = sysfs.integerIfPresent(path + "/latch").map { $0 != 0 }
    }

    private static func speed(_ path: String, _ sysfs: Sysfs) -> String? {
        sysfs.stringIfPresent(path).flatMap { $0.hasPrefix("Unknown") ? nil : $0 }
    }
}

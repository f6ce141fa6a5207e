// SPDX-License-Identifier: Apache-2.0

/// What a PCI function says it is, in numbers; the kernel keeps them, so reading them wakes nothing.
public struct PCIIdentity: Sendable, Hashable {
    /// Who made the chip.
    public var vendor: UInt16?
    /// Which of the vendor's chips it is.
    public var device: UInt16?
    /// Who made the board; nil where none is told.
    public var subsystemVendor: UInt16?
    /// Which of the board maker's boards it is; nil where none is told.
    public var subsystem: UInt16?
    /// Class, subclass and programming interface in 24 bits.
    public var classCode: UInt32?

    /// What is known of it.
    public init(
        vendor: UInt16? = nil, device: UInt16? = nil, subsystemVendor: UInt16? = nil, subsystem: UInt16? = nil,
        classCode: UInt32? = nil
    ) {
        self.vendor = vendor
        self.device = device
        self.subsystemVendor = subsystemVendor
        self.subsystem = subsystem
        self.classCode = classCode
    }

    /// The upper byte of the class, such as 2 for a network controller.
    public var baseClass: UInt8? { classCode.map { UInt8(truncatingIfNeeded: $0 >> 16) } }

    /// Class and subclass, such as 0x0604 for a bridge between PCI buses.
    public var subclass: UInt16? { classCode.map { UInt16(truncatingIfNeeded: $0 >> 8) } }

    /// Whether it is a bridge of any kind.
    public var isBridge: Bool { baseClass == 6 }

    /// Whether it is a bridge between PCI buses: a port of PCI Express too.
    public var isBusBridge: Bool { subclass == 0x0604 || subclass == 0x0609 }

    init(_ directory: borrowing SysfsDirectory) {
        vendor = Self.number(directory, "vendor", digits: 1...4).map { UInt16(truncatingIfNeeded: $0) }
        device = Self.number(directory, "device", digits: 1...4).map { UInt16(truncatingIfNeeded: $0) }
        // A shorter class would have its bytes in the wrong places.
        classCode = Self.number(directory, "class", digits: 6...6)
        let board = Self.number(directory, "subsystem_vendor", digits: 1...4)
        // Vendor 0 and ffff stand for none, and bridges have none more often than not.
        guard let board, board != 0, board != 0xFFFF else { return }
        subsystemVendor = UInt16(truncatingIfNeeded: board)
        subsystem = Self.number(directory, "subsystem_device", digits: 1...4).map { UInt16(truncatingIfNeeded: $0) }
    }

    /// A hexadecimal number with or without `0x`: the kernel writes both, and never decimal here.
    static func number(_ directory: borrowing SysfsDirectory, _ name: String, digits: ClosedRange<Int>) -> UInt32? {
        guard let text = try? directory.string(name) else { return nil }
        return UInt32(hex: text.hasPrefix("0x") ? text.dropFirst(2) : text[...], digits: digits)
    }
}

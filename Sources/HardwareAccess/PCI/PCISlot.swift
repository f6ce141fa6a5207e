// SPDX-License-Identifier: Apache-2.0

/// A slot that firmware or a hotplug driver names.
public struct PCISlot: Sendable, Hashable {
    /// The name on the label as far as firmware knows it, such as `3` or `3-1`; unique in the machine.
    public let name: String
    /// The domain that the slot's bus is in.
    public let domain: UInt32
    /// The bus that a card in it is on.
    public let bus: UInt8
    /// The device that a card in it is; nil where the slot has the whole bus.
    public let device: UInt8?
    /// The bridge above it, which tells of an empty slot too; nil where there is none.
    public var port: PCIAddress?

    /// The place in a text such as `0000:3b:00`, which has no function, or `0000:3b`.
    init?(name: String, address: String) {
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let domain = UInt32(hex: parts[0], digits: 4...8),
            let bus = UInt32(hex: parts[1], digits: 2...2)
        else { return nil }
        self.name = name
        self.domain = domain
        self.bus = UInt8(truncatingIfNeeded: bus)
        guard parts.count == 3 else {
            device = nil
            return
        }
        guard let device = UInt32(hex: parts[2], digits: 2...2), device < 32 else { return nil }
        self.device = UInt8(truncatingIfNeeded: device)
    }

    /// Whether a function belongs to the card in this slot: functions of all numbers do.
    public func holds(_ address: PCIAddress) -> Bool {
        domain == address.domain && bus == address.bus && (device == nil || device == address.device)
    }

    /// The directory below the root.
    public var path: String { PCIScanner.slots + "/" + name }
}

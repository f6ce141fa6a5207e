// SPDX-License-Identifier: Apache-2.0

/// Where a PCI function is: domain, bus, device and function, such as `0000:3b:00.0`.
public struct PCIAddress: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The domain, also called segment; VMD and Hyper-V make some that need more than 16 bits.
    public let domain: UInt32
    /// The bus in the domain.
    public let bus: UInt8
    /// The device on the bus, 0 to 31.
    public let device: UInt8
    /// The function of the device, 0 to 7.
    public let function: UInt8

    /// The address in a text of the kernel's form: four to eight hexadecimal digits of domain, then `:3b:00.0`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let place = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard place.count == 2, let domain = UInt32(hex: parts[0], digits: 4...8),
            let bus = UInt32(hex: parts[1], digits: 2...2), let device = UInt32(hex: place[0], digits: 2...2),
            let function = UInt32(hex: place[1], digits: 1...1), device < 32, function < 8
        else { return nil }
        self.domain = domain
        self.bus = UInt8(truncatingIfNeeded: bus)
        self.device = UInt8(truncatingIfNeeded: device)
        self.function = UInt8(truncatingIfNeeded: function)
    }

    /// The address as the kernel writes it.
    public var description: String { "\(domain.hex(4)):\(bus.hex(2)):\(device.hex(2)).\(function)" }

    /// The order of domains, buses, devices and functions.
    public static func < (left: PCIAddress, right: PCIAddress) -> Bool { left.rank < right.rank }

    private var rank: UInt64 {
        UInt64(domain) << 16 | UInt64(bus) << 8 | UInt64(device) << 3 | UInt64(function)
    }
}

extension UInt32 {
    /// The number in a text of so many hexadecimal digits, without sign or prefix.
    init?(hex text: some StringProtocol, digits: ClosedRange<Int>) {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy(\.isHexDigit) else { return nil }
        self.init(text, radix: 16)
    }
}

extension FixedWidthInteger {
    /// The number in at least so many hexadecimal digits.
    func hex(_ digits: Int) -> String {
        let text = String(self, radix: 16)
        return String(repeating: "0", count: Swift.max(0, digits - text.utf8.count)) + text
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
    }
}

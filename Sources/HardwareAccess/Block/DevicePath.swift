// SPDX-License-Identifier: Apache-2.0

/// A canonical path of a device below the root, taken apart.
struct DevicePath {
    let text: String
    let parts: [Substring]

    init(_ text: String) {
        self.text = text
        parts = text.split(separator: "/")
    }

    /// The path down to and with the part at `index`.
    func prefix(through index: Int) -> String { parts[...index].joined(separator: "/") }

    /// The last part that is a prefix and a number, such as `ata3`.
    func last(_ prefix: String) -> Int? { parts.lastIndex { DevicePath.isNumbered($0, prefix) } }

    /// The PCI function nearest to the device.
    var pciAddress: String? { pciIndex.map { String(parts[$0]) } }

    var pciIndex: Int? { parts.lastIndex(where: DevicePath.isPCIAddress) }

    /// The USB device nearest to the device: `2-1.3`, not its interface `2-1.3:1.0`.
    var usbIndex: Int? {
        parts.lastIndex { part in
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, !ends[0].isEmpty, ends[0].utf8.allSatisfy(DevicePath.isDigit) else { return false }
            return !ends[1].isEmpty && ends[1].utf8.allSatisfy { DevicePath.isDigit($0) || $0 == UInt8(ascii: ".") }
        }
    }

    /// Channel, target and unit of a SCSI device; the host's number in front is counted up.
    var scsiAddress: (channel: Int, target: Int, unit: UInt64)? {
        guard let fields = parts.last?.split(separator: ":", omittingEmptySubsequences: false), fields.count == 4,
            Int(fields[0]) != nil, let channel = Int(fields[1]), let target = Int(fields[2]),
            let unit = UInt64(fields[3])
        else { return nil }
        return (channel, target, unit)
    }

    /// Whether `part` is the prefix and a number.
    static func isNumbered(_ part: some StringProtocol, _ prefix: String) -> Bool {
        let rest = part.utf8.dropFirst(prefix.utf8.count)
        return part.hasPrefix(prefix) && !rest.isEmpty && rest.allSatisfy(isDigit)
    }

    /// Whether `part` is such as `0000:00:1f.2`; domains may have more digits.
    static func isPCIAddress(_ part: some StringProtocol) -> Bool {
        let fields = part.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 3, fields[0].utf8.count >= 4, fields[1].utf8.count == 2, fields[2].utf8.count == 4
        else { return false }
        let function = fields[2].split(separator: ".", omittingEmptySubsequences: false)
        return function.count == 2 && (fields[..<2] + function).allSatisfy { UInt32($0, radix: 16) != nil }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

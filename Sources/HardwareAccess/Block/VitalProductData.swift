// SPDX-License-Identifier: Apache-2.0

/// Pages of vital product data that the kernel read when it found the disk and keeps since (SPC-4 7.8, SBC-3 6.6).
///
/// Lengths in them are checked against what is there: firmware writes them.
enum VitalProductData {
    /// The content of a page behind its header; nil where `bytes` are not that page.
    static func content(_ bytes: [UInt8], page: UInt8) -> ArraySlice<UInt8>? {
        guard bytes.count >= 4, bytes[1] == page else { return nil }
        return bytes.dropFirst(4).prefix(Int(bytes[2]) << 8 | Int(bytes[3]))
    }

    /// The serial number of page 80h.
    static func serialNumber(_ bytes: [UInt8]) -> String? {
        guard let content = content(bytes, page: 0x80) else { return nil }
        let text = String(sysfs: content)
        return text.isEmpty ? nil : text
    }

    /// The number of the logical unit in page 83h: the longest NAA, else an EUI-64.
    static func identifier(_ bytes: [UInt8]) -> DriveIdentifier? {
        guard var rest = content(bytes, page: 0x83) else { return nil }
        var found: DriveIdentifier?
        while rest.count >= 4 {
            let head = rest.prefix(4)
            let length = Int(head[head.startIndex + 3])
            let value = rest.dropFirst(4).prefix(length)
            guard value.count == length else { break }
            rest = rest.dropFirst(4 + length)
            let codeSet = head[head.startIndex] & 0x0F
            let association = head[head.startIndex + 1] >> 4 & 3
            let type = head[head.startIndex + 1] & 0x0F
            // Those of ports and targets differ from path to path.
            guard association == 0, codeSet == 1 else { continue }
            let next: DriveIdentifier? =
                switch type {
                case 3: DriveIdentifier(.naa, bytes: value)
                case 2: DriveIdentifier(.eui64, bytes: value)
                default: nil
                }
            guard let next else { continue }
            if rank(next) > (found.map(rank) ?? 0) { found = next }
        }
        return found
    }

    private static func rank(_ identifier: DriveIdentifier) -> Int {
        identifier.kind == .naa ? identifier.digits.utf8.count : 1
    }

    /// Rotation and housing of page B1h.
    static func characteristics(_ bytes: [UInt8]) -> (rotation: Rotation, formFactor: String?) {
        guard let content = content(bytes, page: 0xB1), content.count >= 4 else { return (.unknown, nil) }
        let fields = Array(content.prefix(4))
        return (Rotation(rate: Int(fields[0]) << 8 | Int(fields[1])), formFactor(Int(fields[3] & 0x0F)))
    }

    /// The words for a nominal form factor (SBC-3 table 226; ACS-4 A.11.6.3).
    static func formFactor(_ code: Int) -> String? {
        switch code {
        case 1: "5.25 inch"
        case 2: "3.5 inch"
        case 3: "2.5 inch"
        case 4: "1.8 inch"
        case 5: "less than 1.8 inch"
        case 6: "mSATA"
        case 7: "M.2"
        case 8: "MicroSSD"
        case 9: "CFast"
        default: nil
        }
    }

    /// What a medium rotation rate says; ATA and SCSI count alike.
    enum Rotation: Equatable {
        case unknown
        case none
        /// Revolutions per minute.
        case rate(Int)

        init(rate: Int) {
            switch rate {
            case 1: self = .none
            case 0x0401..<0xFFFF: self = .rate(rate)
            default: self = .unknown
            }
        }
    }
}

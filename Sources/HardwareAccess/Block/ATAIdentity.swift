// SPDX-License-Identifier: Apache-2.0

/// What an ATA drive said of itself when the kernel found it (IDENTIFY DEVICE, ACS-4 7.13).
///
/// libata keeps it in `ata_device/*/id`; a SCSI adapter with SATA drives behind it in page 89h.
struct ATAIdentity {
    private let words: [UInt16]

    /// From the text of `ata_device/*/id`: words in hexadecimal.
    init?(text: String) {
        self.init(words: text.split { $0 == " " || $0 == "\n" }.prefix(256).map { UInt16($0, radix: 16) ?? 0 })
    }

    /// From page 89h: words in little-endian order behind 60 bytes of the translation layer's own.
    init?(page bytes: [UInt8]) {
        guard let content = VitalProductData.content(bytes, page: 0x89) else { return nil }
        let data = Array(content.dropFirst(56).prefix(512))
        self.init(
            words: stride(from: 0, to: data.count - 1, by: 2).map { UInt16(data[$0]) | UInt16(data[$0 + 1]) << 8 })
    }

    private init?(words: [UInt16]) {
        // Some bridges make up zeros.
        guard words.count == 256, words[27..<47].contains(where: { $0 != 0 }) else { return nil }
        self.words = words
    }

    var serialNumber: String? { text(10..<20) }
    var firmware: String? { text(23..<27) }
    var model: String? { text(27..<47) }

    var identifier: DriveIdentifier? {
        guard words[87] & 0xC100 == 0x4100 else { return nil }
        return DriveIdentifier(.naa, bytes: words[108..<112].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    }

    var rotation: VitalProductData.Rotation { .init(rate: Int(words[217])) }
    var formFactor: String? { VitalProductData.formFactor(Int(words[168] & 0x0F)) }

    var security: Drive.Security? {
        guard words[128] & 1 != 0 else { return nil }
        if words[128] & 2 == 0 { return .off }
        return words[128] & 4 != 0 ? .locked : .unlocked
    }

    var watchesHealth: Bool? {
        guard words[82] != 0, words[82] != 0xFFFF else { return nil }
        return words[82] & 1 != 0 && words[85] & 1 != 0
    }

    /// Whether it sits on the old parallel bus: it names no SATA speed, and tells of its cable (word 93).
    var isParallel: Bool { (words[76] == 0 || words[76] == 0xFFFF) && words[93] & 0xC000 == 0x4000 && words[93] != 0 }

    private func text(_ range: Range<Int>) -> String? {
        let text = String(sysfs: words[range].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        return text.isEmpty ? nil : text
    }
}

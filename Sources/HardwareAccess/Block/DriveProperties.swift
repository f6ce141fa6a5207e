// SPDX-License-Identifier: Apache-2.0

/// What udev found out of a disk when it came.
struct DriveProperties {
    private let values: [String: String]

    init(_ values: [String: String]) { self.values = values }

    /// The content of a file of udev's database, which a recorded machine may have; its form is private to udev, so it
    /// is never read on the live root.
    init(recorded bytes: [UInt8]) {
        var values: [String: String] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")).prefix(UdevDatabase.propertyLimit) {
            guard line.starts(with: [UInt8(ascii: "E"), UInt8(ascii: ":")]),
                let equals = line.firstIndex(of: UInt8(ascii: "="))
            else { continue }
            values[String(sysfs: line[..<equals].dropFirst(2))] = String(sysfs: line[equals...].dropFirst())
        }
        self.values = values
    }

    /// A property that says something.
    subscript(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// A text that the device holds: by its encoded twin, where blanks are not yet underscores and nothing is cut off.
    func text(_ name: String) -> String? {
        guard let encoded = self[name + "_ENC"] else { return self[name] }
        let text = DriveProperties.decoded(encoded)
        return text.isEmpty ? self[name] : text
    }

    /// Turns `\x20` into the byte that it stands for.
    static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"),
                let value = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(sysfs: bytes)
    }

    var isATA: Bool { self["ID_BUS"] == "ata" }

    /// The World Wide Name of a SCSI or ATA drive.
    var identifier: DriveIdentifier? {
        guard let text = self["ID_WWN_WITH_EXTENSION"] ?? self["ID_WWN"], text.hasPrefix("0x") else { return nil }
        return DriveIdentifier(.naa, text.dropFirst(2))
    }

    var rotation: VitalProductData.Rotation {
        guard let rate = self["ID_ATA_ROTATION_RATE_RPM"].flatMap({ Int($0) }) else { return .unknown }
        return rate == 0 ? .none : .init(rate: rate)
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Judges the strings that makers leave in firmware.
enum FirmwareText {
    private static let placeholders: Set<String> = [
        "to be filled by o.e.m.", "to be filled by oem", "default string", "not specified", "not available",
        "not present",
        "not applicable", "system serial number", "system product name", "system version", "system manufacturer",
        "system name", "system uuid", "base board serial number", "chassis serial number", "chassis manufacture",
        "chassis version", "asset-1234567890", "asset tag", "no asset tag", "no asset information", "0123456789",
        "1234567890", "123456789", "none", "null", "n/a", "na", "unknown", "undefined", "oem", "o.e.m.", "sku",
        "family",
        "invalid", "type1family", "type1sku0", "empty", ".", "-", "x", "<bad index>", "<out of spec>", "[empty]",
        "no dimm", "no module", "no module installed", "not installed", "to be filled",
    ]

    /// Whether a string says nothing of this machine: a placeholder, or one character repeated.
    static func isPlaceholder(_ text: String) -> Bool {
        let folded = text.lowercased()
        if placeholders.contains(folded) || folded.hasPrefix("to be filled by") { return true }
        // A widespread firmware numbers what it does not know of a slot: `Manufacturer00`, `A1_SerNum0`.
        if folded.last?.isNumber == true {
            var name = folded[...]
            while name.last?.isNumber == true { name.removeLast() }
            if ["manufacturer", "sernum", "partnum", "assettagnum", "assettag"].contains(where: name.hasSuffix) {
                return true
            }
        }
        guard let first = folded.first, folded.count > 1 else { return folded.isEmpty }
        return (first == "0" || first == "f" || first == "x" || first == " " || first == ".")
            && folded.allSatisfy { $0 == first }
    }

    /// A UUID in lower case; `nil` for one that is all zeros or all ones, or has another form.
    static func uuid(_ text: String) -> String? {
        let folded = text.lowercased()
        let groups = folded.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12], groups.allSatisfy({ $0.allSatisfy(\.isHexDigit) })
        else { return nil }
        let digits = Set(folded).subtracting(["-"])
        // The last is what a widespread firmware ships on every board.
        return digits == ["0"] || digits == ["f"] || folded == "03000200-0400-0500-0006-000700080009" ? nil : folded
    }

    /// Bytes as hexadecimal digits in upper case, as consoles get them of other machines.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined().uppercased()
    }

    /// The digits of a UUID's text in the order of the firmware's bytes: its first three fields are stored from their
    /// least significant byte on (since SMBIOS 2.6, which is what the kernel's text assumes).
    static func storedOrder(ofUUID text: String) -> String {
        let groups = text.split(separator: "-").map(Array.init)
        return groups.enumerated().map { index, digits in
            guard index < 3 else { return String(digits) }
            let pairs = stride(from: 0, to: digits.count, by: 2).map { String(digits[$0..<min($0 + 2, digits.count)]) }
            return pairs.reversed().joined()
        }.joined().uppercased()
    }

    /// The `PRETTY_NAME` of an os-release file.
    static func prettyName(_ text: String) -> String? {
        for line in text.split(separator: "\n") where line.hasPrefix("PRETTY_NAME=") {
            let value = line.dropFirst("PRETTY_NAME=".count)
            let name = String(sysfs: value.filter { $0 != "\"" && $0 != "'" }.utf8)
            return name.isEmpty ? nil : name
        }
        return nil
    }

    /// Whether vendor and product are a hypervisor's.
    static func isHypervisor(vendor: String?, product: String?) -> Bool {
        let words = [
            "qemu", "kvm", "vmware", "virtualbox", "innotek", "xen", "bochs", "parallels", "amazon ec2",
            "google compute engine", "openstack", "virtual machine", "bhyve", "firecracker",
        ]
        let text = ((vendor ?? "") + " " + (product ?? "")).lowercased()
        return words.contains { text.contains($0) }
    }
}

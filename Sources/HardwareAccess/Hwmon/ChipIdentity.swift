// SPDX-License-Identifier: Apache-2.0

/// Makes keys of chips that survive reboots, renumbering and replugging.
enum ChipIdentity {
    /// The key of a chip from its canonical device path below the root, before duplicates are told apart.
    ///
    /// The `hwmonN` part is cut off. So are numbers the kernel counts up: the `.0007` of a HID device, `nvme0` behind
    /// its PCI address. A virtual chip has only its name.
    static func base(devicePath: String?, name: String) -> String {
        guard let devicePath, devicePath.hasPrefix("sys/devices/") else { return "virtual/" + name }
        var parts: [Substring] = []
        for part in devicePath.dropFirst("sys/devices/".count).split(separator: "/") {
            if part == "hwmon" || isNumbered(part, "hwmon") { continue }
            if parts.last == "nvme", isNumbered(part, "nvme") { continue }
            parts.append(withoutPlugCounter(part))
        }
        if parts.isEmpty || parts.first == "virtual" { return "virtual/" + name }
        return parts.joined(separator: "/")
    }

    /// Tells equal keys apart: by the chip's name, then by an ordinal in the order given.
    static func unique(_ chips: [(base: String, name: String)]) -> [String] {
        var bases: [String: Int] = [:]
        for chip in chips { bases[chip.base, default: 0] += 1 }
        var taken: Set<String> = []
        return chips.map { chip in
            let isVirtual = chip.base.hasPrefix("virtual/")
            let wanted = bases[chip.base] == 1 || isVirtual ? chip.base : chip.base + ":" + chip.name
            var key = wanted
            var ordinal = 1
            while !taken.insert(key).inserted {
                ordinal += 1
                key = wanted + "." + String(ordinal)
            }
            return key
        }
    }

    private static func isNumbered(_ part: Substring, _ prefix: String) -> Bool {
        guard part.hasPrefix(prefix), part.utf8.count > prefix.utf8.count else { return false }
        return part.utf8.dropFirst(prefix.utf8.count).allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }

    /// `0003:0C70:F00E.0007` without the counter at its end.
    private static func withoutPlugCounter(_ part: Substring) -> Substring {
        let fields = part.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 3, fields[0].utf8.count == 4, fields[1].utf8.count == 4, fields[2].utf8.count == 9,
            let dot = part.lastIndex(of: ".")
        else { return part }
        return part[..<dot]
    }
}

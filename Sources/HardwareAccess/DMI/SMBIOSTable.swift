// SPDX-License-Identifier: Apache-2.0

/// The firmware's description of the machine (DSP0134): structures in the firmware's order.
///
/// Made from any bytes: what does not hold together ends the table, and what came before it stands.
public struct SMBIOSTable: Sendable, Hashable {
    /// The version that the entry point claims, such as (3, 5); nil without a valid entry point.
    public let version: Version?
    /// The structures, without those that the firmware marks as inactive.
    public let structures: [SMBIOSStructure]

    /// A version of the standard.
    public struct Version: Sendable, Hashable {
        /// The number before the point.
        public let major: Int
        /// The number behind the point.
        public let minor: Int

        /// A version by its numbers.
        public init(major: Int, minor: Int) {
            self.major = major
            self.minor = minor
        }
    }

    /// The most bytes taken of a table: eight times what the largest servers have.
    public static let sizeLimit = 1 << 20
    /// The most structures taken of a table: as many as there are handles.
    static let structureLimit = 1 << 16

    /// Reads a table.
    ///
    /// - Parameters:
    ///   - entryPoint: what says how much of the table counts; one that does not add up is as good as none, for the
    ///     kernel has found the table already.
    ///   - bytes: the table itself.
    public init(entryPoint: [UInt8], table bytes: [UInt8]) {
        let entry = EntryPoint(entryPoint)
        version = entry?.version
        let length = min(bytes.count, entry?.length ?? .max, Self.sizeLimit)
        var rest = bytes[..<length]
        var remaining = min(entry?.count ?? .max, Self.structureLimit)
        var found: [SMBIOSStructure] = []
        while remaining > 0, let structure = Self.next(&rest) {
            remaining -= 1
            if structure.type == 127 { break }
            if structure.type != 126 { found.append(structure) }
        }
        structures = found
    }

    /// Reads the table that the kernel shows to root; nil where it shows none, or not to us.
    public init?(reading sysfs: Sysfs) {
        let folder = "sys/firmware/dmi/tables/"
        guard let table = try? sysfs.contents(folder + "DMI", limit: Self.sizeLimit), !table.isEmpty else {
            return nil
        }
        let entry = (try? sysfs.contents(folder + "smbios_entry_point", limit: 64)) ?? []
        self.init(entryPoint: entry, table: table)
    }

    /// The structures of one type.
    public func structures(ofType type: UInt8) -> [SMBIOSStructure] { structures.filter { $0.type == type } }

    /// Takes a structure with its strings, which end with two zeros; nil when there is no whole one.
    private static func next(_ rest: inout ArraySlice<UInt8>) -> SMBIOSStructure? {
        guard rest.count >= 4 else { return nil }
        let length = Int(rest[rest.startIndex + 1])
        guard length >= 4, length <= rest.count else { return nil }
        let formatted = rest.prefix(length)
        let texts = rest.dropFirst(length)
        var index = texts.startIndex
        while index + 1 < texts.endIndex, texts[index] != 0 || texts[index + 1] != 0 { index += 1 }
        guard index + 1 < texts.endIndex else { return nil }
        rest = rest[(index + 2)...]
        return SMBIOSStructure(formatted: formatted, texts: texts[..<(index + 1)])
    }
}

/// The anchor that tells of a table: of 32 or 64 bits, or the legacy one inside the former.
private struct EntryPoint {
    let version: SMBIOSTable.Version
    /// How long the table is, at most.
    let length: Int
    /// How many structures it has; nil where only its length is told.
    let count: Int?

    init?(_ bytes: [UInt8]) {
        func byte(_ offset: Int) -> Int { Int(bytes[offset]) }
        func word(_ offset: Int) -> Int { byte(offset) | byte(offset + 1) << 8 }
        if bytes.starts(with: "_SM3_".utf8), bytes.count >= 24, Self.adds(bytes, from: 0, count: byte(6)) {
            version = SMBIOSTable.Version(major: byte(7), minor: byte(8))
            length = word(12) | word(14) << 16
            count = nil
        } else if bytes.starts(with: "_SM_".utf8), bytes.count >= 31, Self.adds(bytes, from: 0, count: byte(5)),
            bytes[16...].starts(with: "_DMI_".utf8), Self.adds(bytes, from: 16, count: 15)
        {
            version = SMBIOSTable.Version(major: byte(6), minor: byte(7))
            length = word(22)
            count = word(28)
        } else if bytes.starts(with: "_DMI_".utf8), bytes.count >= 15, Self.adds(bytes, from: 0, count: 15) {
            version = SMBIOSTable.Version(major: byte(14) >> 4, minor: byte(14) & 15)
            length = word(6)
            count = word(12)
        } else {
            return nil
        }
    }

    /// Whether the bytes are there and sum up to nothing.
    private static func adds(_ bytes: [UInt8], from start: Int, count: Int) -> Bool {
        guard count > 0, start + count <= bytes.count else { return false }
        return bytes[start..<(start + count)].reduce(0, &+) == 0
    }
}

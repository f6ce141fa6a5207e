// SPDX-License-Identifier: Apache-2.0

/// The configuration registers that the kernel shows everybody, and the list of capabilities where it shows that too.
public struct PCIConfiguration: Sendable, Hashable {
    /// A capability of the traditional list.
    public struct Capability: Sendable, Hashable {
        /// What it is, such as 1 for power management, 5 for MSI, 16 for PCI Express.
        public let id: UInt8
        /// Where it is.
        public let position: UInt8
    }

    /// The size of the header, which all may read.
    static let headerSize = 64
    /// More capabilities do not fit into 192 bytes.
    private static let capabilityLimit = 48

    /// The 64 bytes of the header.
    public let header: [UInt8]
    /// The capabilities in the order of their list; nil where the kernel shows the header alone.
    public let capabilities: [Capability]?
    /// What kind of port or device it is by its PCI Express capability: 4 root port, 5 upstream, 6 downstream, 7 a
    /// bridge to PCI.
    public let expressType: UInt8?

    /// The registers that `read` gives, at a place and of a length that are always multiples of 4.
    ///
    /// Only what has a meaning is read, as libpci does it: there are chips that hang when anything else is.
    /// - Returns: nil where the header cannot be read, or nothing answers behind it.
    init?(_ read: (_ position: Int, _ count: Int) -> [UInt8]?) {
        guard let header = read(0, Self.headerSize), header.count == Self.headerSize,
            header[..<4] != [0xFF, 0xFF, 0xFF, 0xFF]
        else { return nil }
        self.header = header
        var found: [Capability] = []
        var expressType: UInt8?
        // Bit 4 of the status: there is a list. CardBus bridges begin it elsewhere.
        var next = header[6] & 0x10 == 0 ? 0 : header[header[14] & 0x7F == 2 ? 0x14 : 0x34] & 0xFC
        var isComplete = true
        var visited: Set<UInt8> = []
        while next >= 0x40, visited.insert(next).inserted, found.count < Self.capabilityLimit {
            guard let entry = read(Int(next), 4), entry.count == 4 else {
                isComplete = false
                break
            }
            guard entry[0] != 0xFF else { break }
            found.append(Capability(id: entry[0], position: next))
            if entry[0] == 0x10 { expressType = entry[2] >> 4 }
            next = entry[1] & 0xFC
        }
        capabilities = isComplete ? found : nil
        self.expressType = expressType
    }

    /// The registers in the file `config` of a function that is awake.
    init?(_ path: String, reading sysfs: Sysfs) {
        guard let file = try? SysfsFile(sysfs.root, path + "/config") else { return nil }
        self.init { file.bytes(at: $0, count: $1) }
    }

    /// A register of one byte in the header.
    public func byte(_ position: Int) -> UInt8 { header.indices.contains(position) ? header[position] : 0xFF }

    /// A register of two bytes in the header.
    public func word(_ position: Int) -> UInt16 { UInt16(byte(position)) | UInt16(byte(position + 1)) << 8 }

    /// A register of four bytes in the header.
    public func long(_ position: Int) -> UInt32 { UInt32(word(position)) | UInt32(word(position + 2)) << 16 }

    /// The layout of the header: 0 a device, 1 a bridge between PCI buses, 2 one to CardBus.
    public var headerType: UInt8 { byte(14) & 0x7F }

    /// The command register.
    public var command: UInt16 { word(4) }

    /// The status register.
    public var status: UInt16 { word(6) }

    /// Whether there is a capability; nil where the list cannot be read.
    public func has(_ id: UInt8) -> Bool? { capabilities.map { $0.contains { $0.id == id } } }
}

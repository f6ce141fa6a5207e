// SPDX-License-Identifier: Apache-2.0

/// An SMBIOS table made for a test, byte by byte.
public struct FirmwareTable: Sendable {
    /// The structures, one behind the other.
    public private(set) var bytes: [UInt8] = []
    private var nextHandle: UInt16 = 0

    /// An empty table.
    public init() {}

    /// Adds a structure whose fields begin at offset 4, and returns its handle.
    @discardableResult
    public mutating func add(
        _ type: UInt8, _ fields: [UInt8], strings: [String] = [], handle given: UInt16? = nil
    ) -> UInt16 {
        let handle = given ?? nextHandle
        nextHandle = handle &+ 1
        bytes += [type, UInt8(fields.count + 4)] + Self.little(handle) + fields
        for text in strings { bytes += Array(text.utf8) + [0] }
        bytes += strings.isEmpty ? [0, 0] : [0]
        return handle
    }

    /// Adds an array of system memory.
    ///
    /// - Parameter kibibytes: its most; 0x80000000 refers to the extended field.
    @discardableResult
    public mutating func addMemoryArray(
        use: UInt8 = 3, errorCorrection: UInt8 = 6, kibibytes: UInt32 = 0x4000_0000, extended: UInt64 = 0,
        slots: UInt16 = 4
    ) -> UInt16 {
        add(
            16,
            [3, use, errorCorrection] + Self.little(kibibytes) + [0xFE, 0xFF] + Self.little(slots)
                + Self.little(extended))
    }

    /// Adds a memory device of 92 bytes.
    ///
    /// - Parameter size: as the field has it: MiB, KiB with bit 15, or what stands for none, unknown and extended.
    @discardableResult
    public mutating func addMemory(
        array: UInt16, size: UInt16, extendedSize: UInt32 = 0, form: UInt8 = 9, type: UInt8 = 26,
        speed: UInt16 = 3200, extendedSpeed: UInt32 = 0, configured: UInt16 = 2933, extendedConfigured: UInt32 = 0,
        locator: String = "", bank: String = "", manufacturer: String = "Maker", serial: String = "S1",
        part: String = "P1", handle: UInt16? = nil
    ) -> UInt16 {
        var fields = Self.little(array) + [0xFE, 0xFF] + Self.little(UInt16(72)) + Self.little(UInt16(64))
        fields += Self.little(size) + [form, 0]
        let strings = [locator, bank, manufacturer, serial, part].filter { !$0.isEmpty }
        func number(_ text: String) -> UInt8 { UInt8((strings.firstIndex(of: text) ?? -1) + 1) }
        fields += [number(locator), number(bank), type] + Self.little(UInt16(0x2080)) + Self.little(speed)
        fields += [number(manufacturer), number(serial), 0, number(part), 2]
        fields += Self.little(extendedSize) + Self.little(configured)
        fields += Self.little(UInt16(1200)) + Self.little(UInt16(1200)) + Self.little(UInt16(1200))
        fields += [3, 8, 0, 0] + [UInt8](repeating: 0, count: 8 + 32)
        fields += Self.little(extendedSpeed) + Self.little(extendedConfigured)
        return add(17, fields, strings: strings, handle: handle)
    }

    /// The entry point of 64 bits.
    public var entryPoint: [UInt8] {
        var entry = Array("_SM3_".utf8) + [0, 24, 3, 5, 0, 1, 0]
        entry += Self.little(UInt32(bytes.count)) + [UInt8](repeating: 0, count: 8)
        entry[5] = 0 &- entry.reduce(0, &+)
        return entry
    }

    /// Writes both files into a tree.
    public func write(to tree: MachineTree) throws {
        try tree.write("sys/firmware/dmi/tables/DMI", bytes: bytes)
        try tree.write("sys/firmware/dmi/tables/smbios_entry_point", bytes: entryPoint)
    }

    /// A number with its least significant byte first.
    public static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian, Array.init)
    }
}

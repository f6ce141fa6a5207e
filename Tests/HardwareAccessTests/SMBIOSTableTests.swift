// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import Testing

struct SMBIOSTableTests {
    private static func table(_ firmware: FirmwareTable, entry: [UInt8]? = nil) -> SMBIOSTable {
        SMBIOSTable(entryPoint: entry ?? firmware.entryPoint, table: firmware.bytes)
    }

    private static let sample: FirmwareTable = {
        var firmware = FirmwareTable()
        firmware.add(1, [1, 2, 0, 3] + (1...16).map { UInt8($0) }, strings: ["Maker", "Model", "Serial"])
        firmware.add(126, [1, 2, 3])
        firmware.add(11, [2], strings: ["", "second"].filter { !$0.isEmpty })
        let array = firmware.addMemoryArray()
        firmware.addMemory(array: array, size: 8192, locator: "A1")
        firmware.add(127, [])
        firmware.add(2, [1], strings: ["behind the end"])
        return firmware
    }()

    /// An entry point whose bytes sum up to nothing.
    private static func summed(_ bytes: [UInt8], at offset: Int) -> [UInt8] {
        var bytes = bytes
        bytes[offset] = 0 &- bytes.reduce(0, &+)
        return bytes
    }

    private static func entry32(length: Int, count: Int) -> [UInt8] {
        var inner = Array("_DMI_".utf8) + [0] + FirmwareTable.little(UInt16(length)) + [0, 0, 0, 0]
        inner += FirmwareTable.little(UInt16(count)) + [0x28]
        inner = summed(inner, at: 5)
        return summed(Array("_SM_".utf8) + [0, 31, 2, 8, 0, 0, 0, 0, 0, 0, 0, 0] + inner, at: 4)
    }

    @Test func `structures come in order, without those that are inactive, up to the end`() {
        let table = Self.table(Self.sample)
        #expect(table.structures.map(\.type) == [1, 11, 16, 17])
        #expect(table.structures.map(\.handle) == [0, 2, 3, 4])
        #expect(table.version == SMBIOSTable.Version(major: 3, minor: 5))
        let system = table.structures[0]
        #expect(system.string(4) == "Maker" && system.string(5) == "Model" && system.string(7) == "Serial")
        #expect(system.string(6) == nil, "0 is no string")
        #expect(system.bytes(8, count: 16) == (1...16).map { UInt8($0) })
        #expect(system.length == 24)
    }

    @Test func `a field that the structure is too short for is not there`() {
        var firmware = FirmwareTable()
        firmware.add(17, [1, 2, 3, 4, 5], strings: ["text"])
        let structure = Self.table(firmware).structures[0]
        #expect(structure.byte(8) == 5 && structure.byte(9) == nil && structure.byte(-1) == nil)
        #expect(structure.word(7) == 0x0504 && structure.word(8) == nil)
        #expect(structure.doubleWord(5) == 0x0504_0302 && structure.doubleWord(6) == nil)
        #expect(structure.quadWord(0) != nil && structure.quadWord(2) == nil)
        #expect(structure.string(9) == nil && structure.string(8) == nil, "5 is beyond the strings")
        #expect(structure.bytes(.max, count: 16) == nil && structure.bytes(0, count: -1) == nil)
    }

    @Test func `texts are fit for XML, and placeholders are none`() {
        var firmware = FirmwareTable()
        firmware.add(
            2, [1, 2, 3, 4, 5, 6],
            strings: ["  A\u{1}B ", "To Be Filled By O.E.M.", "Manufacturer00", "A1_SerNum0", "<BAD INDEX>", "NO DIMM"])
        let structure = Self.table(firmware).structures[0]
        #expect((4..<10).map { structure.string($0) } == ["AB", nil, nil, nil, nil, nil])
    }

    @Test func `a table that is cut anywhere keeps what came before`() {
        let whole = Self.table(Self.sample, entry: [])
        var ends: [Int] = []
        for count in 0...Self.sample.bytes.count {
            let cut = SMBIOSTable(entryPoint: [], table: Array(Self.sample.bytes[..<count]))
            #expect(whole.structures.starts(with: cut.structures), "cut at \(count)")
            if ends.count < cut.structures.count { ends.append(count) }
            #expect(ends.count == cut.structures.count, "nothing is lost by more bytes")
            let memory = MemoryInventory(reading: cut)
            #expect(memory.modules.count <= 1)
        }
        #expect(ends.count == whole.structures.count)
    }

    @Test func `any byte may be any other`() {
        for index in Self.sample.bytes.indices {
            for value: UInt8 in [0, 1, 3, 4, 0x7F, 0xFF] {
                var bytes = Self.sample.bytes
                bytes[index] = value
                let table = SMBIOSTable(entryPoint: Self.sample.entryPoint, table: bytes)
                for structure in table.structures {
                    for offset in 0..<256 { _ = structure.string(offset) }
                }
                #expect(MemoryInventory(reading: table).modules.count <= table.structures.count)
            }
        }
    }

    // MARK: Entry points

    @Test func `the entry point of 32 bits says how many structures count, and how long they are`() {
        let length = Self.sample.bytes.count
        let table = Self.table(Self.sample, entry: Self.entry32(length: length, count: 3))
        #expect(table.version == SMBIOSTable.Version(major: 2, minor: 8))
        #expect(table.structures.map(\.type) == [1, 11])
        #expect(Self.table(Self.sample, entry: Self.entry32(length: 60, count: 100)).structures.map(\.type) == [1])
    }

    @Test func `the legacy entry point counts too`() {
        let inner = Array(Self.entry32(length: Self.sample.bytes.count, count: 1)[16...])
        let table = Self.table(Self.sample, entry: inner)
        #expect(table.version == SMBIOSTable.Version(major: 2, minor: 8))
        #expect(table.structures.map(\.type) == [1])
    }

    @Test func `an entry point that does not add up limits nothing`() {
        for good in [Self.sample.entryPoint, Self.entry32(length: 10, count: 1)] {
            for count in 0..<good.count - 1 {
                let table = Self.table(Self.sample, entry: Array(good[..<count]))
                #expect(table.version == nil && table.structures.count == 4, "\(count)")
            }
            var broken = good
            broken[good.count - 1] ^= 1
            let table = Self.table(Self.sample, entry: broken + [0])
            #expect(good[2] == UInt8(ascii: "M"))
            #expect(table.version == nil || good.count == 24, "the 64-bit address is summed up as well")
        }
    }

    @Test func `a table is read where root may, and is nothing where there is none`() async throws {
        let tree = MachineTree()
        let hardware = try await Hardware.scanned(tree)
        #expect(SMBIOSTable(reading: hardware.sysfs) == nil)
        try tree.write("sys/firmware/dmi/tables/DMI", bytes: [])
        #expect(SMBIOSTable(reading: hardware.sysfs) == nil)
        try Self.sample.write(to: tree)
        #expect(SMBIOSTable(reading: hardware.sysfs) == Self.table(Self.sample))
        let denied = try await Hardware.scanned(tree) { $0.hasSuffix("DMI") ? 13 : nil }
        #expect(SMBIOSTable(reading: denied.sysfs) == nil)
        #expect(denied.memory.modules.isEmpty && denied.memory.slotCount == nil)
        let pointless = try await Hardware.scanned(tree) { $0.hasSuffix("point") ? 5 : nil }
        #expect(SMBIOSTable(reading: pointless.sysfs)?.structures.count == 4)
    }
}

extension MemoryInventory {
    /// What a table alone tells.
    init(reading table: SMBIOSTable) {
        self.init(table: table, properties: [:], meminfo: [])
    }
}

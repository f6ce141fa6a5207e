// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import MemoryProvider
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

struct MemoryTests {
    private static let system = ScopingSystem(name: "machine")

    private func memory(_ machine: RecordedMachine) async throws -> MemoryProvider {
        MemoryProvider(try await Hardware.scanned(machine.root), of: Self.system)
    }

    /// A table with a slot for each size in MiB, and an empty one for each 0.
    private static func table(_ sizes: [UInt16], type: UInt8 = 26, form: UInt8 = 9) -> FirmwareTable {
        var table = FirmwareTable()
        let array = table.addMemoryArray(slots: UInt16(sizes.count))
        for (slot, size) in sizes.enumerated() {
            table.addMemory(array: array, size: size, form: form, type: type, locator: "DIMM_\(slot)")
        }
        return table
    }

    @Test(arguments: RecordedMachine.allCases)
    func `memory keeps every promise`(machine: RecordedMachine) async throws {
        #expect(await Conformance.violations(of: try await memory(machine)) == [])
    }

    @Test func `the desktop has two modules in four slots, told apart by their channel`() async throws {
        let provider = try await memory(.desktopHybrid)
        let views = try await provider.instances("BB_MemoryView")
        #expect(
            views.map { $0["DeviceID"] }
                == [.string("P0 CHANNEL A DIMM 1"), .string("P0 CHANNEL B DIMM 1")])
        let expected: [String: Value] = [
            "ElementName": .string("P0 CHANNEL A DIMM 1"), "Locator": .string("DIMM 1"),
            "BankLocator": .string("P0 CHANNEL A"),
            "Capacity": .unsigned(16 << 30), "MemoryType": .string("DDR5"), "FormFactor": .string("DIMM"),
            "TypeDetails": .array([.string("Synchronous"), .string("Unbuffered (Unregistered)")]),
            "Technology": .string("DRAM"), "RatedSpeed": .unsigned(5600), "ConfiguredSpeed": .unsigned(4800),
            "ConfiguredVoltage": .unsigned(1100), "Rank": .unsigned(1), "TotalWidth": .unsigned(64),
            "DataWidth": .unsigned(64), "HasErrorCorrection": .boolean(false),
            "Manufacturer": .string("Example Memory"), "PartNumber": .string("EM16G56-U5"),
            "SerialNumber": .string("1C0FFEA1"), "AssetTag": .absent(.absent), "Source": .string("smbios"),
            "HealthState": .unsigned(0),
        ]
        for (name, value) in expected { #expect(views[0][name] == value, "\(name)") }
        let cim = try await provider.instances("CIM_PhysicalMemory")
        #expect(cim.map { $0["Tag"] } == views.map { $0["DeviceID"] })
        let standard: [String: Value] = [
            "FormFactor": .unsigned(8), "MemoryType": .unsigned(34), "Capacity": .unsigned(16 << 30),
            "BankLabel": .string("P0 CHANNEL A"), "TotalWidth": .unsigned(64), "DataWidth": .unsigned(64),
            "IsSpeedInMhz": .boolean(true), "MaxMemorySpeed": .unsigned(5600),
            "ConfiguredMemoryClockSpeed": .unsigned(4800), "Manufacturer": .string("Example Memory"),
            "PartNumber": .string("EM16G56-U5"), "SerialNumber": .string("1C0FFEA1"), "CanBeFRUed": .boolean(true),
        ]
        for (name, value) in standard { #expect(cim[0][name] == value, "\(name)") }
        let whole = try await provider.instance("CIM_Memory", "Memory")
        #expect(whole["BlockSize"] == .unsigned(1) && whole["NumberOfBlocks"] == .unsigned(32 << 30))
        #expect(whole["ConsumableBlocks"] == .unsigned(32_612_900 << 10))
        #expect(whole["ErrorMethodology"] == .string("None"))
    }

    @Test func `memory that is soldered on cannot be replaced`() async throws {
        let modules = try await memory(.laptop).instances("CIM_PhysicalMemory")
        #expect(modules.count == 4)
        for module in modules {
            #expect(module["FormFactor"] == .unsigned(1) && module["MemoryType"] == .unsigned(35))
            #expect(module["CanBeFRUed"] == .boolean(false) && module.isAbsent("SerialNumber"))
        }
    }

    @Test(arguments: [(.rackServer, 263_781_560), (.virtualMachine, 2_014_832)] as [(RecordedMachine, UInt64)])
    func `without the firmware's table there are no modules, and memory all the same`(
        machine: RecordedMachine, kibibytes: UInt64
    ) async throws {
        let provider = try await memory(machine)
        #expect(try await provider.instances("BB_MemoryView").isEmpty)
        #expect(try await provider.instances("CIM_PhysicalMemory").isEmpty)
        let whole = try await provider.instance("CIM_Memory", "Memory")
        #expect(whole["NumberOfBlocks"] == .unsigned(kibibytes << 10))
        #expect(whole["ConsumableBlocks"] == .unsigned(kibibytes << 10))
        #expect(provider.realizations.links().isEmpty)
    }

    @Test func `each module is a body of the memory`() async throws {
        let links = try await memory(.laptop).realizations.links()
        #expect(links.count == 4)
        #expect(Set(links.map(\.second)) == [Self.system.device("CIM_Memory", PartID("Memory"))])
        #expect(
            links.first?.first
                == Self.system.physicalElement("CIM_PhysicalMemory", PartID("Controller0-ChannelA")))
    }

    @Test(arguments: [
        (3, 2), (4, 6), (9, 11), (12, 14), (13, 15), (15, 17), (16, 18), (17, 19), (18, 20), (19, 21), (20, 23),
        (24, 24), (25, 25), (26, 26), (34, 34), (1, 1), (2, 0), (0, 0), (21, 0), (200, 0),
    ])
    func `types of memory have CIM's numbers`(smbios: UInt8, cim: UInt64) async throws {
        let tree = MachineTree()
        try Self.table([1024], type: smbios).write(to: tree)
        let provider = MemoryProvider(try await Hardware.scanned(tree), of: Self.system)
        let module = try await provider.instance("CIM_PhysicalMemory", "DIMM_0")
        #expect(module["MemoryType"] == .unsigned(cim))
        #expect(await Conformance.violations(of: provider) == [])
    }

    @Test(arguments: [
        (1, 1), (2, 0), (3, 7), (4, 2), (5, 1), (6, 3), (7, 4), (8, 6), (9, 8), (10, 9), (11, 1), (12, 11), (13, 12),
        (14, 13), (15, 8), (16, 1), (99, 0),
    ])
    func `forms have CIM's numbers`(smbios: UInt8, cim: UInt64) async throws {
        let tree = MachineTree()
        try Self.table([1024], form: smbios).write(to: tree)
        let provider = MemoryProvider(try await Hardware.scanned(tree), of: Self.system)
        #expect(try await provider.instance("CIM_PhysicalMemory", "DIMM_0")["FormFactor"] == .unsigned(cim))
        #expect(await Conformance.violations(of: provider) == [])
    }

    @Test func `a module that came shows at the next scan of memory, and other kinds stay as they were`() async throws {
        let tree = MachineTree()
        try tree.write("proc/meminfo", "MemTotal: 1000 kB")
        try Self.table([1024, 0]).write(to: tree)
        let hardware = try await Hardware.scanned(tree)
        let provider = MemoryProvider(hardware, of: Self.system)
        let modules = try #require(provider.resourceClass("CIM_PhysicalMemory"))
        let before = modules.generation
        #expect(try await modules.parts() == [PartID("DIMM_0")])
        try Self.table([1024, 2048]).write(to: tree)
        try tree.write("proc/meminfo", "MemTotal: 3000 kB")
        var changes = HardwareChanges()
        changes.add(DeviceEvent(action: "online", subsystem: "memory", devicePath: "/devices/system/memory/memory9"))
        #expect(changes.kinds == [.memory, .memoryBlocks])
        let system = hardware.revision(of: .system)
        await hardware.rescan(changes)
        await provider.rescan()
        #expect(hardware.revision(of: .system) == system)
        #expect(modules.generation > before)
        #expect(try await modules.parts() == [PartID("DIMM_0"), PartID("DIMM_1")])
        let whole = try await provider.instance("CIM_Memory", "Memory")
        #expect(whole["NumberOfBlocks"] == .unsigned(3 << 30) && whole["ConsumableBlocks"] == .unsigned(3000 << 10))
    }

    @Test func `a table of four thousand slots and of hostile texts is bounded and clean`() async throws {
        let tree = MachineTree()
        var table = FirmwareTable()
        for slot in 0..<5000 {
            table.addMemory(array: 0, size: 1, locator: "S\(slot % 50)", bank: "\u{1}\u{7F}\(slot)")
        }
        try tree.write("sys/firmware/dmi/tables/DMI", bytes: table.bytes)
        let hardware = try await Hardware.scanned(tree)
        #expect(hardware.memory.modules.count == 4096)
        let ids = hardware.memory.modules.map(\.id)
        #expect(Set(ids).count == ids.count)
        var hostile = FirmwareTable()
        hostile.addMemory(array: 0, size: 1, locator: "A\u{0}B\u{1B}[", bank: "x\u{FFFE}y")
        try tree.write("sys/firmware/dmi/tables/DMI", bytes: hostile.bytes + [17, 200, 0, 0])
        let provider = MemoryProvider(try await Hardware.scanned(tree), of: Self.system)
        #expect(await Conformance.violations(of: provider) == [])
    }
}

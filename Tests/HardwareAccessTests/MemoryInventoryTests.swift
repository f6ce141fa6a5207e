// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import Testing

struct MemoryInventoryTests {
    private func memory(_ fill: (inout FirmwareTable) -> Void) -> MemoryInventory {
        var firmware = FirmwareTable()
        fill(&firmware)
        return MemoryInventory(
            reading: SMBIOSTable(entryPoint: firmware.entryPoint, table: firmware.bytes))
    }

    private func udev(_ properties: [String: String]) -> MemoryInventory {
        MemoryInventory(table: nil, properties: properties, meminfo: [])
    }

    @Test(
        arguments: [
            (16_384, 0, 16 << 30), (0x7FFF, 0x2_0000, 128 << 30), (0x8000 | 512, 0, 512 << 10),
            (0x7FFF, 0x8000_0000, nil), (0xFFFF, 0, nil), (0x8000, 0, nil), (1, 77, 1 << 20),
        ] as [(UInt16, UInt32, UInt64?)])
    func `a size is in MiB, in KiB, in the extended field, or unknown`(
        size: UInt16, extended: UInt32, bytes: UInt64?
    ) throws {
        let memory = memory { table in
            let array = table.addMemoryArray()
            table.addMemory(array: array, size: size, extendedSize: extended, locator: "A1")
        }
        let module = try #require(memory.modules.first)
        #expect(module.capacity == bytes)
        #expect(memory.installedCapacity == bytes)
    }

    @Test(
        arguments: [(3200, 0, 3200), (0, 0, nil), (0xFFFF, 70_000, 70_000), (0xFFFF, 0, nil)]
            as [(UInt16, UInt32, UInt32?)])
    func `a speed is in its field, in the extended one, or unknown`(
        speed: UInt16, extended: UInt32, expected: UInt32?
    ) throws {
        let memory = memory { table in
            let array = table.addMemoryArray()
            table.addMemory(
                array: array, size: 1024, speed: speed, extendedSpeed: extended, configured: speed,
                extendedConfigured: extended, locator: "A1")
        }
        let module = try #require(memory.modules.first)
        #expect(module.ratedSpeed == expected && module.configuredSpeed == expected)
    }

    @Test func `all of a module is read`() throws {
        let memory = memory { table in
            let array = table.addMemoryArray(errorCorrection: 6, kibibytes: 0x8000_0000, extended: 2 << 40, slots: 2)
            table.addMemory(array: array, size: 8192, locator: "A1", bank: "Bank 0")
            table.addMemory(array: array, size: 0, locator: "A2", bank: "Bank 0")
        }
        #expect(memory.slotCount == 2 && memory.source == .smbios)
        #expect(memory.maximumCapacity == 2 << 40 && memory.errorCorrection == "Multi-bit ECC")
        #expect(memory.modules.count == 1, "an empty slot is no module")
        let module = try #require(memory.modules.first)
        #expect(module.id == "A1" && module.locator == "A1" && module.bankLocator == "Bank 0")
        #expect(module.formFactor == 9 && module.type == 26 && module.technology == "DRAM")
        #expect(module.typeDetails == ["Synchronous", "Registered (Buffered)"])
        #expect(module.totalWidth == 72 && module.dataWidth == 64 && module.rank == 2)
        #expect(module.configuredVoltage == 1200 && module.handle == 1)
        #expect(module.manufacturer == "Maker" && module.serial == "S1" && module.partNumber == "P1")
    }

    @Test func `a short structure of an old firmware is a module`() throws {
        let memory = memory { table in
            // Version 2.1: it ends with the type's detail, 21 bytes in all.
            table.add(17, [0, 0, 0xFE, 0xFF, 64, 0, 64, 0, 0, 2, 9, 0, 1, 2, 15, 0x80, 0], strings: ["DIMM1", "B"])
        }
        let module = try #require(memory.modules.first)
        #expect(module.capacity == 512 << 20 && module.type == 15 && module.id == "DIMM1")
        #expect(module.ratedSpeed == nil && module.rank == nil && module.configuredSpeed == nil)
    }

    @Test func `slots that share a label are told apart by their bank, and else by their handle`() {
        let memory = memory { table in
            let array = table.addMemoryArray()
            for bank in ["CHANNEL A", "CHANNEL B"] {
                table.addMemory(array: array, size: 1024, locator: "DIMM 0", bank: bank)
            }
            table.addMemory(array: array, size: 1024, locator: "Twin", bank: "X", handle: 0x40)
            table.addMemory(array: array, size: 1024, locator: "Twin", bank: "X", handle: 0x41)
            table.addMemory(array: array, size: 1024, handle: 0x50)
            table.addMemory(array: array, size: 1024, locator: "C1", bank: "CHANNEL C")
        }
        #expect(
            memory.modules.map(\.id)
                == ["CHANNEL A DIMM 0", "CHANNEL B DIMM 0", "handle 64", "handle 65", "handle 80", "C1"])
    }

    @Test func `a module keeps its name when its neighbour goes`() {
        func modules(_ sizes: [UInt16]) -> [String] {
            memory { table in
                let array = table.addMemoryArray()
                for (bank, size) in sizes.enumerated() {
                    table.addMemory(array: array, size: size, locator: "DIMM 0", bank: "CHANNEL \(bank)")
                }
            }.modules.map(\.id)
        }
        #expect(modules([1024, 1024, 1024]) == ["CHANNEL 0 DIMM 0", "CHANNEL 1 DIMM 0", "CHANNEL 2 DIMM 0"])
        #expect(modules([0, 1024, 0]) == ["CHANNEL 1 DIMM 0"], "a label that an empty slot shares is shared")
    }

    @Test func `handles that repeat give names all the same`() {
        let memory = memory { table in
            for _ in 0..<3 { table.addMemory(array: 0, size: 1024, locator: "D", bank: "B", handle: 7) }
        }
        #expect(Set(memory.modules.map(\.id)).count == 3)
    }

    @Test func `memory of firmware and of graphics is not the system's`() {
        let memory = memory { table in
            let flash = table.addMemoryArray(use: 5)
            let video = table.addMemoryArray(use: 4)
            let system = table.addMemoryArray(kibibytes: 1 << 20)
            table.addMemory(array: flash, size: 16, type: 9, locator: "SPI")
            table.addMemory(array: video, size: 1024, locator: "VRAM")
            table.addMemory(array: system, size: 1024, locator: "A1")
            table.addMemory(array: 0x999, size: 1024, locator: "A2")
        }
        #expect(memory.modules.map(\.id) == ["A1", "A2"])
        #expect(memory.maximumCapacity == 1 << 30)
    }

    @Test func `a module without a size leaves the sum open`() {
        let memory = memory { table in
            table.addMemory(array: 0, size: 1024, locator: "A1")
            table.addMemory(array: 0, size: 0xFFFF, locator: "A2")
        }
        #expect(memory.modules.count == 2 && memory.installedCapacity == nil)
    }

    // MARK: udev

    @Test func `udev tells everybody what the table tells root`() throws {
        let memory = udev([
            "MEMORY_ARRAY_MAX_CAPACITY": "137438953472", "MEMORY_ARRAY_NUM_DEVICES": "3",
            "MEMORY_ARRAY_EC_TYPE": "Multi-bit ECC", "MEMORY_ARRAY_LOCATION": "System Board Or Motherboard",
            "MEMORY_DEVICE_0_SIZE": "17179869184", "MEMORY_DEVICE_0_LOCATOR": "A1",
            "MEMORY_DEVICE_0_BANK_LOCATOR": "Bank 0", "MEMORY_DEVICE_0_TYPE": "DDR4",
            "MEMORY_DEVICE_0_FORM_FACTOR": "DIMM", "MEMORY_DEVICE_0_TYPE_DETAIL": "Synchronous Registered (Buffered)",
            "MEMORY_DEVICE_0_SPEED_MTS": "3200", "MEMORY_DEVICE_0_CONFIGURED_SPEED_MTS": "2933",
            "MEMORY_DEVICE_0_MANUFACTURER": "Maker", "MEMORY_DEVICE_0_SERIAL_NUMBER": "S1",
            "MEMORY_DEVICE_0_PART_NUMBER": "P1", "MEMORY_DEVICE_0_ASSET_TAG": "Not Specified",
            "MEMORY_DEVICE_0_RANK": "2", "MEMORY_DEVICE_0_TOTAL_WIDTH": "72", "MEMORY_DEVICE_0_DATA_WIDTH": "64",
            "MEMORY_DEVICE_0_CONFIGURED_VOLTAGE": "1.2", "MEMORY_DEVICE_0_MEMORY_TECHNOLOGY": "DRAM",
            "MEMORY_DEVICE_1_PRESENT": "0", "MEMORY_DEVICE_1_LOCATOR": "A2", "MEMORY_DEVICE_1_TYPE": "Unknown",
            "MEMORY_DEVICE_2_SIZE": "16777216", "MEMORY_DEVICE_2_TYPE": "Flash", "MEMORY_DEVICE_2_LOCATOR": "SPI",
        ])
        #expect(memory.slotCount == 2 && memory.source == .udev && memory.modules.count == 1)
        #expect(memory.maximumCapacity == 128 << 30 && memory.errorCorrection == "Multi-bit ECC")
        let module = try #require(memory.modules.first)
        #expect(module.id == "A1" && module.bankLocator == "Bank 0" && module.capacity == 16 << 30)
        #expect(module.type == 26 && module.formFactor == 9 && module.technology == "DRAM")
        #expect(module.typeDetails == ["Synchronous", "Registered (Buffered)"])
        #expect(module.ratedSpeed == 3200 && module.configuredSpeed == 2933 && module.rank == 2)
        #expect(module.totalWidth == 72 && module.dataWidth == 64 && module.configuredVoltage == 1200)
        #expect(module.manufacturer == "Maker" && module.serial == "S1" && module.partNumber == "P1")
        #expect(module.assetTag == nil && module.handle == nil)
    }

    @Test func `what udev cannot mean is not taken`() {
        let memory = udev([
            "MEMORY_DEVICE_0_SIZE": "many", "MEMORY_DEVICE_0_LOCATOR": "A1", "MEMORY_DEVICE_0_SPEED_MTS": "65535",
            "MEMORY_DEVICE_0_TOTAL_WIDTH": "-1", "MEMORY_DEVICE_0_CONFIGURED_VOLTAGE": "inf",
            "MEMORY_DEVICE_0_RANK": "999", "MEMORY_DEVICE_99999999999999999999_SIZE": "1",
            "MEMORY_DEVICE_5000_SIZE": "1", "MEMORY_DEVICE__SIZE": "1", "MEMORY_DEVICE_-1_SIZE": "1",
            "MEMORY_DEVICE_7": "1",
        ])
        #expect(memory.modules.count == 1)
        let module = memory.modules.first
        #expect(module?.capacity == nil && module?.ratedSpeed == nil && module?.totalWidth == nil)
        #expect(module?.configuredVoltage == nil && module?.rank == nil)
    }

    @Test func `slots with one label have their place where udev alone tells`() {
        let memory = udev([
            "MEMORY_DEVICE_0_SIZE": "1024", "MEMORY_DEVICE_0_LOCATOR": "D", "MEMORY_DEVICE_1_SIZE": "1024",
            "MEMORY_DEVICE_1_LOCATOR": "D",
        ])
        #expect(memory.modules.map(\.id) == ["slot 0", "slot 1"])
    }

    // MARK: The kernel's memory

    @Test(
        arguments: [
            ("MemTotal:       16303048 kB\nMemFree: 1 kB\n", 16_303_048 << 10), ("", nil), ("MemTotal: x kB", nil),
            ("MemTotal:", nil), ("MemTotal: 18446744073709551615 kB", nil), ("MemTotal: 0 kB", nil),
        ] as [(String, UInt64?)])
    func `what the kernel has is MemTotal`(text: String, bytes: UInt64?) {
        #expect(MemoryInventory(table: nil, properties: [:], meminfo: Array(text.utf8)).total == bytes)
    }
}

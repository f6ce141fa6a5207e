// SPDX-License-Identifier: Apache-2.0

import ChassisProvider
import HardwareAccess
import MachineFixtures
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

/// What can be touched: chassis, board, packages, and the firmware on the board.
struct PhysicalPartTests {
    private typealias Machine = ChassisTests.Machine

    private func instance(_ className: String, of machine: RecordedMachine) async throws -> Instance {
        let chassis = try await Machine(machine).chassis
        let parts = try await chassis.instances(className)
        #expect(parts.count == 1)
        return try #require(parts.first)
    }

    private func expect(
        _ instance: Instance, _ expected: [String: Value], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (name, value) in expected { #expect(instance[name] == value, "\(name)", sourceLocation: sourceLocation) }
    }

    private func dmi(_ strings: [String: String]) async throws -> (tree: MachineTree, chassis: ChassisProvider) {
        let tree = MachineTree()
        for (name, value) in strings { try tree.write("sys/class/dmi/id/" + name, value) }
        return (tree, try await Machine(tree).chassis)
    }

    // MARK: Chassis and board

    @Test func `the server's chassis and board are what everybody may know of them`() async throws {
        expect(
            try await instance("CIM_Chassis", of: .rackServer),
            [
                "Tag": .string("CIM_Chassis"), "CreationClassName": .string("CIM_Chassis"),
                "ElementName": .string("Managed System Chassis"), "Manufacturer": .string("Example Systems"),
                "Model": .string("Rackstation 2200"), "SerialNumber": .absent(.absent), "Version": .absent(.absent),
                "PackageType": .unsigned(3), "ChassisPackageType": .unsigned(1),
                "ChassisTypeDescription": .string("Rack Mount Chassis"), "RackMountable": .unsigned(1),
                "OtherIdentifyingInfo": .string("RACK-07-U21"), "Height": .absent(.absent),
                "OperationalStatus": .array([.unsigned(0)]),
            ])
        expect(
            try await instance("CIM_Card", of: .rackServer),
            [
                "Tag": .string("CIM_Card"), "ElementName": .string("Managed System Base Board"),
                "Manufacturer": .string("Example Systems"), "Model": .string("ES-X12D"), "Version": .string("1.02"),
                "SerialNumber": .absent(.absent), "PackageType": .unsigned(9), "HostingBoard": .boolean(true),
                "CanBeFRUed": .absent(.absent),
            ])
    }

    @Test func `the laptop's are what root may know`() async throws {
        expect(
            try await instance("CIM_Chassis", of: .laptop),
            [
                "Manufacturer": .string("Example Systems"), "Model": .string("Travelmate 13"),
                "SerialNumber": .string("ESTM130042"), "SKU": .string("TM13-G2-8"),
                "ChassisPackageType": .unsigned(10), "NumberOfPowerCords": .unsigned(1),
                "LockPresent": .boolean(false), "OtherIdentifyingInfo": .string("LOAN-17"),
            ])
        expect(
            try await instance("CIM_Card", of: .laptop),
            ["SerialNumber": .string("ESBD770815"), "CanBeFRUed": .boolean(true), "HostingBoard": .boolean(true)])
    }

    @Test func `a guest without board strings has no board`() async throws {
        let machine = try await Machine(RecordedMachine.virtualMachine)
        #expect(try await machine.chassis.instances("CIM_Card").isEmpty)
        #expect(try await machine.chassis.instances("CIM_Chassis").map { $0["Manufacturer"] } == [.string("QEMU")])
    }

    @Test func `a height is in inches`() async throws {
        let tree = MachineTree()
        try tree.write("sys/class/dmi/id/chassis_type", "23")
        var table = FirmwareTable()
        table.add(3, [0, 23 | 0x80, 0, 0, 0, 3, 3, 3, 3, 0, 0, 0, 0, 2, 2])
        try table.write(to: tree)
        let chassis = try #require(try await Machine(tree).chassis.instances("CIM_Chassis").first)
        expect(
            chassis,
            ["Height": .real(3.5), "NumberOfPowerCords": .unsigned(2), "LockPresent": .boolean(true)])
    }

    @Test(arguments: [
        (1, 1), (2, 0), (3, 3), (7, 7), (9, 9), (10, 10), (13, 13), (17, 17), (22, 22), (23, 1), (24, 24), (25, 1),
        (26, 26), (27, 27), (28, 1), (29, 28), (30, 1), (35, 1), (99, 1), (0, 0),
    ])
    func `kinds of enclosures have CIM's numbers, by their names`(smbios: Int, cim: UInt64) async throws {
        let (tree, chassis) = try await dmi(["chassis_type": "\(smbios)"])
        defer { withExtendedLifetime(tree) {} }
        #expect(try await chassis.instance("CIM_Chassis", "CIM_Chassis")["ChassisPackageType"] == .unsigned(cim))
        #expect(await Conformance.violations(of: chassis) == [])
    }

    // MARK: Firmware

    @Test func `the firmware has its keys and a moment of release`() async throws {
        expect(
            try await instance("CIM_BIOSElement", of: .rackServer),
            [
                "Name": .string("Primary BIOS"), "Version": .string("R2E-1.8b"),
                "SoftwareElementID": .string("R2E-1.8b"), "SoftwareElementState": .unsigned(2),
                "TargetOperatingSystem": .unsigned(66), "Manufacturer": .string("Example Systems"),
                "PrimaryBIOS": .boolean(true), "BuildNumber": .string("5.22"),
                "ReleaseDate": .dateTime(try #require(Timestamp("2024-03-14T00:00:00Z" as String))),
            ])
        let bios = try #require(try await Machine(.rackServer).chassis.resourceClass("CIM_BIOSElement"))
        #expect(
            bios.schema.keyProperties.map(\.name) == [
                "Name", "Version", "SoftwareElementState", "SoftwareElementID", "TargetOperatingSystem",
            ])
    }

    @Test(
        arguments: [
            ("04/01/2014", "2014-04-01T00:00:00Z"), ("12/31/99", "1999-12-31T00:00:00Z"), ("2014-04-01", nil),
            ("13/01/2014", nil), ("02/30/2014", nil), ("4/1/2014", nil), ("//", nil), ("aa/bb/cccc", nil),
            ("01/01/20145", nil),
        ] as [(String, String?)])
    func `a date is one of the standard's form`(text: String, moment: String?) async throws {
        let (tree, chassis) = try await dmi(["bios_version": "1", "bios_date": text])
        defer { withExtendedLifetime(tree) {} }
        let value = try await chassis.instance("CIM_BIOSElement", "Primary BIOS")["ReleaseDate"]
        #expect(value == moment.flatMap { Timestamp($0) }.map(Value.dateTime) ?? .absent(.absent))
    }

    @Test func `another version's firmware is not found`() async throws {
        let bios = try #require(try await Machine(.rackServer).chassis.resourceClass("CIM_BIOSElement"))
        func find(_ keys: String?...) async throws -> PartID? {
            try await bios.find(keys.map { $0.map(SelectorValue.text) })
        }
        let found = PartID("Primary BIOS")
        #expect(try await find("Primary BIOS", "R2E-1.8b", "2", "R2E-1.8b", "66") == found)
        #expect(try await find(nil, nil, nil, nil, nil) == found)
        #expect(try await find("Primary BIOS", "R2E-1.8b", "3", nil, nil) == nil)
        #expect(try await find("Primary BIOS", "old", nil, nil, nil) == nil)
        #expect(try await find("Primary BIOS", nil, nil, nil, "36") == nil)
    }

    // MARK: Packages

    @Test func `the platform's GUID has the firmware's order of bytes`() async throws {
        let package = try await instance("CIM_ComputerSystemPackage", of: .laptop)
        let system = ScopingSystem(name: "laptop")
        expect(
            package,
            [
                "PlatformGUID": .string("3D2C1B0A5F4E71608293A4B5C6D7E8F9"), "Dependent": .reference(system.reference),
                "Antecedent": .reference(system.physicalElement("CIM_Chassis", PartID("CIM_Chassis"))),
            ])
        #expect(package.schema.superclasses.first == "CIM_SystemPackaging")
        #expect(
            try await instance("CIM_ComputerSystemPackage", of: .rackServer)["PlatformGUID"] == .absent(.denied))
        let shared = try await instance("CIM_ComputerSystemPackage", of: .desktopHybrid)
        #expect(shared.isAbsent("PlatformGUID"), "one that many boards share is none")
    }

    @Test func `without the table the GUID's order is made of the kernel's text`() async throws {
        let (tree, chassis) = try await dmi([
            "product_name": "Model", "product_uuid": "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
        ])
        defer { withExtendedLifetime(tree) {} }
        let package = try #require(try await chassis.instances("CIM_ComputerSystemPackage").first)
        #expect(package["PlatformGUID"] == .string("3D2C1B0A5F4E71608293A4B5C6D7E8F9"))
    }

    @Test func `packages come in the order of their sources, each in its own order`() async throws {
        final class Source: PhysicalPackageSource {
            var generation: UInt64 = 1
            var packages: [PhysicalPackage]
            init(_ tags: [String], _ type: PackageType) {
                packages = tags.map {
                    PhysicalPackage(
                        tag: PartID($0), name: $0, type: type, label: ProductLabel(serialNumber: "S\($0)"),
                        health: .good, removalConditions: 3,
                        realizes: ScopingSystem(name: "host").device("CIM_DiskDrive", PartID($0)))
                }
            }
        }
        let drives = Source(["z", "a"], .storageMedia)
        let batteries = Source(["b", "z"], .battery)
        let tree = MachineTree()
        let chassis = ChassisProvider(
            try await Hardware.scanned(tree), of: ScopingSystem(name: "host"), devices: [],
            packages: [drives, batteries])
        #expect(await Conformance.violations(of: chassis) == [])
        let packages = try #require(chassis.resourceClass("CIM_PhysicalPackage"))
        #expect(try await packages.parts() == [PartID("z"), PartID("a"), PartID("b")])
        let first = try await packages.instance(PartID("z"))
        expect(
            first,
            [
                "PackageType": .unsigned(15), "SerialNumber": .string("Sz"), "RemovalConditions": .unsigned(3),
                "CanBeFRUed": .boolean(true),
            ])
        let realizes = try #require(chassis.resourceClass("CIM_Realizes"))
        #expect(try await realizes.parts().count == 3)
        let generations = (packages.generation, realizes.generation)
        drives.packages.removeLast()
        drives.generation += 1
        #expect(try await packages.parts() == [PartID("z"), PartID("b")])
        #expect(try await realizes.parts().count == 2)
        #expect(packages.generation > generations.0 && realizes.generation > generations.1)
    }

    @Test func `consoles find the packages' classes in their order: chassis, packages, board`() async throws {
        let names = try await Machine(.laptop).chassis.resourceClasses.map(\.schema.className)
        let packages = names.filter { ["CIM_Chassis", "CIM_PhysicalPackage", "CIM_Card"].contains($0) }
        #expect(packages == ["CIM_Chassis", "CIM_PhysicalPackage", "CIM_Card"])
    }

    @Test func `the laptop's parts are tied to what they are the bodies of, and to what holds them`() async throws {
        let machine = try await Machine(RecordedMachine.laptop)
        func ties(_ className: String) async throws -> Set<[String]> {
            Set(
                try await machine.chassis.instances(className).map { tie in
                    tie.schema.keyProperties.map { property in
                        guard case .reference(let reference)? = tie[property.name] else { return "" }
                        let key = reference.selectors.first { ["Tag", "DeviceID"].contains($0.name) }
                        guard case .text(let text)? = key?.value else { return "" }
                        return "\(reference.resourceURI.className ?? "") \(text)"
                    }
                })
        }
        let modules = "ABCD".map { "CIM_PhysicalMemory Controller0-Channel\($0)" }
        #expect(
            try await ties("CIM_Realizes")
                == Set(
                    modules.map { [$0, "CIM_Memory Memory"] } + [
                        ["CIM_Chip CPU 0", "CIM_Processor CPU 0"], ["CIM_PhysicalPackage BAT0", "CIM_Battery BAT0"],
                    ]))
        #expect(
            try await ties("CIM_Container")
                == Set(
                    modules.map { ["CIM_Card CIM_Card", $0] } + [
                        ["CIM_Card CIM_Card", "CIM_Chip CPU 0"], ["CIM_Chassis CIM_Chassis", "CIM_Card CIM_Card"],
                        ["CIM_Chassis CIM_Chassis", "CIM_PhysicalPackage BAT0"],
                    ]))
    }

    @Test func `the system tells of its slots for memory`() async throws {
        expect(
            try await instance("BB_SystemView", of: .desktopHybrid),
            [
                "NumberOfMemorySlots": .unsigned(4), "NumberOfMemoryModules": .unsigned(2),
                "InstalledMemory": .unsigned(32 << 30), "MaximumMemory": .unsigned(192 << 30),
                "TotalMemory": .unsigned(32_612_900 << 10),
            ])
        let server = try await instance("BB_SystemView", of: .rackServer)
        #expect(server["TotalMemory"] == .unsigned(263_781_560 << 10))
        for name in ["NumberOfMemorySlots", "NumberOfMemoryModules", "InstalledMemory", "MaximumMemory"] {
            #expect(server.isAbsent(name), "\(name)")
        }
    }
}

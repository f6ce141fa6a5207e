// SPDX-License-Identifier: Apache-2.0

import DiskProvider
import HardwareAccess
import MachineFixtures
import ProviderKit
import ProviderTesting
import ResourceModel
import SensorProvider
import Testing

struct DiskTests {
    private let system = ScopingSystem(name: "machine")

    private func disks(_ machine: RecordedMachine) async throws -> DiskProvider {
        DiskProvider(try await Hardware.scanned(machine.root), of: system)
    }

    @Test(arguments: RecordedMachine.allCases)
    func `disks keep every promise`(machine: RecordedMachine) async throws {
        #expect(await Conformance.violations(of: try await disks(machine)) == [])
    }

    private func expect(_ row: Instance, _ expected: [String: Value]) {
        for (name, value) in expected { #expect(row[name] == value, "\(name)") }
    }

    // MARK: The server

    @Test func `the server has twelve drives, and nothing else is one`() async throws {
        let views = try await disks(.rackServer).instances("BB_DriveView")
        #expect(
            views.map { $0["DeviceID"]?.stringValue } == [
                "nvme-EXAMPLE_NVME_1920GB_ESN000000", "nvme-EXAMPLE_NVME_1920GB_ESN000001",
                "wwn-0x5000c500a1000000", "wwn-0x5000c500a1000001", "wwn-0x5000c500a1000002", "wwn-0x5000c500a1000003",
                "wwn-0x5000c500b1000000", "wwn-0x5000c500b1000004", "wwn-0x5000c500b1000008", "wwn-0x5000c500b100000c",
                "wwn-0x5000c500b1000010", "wwn-0x5000c500b1000014",
            ])
        #expect(
            views.map { $0["Transport"]?.stringValue } == ["NVMe", "NVMe"] + Array(repeating: "SATA", count: 4)
                + ["SAS", "SAS", "SAS", "SAS", "SATA", "SAS"])
        for view in views {
            for key in ["KernelNames", "DeviceID"] {
                guard case .string(let id)? = view["DeviceID"], case .array(let names)? = view["KernelNames"] else {
                    Issue.record("\(key)")
                    continue
                }
                #expect(!names.contains { $0.stringValue.map { id.contains($0) } ?? true }, "\(id) names no node")
            }
        }
    }

    @Test func `a SATA disk tells all that can be known without opening it`() async throws {
        let provider = try await disks(.rackServer)
        expect(
            try await provider.instance("BB_DriveView", "wwn-0x5000c500a1000003"),
            [
                "ElementName": .string("EXAMPLE HDD 8TB ENTERPRISE EDITION"), "Manufacturer": .absent(.absent),
                "Model": .string("EXAMPLE HDD 8TB ENTERPRISE EDITION"), "SerialNumber": .string("ESH000003"),
                "FirmwareVersion": .string("EX04A"), "WorldWideName": .string("5000c500a1000003"),
                "WorldWideNameType": .string("NAA"), "MediaType": .string("HDD"), "RotationRate": .unsigned(7200),
                "FormFactor": .string("3.5 inch"), "Removable": .boolean(false), "HotSwappable": .absent(.absent),
                "SecurityState": .string("off"), "SMARTEnabled": .boolean(true), "Size": .unsigned(8_001_563_222_016),
                "BlockSize": .unsigned(512), "PhysicalBlockSize": .unsigned(4096),
                "NumberOfNamespaces": .absent(.absent), "NumberOfPartitions": .unsigned(1),
                "ReadOnly": .boolean(false), "WriteCache": .boolean(true), "DiscardLimit": .unsigned(0),
                "KernelNames": .array([.string("sdd")]), "DiskSequences": .array([.unsigned(4)]),
                "NumberOfPaths": .unsigned(1), "PCIAddress": .string("0000:00:17.0"), "Driver": .string("ahci"),
                "Paths": .array([.string("devices/pci0000:00/0000:00:17.0/ata4/host3/target3:0:0/3:0:0:0")]),
                "Locations": .array([.string("pci-0000:00:17.0-ata-3-0:0:0")]),
                "TemperatureSensor": .string("pci0000:00/0000:00:17.0/ata4/host3/target3:0:0/3:0:0:0/temp1"),
                "NegotiatedSpeed": .unsigned(3_000_000_000), "MaximumSpeed": .unsigned(6_000_000_000),
                "PathStates": .array([.string("running")]), "PowerState": .string("active"), "Holders": .array([]),
                "ErrorCount": .unsigned(0), "TimeoutCount": .unsigned(0), "RequestCount": .unsigned(0x4D21),
                "HealthState": .unsigned(5),
            ])
        #expect(
            try await provider.instance("BB_DriveView", "wwn-0x5000c500a1000000")["SecurityState"] == .string("locked"))
        #expect(
            try await provider.instance("BB_DriveView", "wwn-0x5000c500a1000002")["PowerState"] == .string("suspended"))
        #expect(
            try await provider.instance("BB_DriveView", "wwn-0x5000c500a1000001")["Holders"]
                == .array([.string("dm-2")]), "a holder of a partition holds the disk")
    }

    @Test func `a SAS disk with two paths is one drive in one bay`() async throws {
        let provider = try await disks(.rackServer)
        expect(
            try await provider.instance("BB_DriveView", "wwn-0x5000c500b1000008"),
            [
                "ElementName": .string("SAS24HD10K, bay 3"), "Manufacturer": .string("EXAMPLE"),
                "RotationRate": .unsigned(10_500), "FormFactor": .string("2.5 inch"), "Bay": .string("3"),
                "Enclosure": .string("500a098000c0ffee"), "HotSwappable": .boolean(true),
                "KernelNames": .array([.string("sdg"), .string("sdk")]), "NumberOfPaths": .unsigned(2),
                "SASAddresses": .array([.string("0x5000c500b1000009"), .string("0x5000c500b100000a")]),
                "Size": .unsigned(2_400_476_553_216), "NegotiatedSpeed": .unsigned(12_000_000_000),
                "PathStates": .array([.string("running"), .string("running")]), "Holders": .array([.string("dm-0")]),
            ])
        #expect(
            try await provider.instance("BB_DriveView", "wwn-0x5000c500b100000c")["Bay"] == .string("4"),
            "known to the enclosure only")
    }

    @Test func `a drive that the kernel gave up on is lost, with its errors counted`() async throws {
        let provider = try await disks(.rackServer)
        let id = "wwn-0x5000c500b1000014"
        expect(
            try await provider.instance("BB_DriveView", id),
            ["ErrorCount": .unsigned(17), "PathStates": .array([.string("offline")]), "HealthState": .unsigned(0)])
        expect(
            try await provider.instance("CIM_DiskDrive", id),
            [
                "OperationalStatus": .array([.unsigned(13)]), "EnabledState": .unsigned(6),
                "Availability": .unsigned(8),
            ])
        #expect(
            try await provider.instance("CIM_StorageExtent", id)["ExtentStatus"] == .array([.unsigned(3)]))
    }

    @Test func `an NVMe drive is one drive, each of its namespaces an extent`() async throws {
        let provider = try await disks(.rackServer)
        let id = "nvme-EXAMPLE_NVME_1920GB_ESN000001"
        expect(
            try await provider.instance("BB_DriveView", id),
            [
                "NumberOfNamespaces": .unsigned(2), "Size": .unsigned(1_600_321_314_816 + 320_062_095_360),
                "Bay": .absent(.absent), "LinkWidth": .unsigned(4), "NegotiatedSpeed": .unsigned(32_000_000_000),
                "MaximumSpeed": .unsigned(32_000_000_000), "MediaType": .string("SSD"),
                "KernelNames": .array([.string("nvme1n1"), .string("nvme1n2")]),
                "TemperatureSensor": .string("pci0000:00/0000:00:1d.1/0000:02:00.0/nvme/temp1"),
            ])
        let extents = try await provider.instances("CIM_StorageExtent")
        #expect(extents.count == 13)
        expect(
            try await provider.instance("CIM_StorageExtent", "nvme-eui.0025385b71b0a5c50025380200000001"),
            [
                "Name": .string("0025385B71B0A5C50025380200000001"), "NameFormat": .unsigned(1),
                "OtherNameFormat": .string("NVMe NGUID"), "NameNamespace": .unsigned(1), "BlockSize": .unsigned(4096),
                "NumberOfBlocks": .unsigned(320_062_095_360 / 4096), "Primordial": .boolean(true),
                "ElementName": .string("EXAMPLE NVME 1920GB, namespace 2"), "Access": .unsigned(3),
            ])
        expect(
            try await provider.instance("CIM_StorageExtent", "nvme-eui.0025385b71b0a5c4"),
            ["Name": .string("0025385B71B0A5C4"), "NameFormat": .unsigned(10), "NameNamespace": .unsigned(1)])
        let links = try await provider.instances("CIM_MediaPresent")
        #expect(links.count == 13)
        let drive = system.device("CIM_DiskDrive", PartID(id))
        #expect(links.count { $0["Antecedent"] == .reference(drive) } == 2)
        #expect(Set(links.compactMap { $0["Dependent"] }).count == 13)
    }

    @Test func `the standard's drive counts its size in thousands of bytes`() async throws {
        let provider = try await disks(.rackServer)
        expect(
            try await provider.instance("CIM_DiskDrive", "wwn-0x5000c500a1000000"),
            [
                "MaxMediaSize": .unsigned(8_001_563_222), "DefaultBlockSize": .unsigned(512),
                "Capabilities": .array([.unsigned(3), .unsigned(4), .unsigned(10)]), "Security": .unsigned(5),
                "SystemName": .string("machine"), "EnabledState": .unsigned(2), "HealthState": .unsigned(5),
                "Availability": .unsigned(3),
                "IdentifyingDescriptions": .array([.string("NAA"), .string("Serial number")]),
                "OtherIdentifyingInfo": .array([.string("5000C500A1000000"), .string("ESH000000")]),
            ])
        expect(
            try await provider.instance("CIM_StorageExtent", "wwn-0x5000c500a1000000"),
            [
                "Name": .string("5000C500A1000000"), "NameFormat": .unsigned(9), "NameNamespace": .unsigned(2),
                "NumberOfBlocks": .unsigned(15_628_053_168), "ConsumableBlocks": .unsigned(15_628_053_168),
                "ExtentStatus": .array([.unsigned(2)]),
            ])
        #expect(
            try await provider.instance("CIM_DiskDrive", "wwn-0x5000c500a1000002")["Availability"] == .unsigned(13),
            "it sleeps, and was not woken to find out")
    }

    @Test func `each drive has its housing, in the order of the drives`() async throws {
        let provider = try await disks(.rackServer)
        let packages = provider.packages.packages
        let drives = try await provider.instances("CIM_DiskDrive").compactMap { $0["DeviceID"]?.stringValue }
        #expect(packages.map(\.tag.text) == drives)
        #expect(packages.allSatisfy { $0.type == .storageMedia })
        let second = try #require(packages.dropFirst(8).first)
        #expect(
            second.label
                == ProductLabel(
                    manufacturer: "EXAMPLE", model: "SAS24HD10K", serialNumber: "ESS000002", version: "SX02"))
        #expect(second.removalConditions == 4 && packages[2].removalConditions == nil)
        #expect(second.realizes == system.device("CIM_DiskDrive", PartID("wwn-0x5000c500b1000008")))
    }

    @Test func `each thermometer of a drive is a sensor that there is`() async throws {
        let hardware = try await Hardware.scanned(RecordedMachine.rackServer.root)
        let provider = DiskProvider(hardware, of: system)
        let sensors = Set(hardware.sensors.channels.map(\.id.description))
        let thermometers = provider.thermometers.ties()
        #expect(thermometers.count == 6, "two NVMe, four by drivetemp")
        #expect(thermometers.allSatisfy { sensors.contains($0.sensor.text) })
    }

    // MARK: Desktop and guest

    @Test func `the desktop has a stick, two solid disks, no optical drive and no empty card reader`() async throws {
        let views = try await disks(.desktopHybrid).instances("BB_DriveView")
        #expect(views.map { $0["KernelNames"] } == ["nvme0n1", "sda", "sdb"].map { .array([.string($0)]) })
        #expect(views.map { $0["MediaType"] } == [.string("SSD"), .string("SSD"), .absent(.absent)])
        let stick = try #require(views.last)
        expect(
            stick,
            [
                "DeviceID": .string("usb-Example_USB_Flash_AA010203040506070809-0:0"), "Transport": .string("USB"),
                "Removable": .boolean(true), "HotSwappable": .boolean(true), "Size": .unsigned(62_008_590_336),
                "NegotiatedSpeed": .unsigned(5_000_000_000),
            ])
        let drive = try await disks(.desktopHybrid).instance(
            "CIM_DiskDrive", "usb-Example_USB_Flash_AA010203040506070809-0:0")
        #expect(drive["Capabilities"] == .array([.unsigned(3), .unsigned(4), .unsigned(7)]))
        #expect(drive["Security"] == .unsigned(2))
    }

    @Test func `the guest has one disk of the hypervisor, whose medium nobody knows`() async throws {
        let views = try await disks(.virtualMachine).instances("BB_DriveView")
        #expect(views.count == 1)
        expect(
            try #require(views.first),
            [
                "DeviceID": .string("virtio-ESV000001"), "ElementName": .string("virtio disk"),
                "Transport": .string("virtio"), "Model": .absent(.absent), "MediaType": .absent(.absent),
                "Size": .unsigned(21_474_836_480), "NumberOfPartitions": .unsigned(2), "HealthState": .unsigned(5),
                "PCIAddress": .string("0000:00:03.0"), "ErrorCount": .absent(.absent),
            ])
    }
}

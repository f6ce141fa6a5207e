// SPDX-License-Identifier: Apache-2.0

import DiskProvider
import HardwareAccess
import MachineFixtures
import ProviderKit
import ProviderTesting
import ResourceModel
import Synchronization
import Testing

struct HostileDiskTests {
    private let system = ScopingSystem(name: "machine")
    private let tree = MachineTree()

    private func provider(fault: (@Sendable (String) -> Int32?)? = nil) async throws -> DiskProvider {
        DiskProvider(try await Hardware.scanned(tree, fault: fault), of: system)
    }

    @Test func `a thousand drives, each with two paths, are a thousand parts`() async throws {
        for number in 0..<1000 {
            let digits = String(number, radix: 16)
            let wwn = "5000c500" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
            for host in 0..<2 {
                try tree.sasDisk("sd\(Self.letters(number * 2 + host))", host: host, target: number, wwn: wwn)
            }
        }
        let hardware = try await Hardware.scanned(tree)
        let provider = DiskProvider(hardware, of: system)
        let drives = hardware.drives.drives
        #expect(drives.count == 1000 && drives.allSatisfy { $0.paths.count == 2 && $0.extents.count == 1 })
        #expect(Set(drives.map(\.id)).count == drives.count)
        #expect(try await provider.instances("CIM_MediaPresent").count == drives.count)
        #expect(provider.packages.packages.count == drives.count)
    }

    /// Kernel names as sd counts them: a to z, aa to zz, aaa.
    private static func letters(_ number: Int) -> String {
        var rest = number
        var name = ""
        repeat {
            name = String(UnicodeScalar(UInt8(97 + rest % 26))) + name
            rest = rest / 26 - 1
        } while rest >= 0
        return name
    }

    @Test func `attributes of nonsense make no drive of nonsense`() async throws {
        let device = "pci0000:00/0000:3b:00.0/host0/target0:0:0/0:0:0:0"
        try tree.disk(
            "sda", device: device,
            [
                "type": "0", "vendor": "", "model": " ", "rev": "\u{7}", "state": "on fire", "ioerr_cnt": "-1",
                "iotmo_cnt": "0xffffffffffffffffff", "wwid": "naa.zzzz", "power/runtime_status": "?",
            ],
            block: [
                "size": "9223372036854775807", "queue/logical_block_size": "0", "queue/physical_block_size": "-512",
                "queue/discard_max_bytes": "x", "queue/rotational": "7", "diskseq": "-3", "ro": "2", "hidden": "",
                "sda1/partition": "one", "sdb9/partition": "1", "queue/zoned": "",
            ])
        try tree.write("sys/devices/\(device)/vpd_pg83", bytes: [0, 0x83, 0xFF, 0xFF, 1, 3, 0, 0xF0])
        try tree.write("sys/devices/\(device)/vpd_pg80", bytes: [0, 0x80, 0, 4, 0xFF, 0x1B, 0x00, 0x41])
        try tree.write("sys/devices/\(device)/vpd_pgb1", bytes: [0, 0xB1, 0, 1, 1])
        let provider = try await provider()
        #expect(await Conformance.violations(of: provider) == [])
        let view = try #require(try await provider.instances("BB_DriveView").first)
        #expect(view["SerialNumber"] == .string("\u{FFFD}A"))
        for property in [
            "Size", "BlockSize", "PhysicalBlockSize", "DiscardLimit", "Model", "Manufacturer", "FirmwareVersion",
            "WorldWideName", "RotationRate", "ErrorCount", "TimeoutCount", "DiskSequences", "Zoned",
        ] { #expect(view.isAbsent(property), "\(property)") }
        #expect(view["HealthState"] == .unsigned(0) && view["NumberOfPartitions"] == .unsigned(1))
        let extent = try #require(try await provider.instances("CIM_StorageExtent").first)
        #expect(extent.isAbsent("NumberOfBlocks") && extent["NameFormat"] == .unsigned(1))
    }

    @Test(arguments: [5, 61, 11, 13, 19, 22, 95] as [Int32])
    func `one attribute that fails hides no other, and no drive`(errno: Int32) async throws {
        try tree.sasDisk("sda", host: 0, target: 0, wwn: "5000c500b1000001", ["rev": "1.0", "ioerr_cnt": "0x3"])
        let all = Mutex<Set<String>>([])
        let whole = try await provider { path in
            all.withLock { _ = $0.insert(path) }
            return nil
        }
        let expected = try #require(try await whole.instances("BB_DriveView").first)
        let paths = all.withLock { $0 }.filter { $0.contains("0:0:0:0") }
        #expect(paths.count > 15)
        for failing in paths {
            let provider = try await provider { $0 == failing ? errno : nil }
            let views = try await provider.instances("BB_DriveView")
            // A node without a size is no block device any more (ENODEV).
            if errno == 19, failing.hasSuffix("/size") { continue }
            #expect(views.count == 1, "\(failing)")
            let differing = expected.schema.properties.map(\.name).filter { views.first?[$0] != expected[$0] }
            #expect(differing.count <= 4, "\(failing): \(differing)")
        }
    }

    @Test func `FIFOs, loops and links out of the tree neither hang nor lead anywhere`() async throws {
        let device = MachineTree.sasDevice(host: 0, target: 0)
        try tree.sasDisk("sda", host: 0, target: 0, wwn: "5000c500b1000001")
        for name in ["rev", "ioerr_cnt", "vpd_pg80", "vpd_pg83"] { try tree.fifo("sys/devices/\(device)/\(name)") }
        try tree.link("sys/devices/\(device)/block/sda/holders/loop", "../holders")
        try tree.link("sys/devices/\(device)/block/sda/sda1", "../sda")
        try tree.link("sys/devices/\(device)/enclosure_device:x", "enclosure_device:x")
        try tree.link("sys/devices/\(device)/raid_devices", "/")
        try tree.link("sys/block/sdb", "sdb")
        try tree.link("sys/block/sdc", "../../../../etc")
        try tree.link("sys/block/sdd", "../devices/nowhere")
        try tree.link("sys/class/nvme/nvme0", "nvme0")
        try tree.link("sys/class/nvme-subsystem/nvme-subsys0", "../nvme-subsystem")
        try tree.write("sys/bus/pci/slots/\u{1}/address", bytes: [0xFF, 0xFE])
        let provider = try await provider()
        #expect(await Conformance.violations(of: provider) == [])
        let views = try await provider.instances("BB_DriveView")
        #expect(views.map { $0["KernelNames"] } == [.array([.string("sda")])])
        #expect(views.first?.isAbsent("FirmwareVersion") == true)
    }

    @Test func `a disk that vanishes while it is shown leaves its live values out`() async throws {
        try tree.sasDisk("sda", host: 0, target: 0, wwn: "5000c500b1000001", ["ioerr_cnt": "0x0"])
        let provider = try await provider()
        try tree.pullDisk("sda", device: MachineTree.sasDevice(host: 0, target: 0))
        let view = try await provider.instance("BB_DriveView", "wwn-0x5000c500b1000001")
        #expect(view.isAbsent("ErrorCount") && view["Model"] == .string("SAS DISK"))
        #expect(await Conformance.violations(of: provider) == [])
    }

    @Test func `disks of a hostile machine keep every promise`() async throws {
        let hostile = try HostileMachine()
        let hardware = try await Hardware.scanned(hostile.tree, fault: HostileMachine.fault)
        #expect(await Conformance.violations(of: DiskProvider(hardware, of: system)) == [])
    }
}

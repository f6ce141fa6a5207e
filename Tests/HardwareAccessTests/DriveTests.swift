// SPDX-License-Identifier: Apache-2.0

import MachineFixtures
import Synchronization
import Testing

@testable import HardwareAccess

struct DriveTests {
    private func drives(_ tree: MachineTree) async throws -> [Drive] {
        let hardware = try await Hardware.scanned(tree)
        defer { hardware.close() }
        return hardware.drives.drives
    }

    // MARK: One drive or two

    @Test func `two SCSI paths to one drive are one drive, by the order of their nodes`() async throws {
        let tree = MachineTree()
        try tree.sasDisk("sdb", host: 1, target: 4, wwn: "5000c500b1000008")
        try tree.sasDisk("sda", host: 0, target: 2, wwn: "5000c500b1000008")
        try tree.sasDisk("sdc", host: 0, target: 3, wwn: "5000c500b100000c")
        let drives = try await drives(tree)
        #expect(drives.map(\.id) == ["wwn-0x5000c500b1000008", "wwn-0x5000c500b100000c"])
        #expect(drives.first?.paths.map(\.node) == ["sda", "sdb"])
        #expect(drives.first?.extents.count == 1 && drives.first?.nodes.map(\.name) == ["sda", "sdb"])
        #expect(drives.first?.size == 1_073_741_824, "not twice as large for having two paths")
    }

    @Test func `units of one storage that all have its serial number are drives of their own`() async throws {
        let tree = MachineTree()
        for (unit, name) in [(0, "sda"), (1, "sdb")] {
            // Page 80: four bytes of header, then the serial number.
            try tree.disk(
                name, device: "platform/host4/session1/target4:0:0/4:0:0:\(unit)",
                ["type": "0", "vendor": "Example", "model": "Array"])
            try tree.write(
                "sys/devices/platform/host4/session1/target4:0:0/4:0:0:\(unit)/vpd_pg80",
                bytes: [0, 0x80, 0, 4] + Array("SAME".utf8))
        }
        let drives = try await drives(tree)
        #expect(drives.map(\.serialNumber) == ["SAME", "SAME"])
        #expect(drives.map { $0.nodes.map(\.name) } == [["sda"], ["sdb"]])
        #expect(Set(drives.map(\.id)).count == 2)
    }

    @Test func `two disks of one serial number on USB are two drives, told apart by their place`() async throws {
        let tree = MachineTree()
        for (port, name, sequence) in [(1, "sda", "5"), (2, "sdb", "6")] {
            let bridge = "pci0000:00/0000:00:14.0/usb2/2-\(port)"
            try tree.write("sys/devices/\(bridge)/serial", "0123456789AB")
            try tree.disk(
                name, device: "\(bridge)/2-\(port):1.0/host\(port)/target\(port):0:0/\(port):0:0:0",
                ["type": "0", "vendor": "Example", "model": "Bridge"], block: ["diskseq": sequence])
        }
        let drives = try await drives(tree)
        #expect(
            drives.map(\.id) == [
                "usb-Example_Bridge_0123456789AB-0:0@pci-0000:00:14.0-usb-1:0",
                "usb-Example_Bridge_0123456789AB-0:0@pci-0000:00:14.0-usb-2:0",
            ])
        #expect(drives.map { $0.nodes.map(\.sequence) } == [[5], [6]])
        #expect(Set(drives.flatMap(\.extents).map(\.id)).count == 2)
    }

    @Test func `what the administrator's multipath map joins is one drive on any bus`() async throws {
        let tree = MachineTree()
        for (port, name) in [(1, "sda"), (2, "sdb")] {
            let device = "pci0000:00/0000:00:17.0/ata\(port)/host\(port)/target\(port):0:0/\(port):0:0:0"
            try tree.disk(name, device: device, ["type": "0", "vendor": "ATA", "wwid": "naa.5000c500a1000001"])
            try tree.link("sys/devices/\(device)/block/\(name)/holders/dm-0", "/sys/devices/virtual/block/dm-0")
        }
        #expect(try await drives(tree).count == 2, "SATA has no second path")
        try tree.write("sys/devices/virtual/block/dm-0/dm/uuid", "mpath-35000c500a1000001")
        let drives = try await drives(tree)
        #expect(drives.map(\.id) == ["wwn-0x5000c500a1000001"])
        #expect(drives.first?.paths.count == 2)
    }

    @Test func `two controllers of one NVMe subsystem are one drive with the namespaces of both`() async throws {
        let tree = MachineTree()
        try tree.nvme(0, function: "0000:01:00.0", ["serial": "SAME"], namespaces: [])
        try tree.nvme(3, function: "0000:02:00.0", ["serial": "SAME"], namespaces: [])
        let subsystem = "sys/devices/virtual/nvme-subsystem/nvme-subsys0"
        try tree.link("sys/class/nvme-subsystem/nvme-subsys0", "../../../\(subsystem)")
        for number in [0, 3] { try tree.link("\(subsystem)/nvme\(number)", "/sys/class/nvme/nvme\(number)") }
        for namespace in [1, 2] {
            try tree.write("\(subsystem)/nvme0n\(namespace)/size", "2097152")
            try tree.write("\(subsystem)/nvme0n\(namespace)/nsid", "\(namespace * 10)")
        }
        // A path of the kernel's own, which looks like a third namespace.
        try tree.write("sys/devices/pci0000:00/0000:01:00.0/nvme/nvme0/nvme0c0n1/size", "2097152")
        let drives = try await drives(tree)
        #expect(drives.map(\.id) == ["nvme-EXAMPLE_SAME"])
        #expect(drives.first?.paths.map(\.node) == ["nvme0", "nvme3"])
        #expect(drives.first?.extents.map(\.namespace) == [10, 20])
        #expect(drives.first?.extents.map(\.id) == ["nvme-EXAMPLE_SAME_10", "nvme-EXAMPLE_SAME_20"])
        #expect(drives.first?.nodes.map(\.name) == ["nvme0n1", "nvme0n2"], "each node once, though two lead to it")
    }

    @Test func `an NVMe drive without namespaces is a drive, one at the other end of a network is not`() async throws {
        let tree = MachineTree()
        try tree.nvme(0, function: "0000:01:00.0", ["state": "dead"], namespaces: [])
        try tree.nvme(1, function: "0000:02:00.0", ["transport": "tcp"])
        try tree.write("sys/devices/virtual/nvme-fabrics/ctl/nvme2/model", "FAR")
        try tree.link("sys/class/nvme/nvme2", "../../devices/virtual/nvme-fabrics/ctl/nvme2")
        let drives = try await drives(tree)
        #expect(drives.map(\.id) == ["nvme-EXAMPLE_S0"])
        #expect(drives.first?.extents == [] && drives.first?.size == nil)
    }

    @Test func `firmware that gives all namespaces one number makes them nobody's`() async throws {
        let tree = MachineTree()
        for number in 0..<2 {
            try tree.nvme(number, function: "0000:0\(number + 1):00.0")
            let folder = "sys/devices/pci0000:00/0000:0\(number + 1):00.0/nvme/nvme\(number)/nvme\(number)n1"
            try tree.write("\(folder)/eui", "00 25 38 5b 71 b0 a5 c4")
        }
        #expect(
            try await drives(tree).flatMap(\.extents).map(\.id) == ["nvme-EXAMPLE_S0_1", "nvme-EXAMPLE_S1_1"])
    }

    @Test func `an NVMe drive is in the bay of the nearest slot above it`() async throws {
        let tree = MachineTree()
        try tree.nvme(0, function: "0000:00:03.0/0000:05:00.0")
        try tree.nvme(1, function: "0000:00:04.0/0000:06:00.0")
        try tree.write("sys/bus/pci/slots/9/address", "0000:00:03")
        #expect(try await drives(tree).map(\.bay) == ["9", nil])
        try tree.write("sys/bus/pci/slots/17/address", "0000:05:00")
        #expect(try await drives(tree).map(\.bay) == ["17", nil])
        #expect(try await drives(tree).map(\.isHotSwappable) == [nil, nil], "firmware numbers soldered drives too")
        try tree.write("sys/bus/pci/slots/17/power", "1")
        #expect(try await drives(tree).map(\.isHotSwappable) == [true, nil])
    }

    @Test func `a bridge that passes ATA on shows the drive behind it, as udev recorded it`() async throws {
        let tree = MachineTree()
        let bridge = "pci0000:00/0000:00:14.0/usb2/2-4"
        try tree.write("sys/devices/\(bridge)/serial", "BRIDGE")
        try tree.disk(
            "sda", device: "\(bridge)/2-4:1.0/host6/target6:0:0/6:0:0:0",
            ["type": "0", "vendor": "ASMT", "model": "2115"],
            block: ["dev": "8:0", "queue/rotational": "1"])
        try tree.write(
            "run/udev/data/b8:0",
            "E:ID_BUS=ata\nE:ID_MODEL=SOLID\nE:ID_MODEL_ENC=SOLID\\x20DISK\nE:ID_SERIAL_SHORT=S123\n"
                + "E:ID_WWN_WITH_EXTENSION=0x5002538e40a1b2c3\nE:ID_ATA_ROTATION_RATE_RPM=0")
        let drive = try #require(try await drives(tree).first)
        #expect(drive.id == "wwn-0x5002538e40a1b2c3" && drive.transport == .usb && drive.vendor == nil)
        #expect(drive.model == "SOLID DISK" && drive.serialNumber == "S123" && drive.isRotational == false)
    }

    @Test func `a memory card is a disk, by its own number`() async throws {
        let tree = MachineTree()
        try tree.disk(
            "mmcblk0", device: "platform/soc/fe340000.mmc/mmc_host/mmc0/mmc0:aaaa",
            ["name": "SC64G", "serial": "0x12345678", "type": "SD", "fwrev": "0x0"])
        let drive = try #require(try await drives(tree).first)
        #expect(drive.id == "mmc-SC64G_0x12345678" && drive.transport == .mmc && drive.isRemovable)
        #expect(drive.paths.map(\.location) == ["platform-soc-fe340000.mmc-mmc_host-MMC"])
    }

    @Test(arguments: [
        ("megaraid_sas", "2", "LSI", "MR9361", DriveTransport.raid), ("megaraid_sas", "0", "SEAGATE", "ST8", .sas),
        ("aacraid", "0", "ASR7805", "Volume", .raid), ("hpsa", "0", "HP", "LOGICAL VOLUME", .raid),
        ("mpt3sas", "0", "ATA", "SSD", .sata), ("pvscsi", "0", "VMware", "Virtual disk", .scsi),
    ])
    func `a controller's volume is told from its disks`(
        driver: String, channel: String, vendor: String, model: String, transport: DriveTransport
    ) async throws {
        let tree = MachineTree()
        let host = "pci0000:00/0000:02:00.0/host3"
        try tree.write("sys/devices/\(host)/scsi_host/host3/proc_name", driver)
        try tree.disk(
            "sda", device: "\(host)/target3:\(channel):0/3:\(channel):0:0",
            ["type": "0", "vendor": vendor, "model": model])
        let drive = try #require(try await drives(tree).first)
        #expect(drive.transport == transport && drive.paths.first?.driver == driver)
    }

    // MARK: What is never asked

    @Test func `no attribute is read that would reach or wake a device`() async throws {
        let tree = MachineTree()
        try tree.sasDisk("sda", host: 0, target: 0, wwn: "5000c500b1000001")
        let device = MachineTree.sasDevice(host: 0, target: 0)
        let port = "sys/devices/pci0000:00/0000:3b:00.0/host0/port-0:0/phy-0:0/sas_phy/phy-0:0"
        try tree.write("\(port)/negotiated_linkrate", "12.0 Gbit")
        try tree.write("\(port)/invalid_dword_count", "1")
        let slot = "sys/devices/pci0000:00/0000:3b:00.0/host0/enclosure/0:0:9:0/Slot 7"
        for name in ["status", "fault", "locate", "active", "power_status"] { try tree.write("\(slot)/\(name)", "0") }
        try tree.write("\(slot)/slot", "7")
        try tree.link("sys/devices/\(device)/enclosure_device:Slot 7", "/\(slot)")
        let function = "sys/devices/pci0000:00/0000:01:00.0"
        try tree.nvme(0, function: "0000:01:00.0")
        try tree.write("\(function)/nvme/nvme0/nvme0n1/nuse", "1")
        for name in ["current_link_speed", "max_link_speed"] { try tree.write("\(function)/\(name)", "8.0 GT/s PCIe") }
        for name in ["current_link_width", "max_link_width"] { try tree.write("\(function)/\(name)", "4") }
        try tree.write("\(function)/power/runtime_status", "suspended")
        let log = Mutex<[String]>([])
        let hardware = try await Hardware.scanned(tree) { path in
            log.withLock { $0.append(path) }
            return nil
        }
        defer { hardware.close() }
        func states() -> [DriveState] { hardware.drives.drives.map { DriveState(of: $0, reading: hardware.sysfs) } }
        let asleep = states()
        #expect(hardware.drives.drives.map(\.bay) == [nil, "7"])
        #expect(asleep.map { $0.paths.first?.speed } == [nil, 12_000_000_000])
        let names = Set(log.withLock { $0 }.compactMap { $0.split(separator: "/").last.map(String.init) })
        #expect(names.isSuperset(of: ["slot", "state", "negotiated_linkrate", "runtime_status"]))
        #expect(
            names.isDisjoint(with: [
                "status", "fault", "locate", "active", "power_status", "invalid_dword_count", "nuse",
                "current_link_speed", "max_link_speed", "current_link_width", "max_link_width",
            ]))
        try tree.change("\(function)/power/runtime_status", to: "active")
        #expect(states().first?.paths.first?.speed == 32_000_000_000, "awake, it may be asked")
    }

    // MARK: What is a disk

    @Test(arguments: [
        "sr0", "scd0", "fd0", "loop3", "ram0", "zram0", "dm-0", "md127", "nbd0", "mtdblock0", "mmcblk0boot0",
        "mmcblk0rpmb", "pmem0", "rbd1",
    ])
    func `what is not a disk by its name is none`(name: String) async throws {
        let tree = MachineTree()
        try tree.disk(name, device: "platform/thing.0")
        #expect(try await drives(tree).isEmpty)
        #expect(!DriveScanner.mayBeDisk(name))
    }

    @Test(arguments: ["sda", "sdaaa", "vda", "xvda", "mmcblk0", "nvme0n1", "dasda", "mdraider", "rssda"])
    func `what may be a disk by its name is looked at`(name: String) { #expect(DriveScanner.mayBeDisk(name)) }

    @Test func `hidden and virtual devices, other kinds of SCSI and readers without a card are no disks`() async throws
    {
        let tree = MachineTree()
        try tree.disk("sda", device: "platform/a.0", block: ["hidden": "1"])
        try tree.disk("sdb", device: "virtual/b.0")
        try tree.disk("sdc", device: "platform/c.0/host1/target1:0:0/1:0:0:0", ["type": "5"])
        try tree.disk("sdd", device: "platform/d.0", block: ["removable": "1", "size": "0"])
        try tree.disk("sde", device: "platform/e.0", block: ["size": "0"])
        try tree.remove("sys/devices/platform/e.0/block/sde/size")
        // A fixed disk of unknown size is there all the same: it may be broken.
        try tree.disk("sdf", device: "platform/f.0", block: ["size": "0"])
        #expect(try await drives(tree).map { $0.nodes.map(\.name) } == [["sdf"]])
    }

    // MARK: Events

    @Test(arguments: [
        ("block", "/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda", "disk", "sda"),
        ("block", "/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda/sda1", "partition", "sda"),
        ("block", "/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda/sda1", nil, "sda"),
        ("block", "/devices/pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1", "disk", "nvme0"),
        ("block", "/devices/pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1/nvme0n1p2", "partition", "nvme0"),
        ("block", "/devices/virtual/nvme-subsystem/nvme-subsys3/nvme3n1", "disk", "nvme-subsys3"),
        ("nvme", "/devices/pci0000:00/0000:01:00.0/nvme/nvme12", nil, "nvme12"),
        ("block", "/devices/virtual/block/loop0", "disk", nil), ("block", "/devices/virtual/block/dm-1", "disk", nil),
        ("block", "/devices/pci0000:00/0000:00:17.0/ata2/host1/target1:0:0/1:0:0:0/block/sr0", "disk", nil),
        ("nvme", "/devices/virtual/nvme-fabrics/ctl/nvme2", nil, nil), ("block", "", "disk", nil),
    ])
    func `an event names the disk to look at`(subsystem: String, path: String, type: String?, name: String?) {
        var changes = HardwareChanges()
        changes.add(
            DeviceEvent(
                action: "change", subsystem: subsystem, devicePath: path,
                properties: type.map { ["DEVTYPE": $0] } ?? [:]))
        #expect(
            changes
                == {
                    var only = HardwareChanges(); only.drives = Set([name].compactMap { $0 }); return only
                }())
    }
}

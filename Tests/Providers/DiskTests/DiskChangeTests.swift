// SPDX-License-Identifier: Apache-2.0

import DiskProvider
import HardwareAccess
import MachineFixtures
import ProviderKit
import ProviderTesting
import ResourceModel
import Synchronization
import Testing

struct DiskChangeTests {
    private let tree = MachineTree()
    private let clock = ManualClock()
    /// The paths that were read.
    private let log = Log()

    private final class Log: Sendable {
        private let paths = Mutex<[String]>([])
        func add(_ path: String) { paths.withLock { $0.append(path) } }
        /// What was read since the last time.
        func take() -> [String] {
            paths.withLock { all in
                defer { all = [] }; return all
            }
        }
    }

    private func machine() async throws -> (hardware: Hardware, provider: DiskProvider) {
        for target in 0..<3 {
            try tree.sasDisk("sd\("abc"[target])", host: 0, target: target, wwn: "5000c500b100000\(target)")
        }
        let log = log
        let hardware = try await Hardware.scanned(tree, clock: clock) { path in
            log.add(path)
            return nil
        }
        return (hardware, DiskProvider(hardware, of: ScopingSystem(name: "machine")))
    }

    private func event(_ action: String, _ path: String, _ type: String = "disk") -> HardwareChanges {
        var changes = HardwareChanges()
        changes.add(
            DeviceEvent(action: action, subsystem: "block", devicePath: path, properties: ["DEVTYPE": type]))
        return changes
    }

    private func ids(_ provider: DiskProvider) async throws -> [String] {
        try await provider.instances("BB_DriveView").compactMap { $0["DeviceID"]?.stringValue }
    }

    private func apply(_ changes: HardwareChanges, _ hardware: Hardware, _ provider: DiskProvider) async throws {
        await hardware.rescan(changes)
        await provider.rescan()
    }

    @Test func `a disk that comes is read alone, and one that goes is forgotten`() async throws {
        let (hardware, provider) = try await machine()
        let classes = provider.resourceClasses
        let before = classes.map(\.generation)
        let others = hardware.revision(of: .sensors)
        try tree.sasDisk("sdd", host: 0, target: 7, wwn: "5000c500b1000007")
        _ = log.take()
        let path = "/devices/" + MachineTree.sasDevice(host: 0, target: 7) + "/block/sdd"
        try await apply(event("add", path), hardware, provider)
        let read = log.take()
        #expect(!read.isEmpty && !read.contains { $0.contains("/block/sda") || $0.contains("target0:0:0") })
        #expect(try await ids(provider).last == "wwn-0x5000c500b1000007")
        #expect(zip(classes, before).allSatisfy { $0.generation > $1 })
        #expect(hardware.revision(of: .sensors) == others)

        try tree.pullDisk("sdb", device: MachineTree.sasDevice(host: 0, target: 1))
        let gone = "/devices/" + MachineTree.sasDevice(host: 0, target: 1) + "/block/sdb"
        try await apply(event("remove", gone), hardware, provider)
        #expect(
            try await ids(provider)
                == ["wwn-0x5000c500b1000000", "wwn-0x5000c500b1000002", "wwn-0x5000c500b1000007"])
        #expect(await Conformance.violations(of: provider) == [])
    }

    @Test func `an event that changes nothing leaves enumerations alone`() async throws {
        let (hardware, provider) = try await machine()
        let before = provider.resourceClasses.map(\.generation)
        let path = "/devices/" + MachineTree.sasDevice(host: 0, target: 1) + "/block/sdb"
        // udev tells of every program that closes a disk it wrote to.
        try await apply(event("change", path), hardware, provider)
        #expect(provider.resourceClasses.map(\.generation) == before)
    }

    @Test func `a new partition and a new size show`() async throws {
        let (hardware, provider) = try await machine()
        let folder = MachineTree.sasDevice(host: 0, target: 1) + "/block/sdb"
        try tree.write("sys/devices/\(folder)/sdb1/partition", "1")
        try await apply(event("add", "/devices/\(folder)/sdb1", "partition"), hardware, provider)
        try tree.change("sys/devices/\(folder)/size", to: "4194304")
        try await apply(event("change", "/devices/\(folder)"), hardware, provider)
        let view = try await provider.instance("BB_DriveView", "wwn-0x5000c500b1000001")
        #expect(view["NumberOfPartitions"] == .unsigned(1) && view["Size"] == .unsigned(2_147_483_648))
    }

    @Test func `a drive that loses one of two paths stays the same drive, degraded before, well after`() async throws {
        let (hardware, provider) = try await machine()
        try tree.sasDisk("sdz", host: 1, target: 9, wwn: "5000c500b1000001")
        let path = "/devices/" + MachineTree.sasDevice(host: 1, target: 9) + "/block/sdz"
        try await apply(event("add", path), hardware, provider)
        let id = "wwn-0x5000c500b1000001"
        func view() async throws -> Instance {
            clock.advance(by: .seconds(1))
            return try await provider.instance("BB_DriveView", id)
        }
        #expect(try await view()["NumberOfPaths"] == .unsigned(2))
        #expect(try await ids(provider).count == 3)
        try tree.change("sys/devices/" + MachineTree.sasDevice(host: 1, target: 9) + "/state", to: "transport-offline")
        #expect(try await view()["HealthState"] == .unsigned(10))

        // The path that goes is the first one: the other takes its place.
        try tree.pullDisk("sdb", device: MachineTree.sasDevice(host: 0, target: 1))
        try tree.change("sys/devices/" + MachineTree.sasDevice(host: 1, target: 9) + "/state", to: "running")
        let gone = "/devices/" + MachineTree.sasDevice(host: 0, target: 1) + "/block/sdb"
        try await apply(event("remove", gone), hardware, provider)
        let after = try await view()
        #expect(after["NumberOfPaths"] == .unsigned(1) && after["KernelNames"] == .array([.string("sdz")]))
        #expect(after["HealthState"] == .unsigned(5))
        #expect(try await ids(provider).count == 3)
    }

    @Test func `a disk that takes the name of another is another drive`() async throws {
        let (hardware, provider) = try await machine()
        let device = MachineTree.sasDevice(host: 0, target: 1)
        try tree.pullDisk("sdb", device: device)
        try tree.sasDisk("sdb", host: 0, target: 1, wwn: "5000c500b10000ff", block: ["diskseq": "77"])
        var changes = event("remove", "/devices/\(device)/block/sdb")
        changes.formUnion(event("add", "/devices/\(device)/block/sdb"))
        try await apply(changes, hardware, provider)
        #expect(
            try await ids(provider) == ["wwn-0x5000c500b1000000", "wwn-0x5000c500b10000ff", "wwn-0x5000c500b1000002"])
    }

    @Test func `a namespace that comes belongs to its drive, and a controller that goes takes all along`() async throws
    {
        try tree.nvme(0, function: "0000:01:00.0")
        let hardware = try await Hardware.scanned(tree, clock: clock)
        let provider = DiskProvider(hardware, of: ScopingSystem(name: "machine"))
        let controller = "pci0000:00/0000:01:00.0/nvme/nvme0"
        try tree.write("sys/devices/\(controller)/nvme0n2/size", "2097152")
        try tree.link("sys/block/nvme0n2", "../devices/\(controller)/nvme0n2")
        try await apply(event("add", "/devices/\(controller)/nvme0n2"), hardware, provider)
        #expect(try await ids(provider) == ["nvme-EXAMPLE_S0"])
        #expect(try await provider.instances("CIM_StorageExtent").count == 2)
        try tree.remove("sys/class/nvme/nvme0")
        try tree.remove("sys/block/nvme0n1")
        try tree.remove("sys/block/nvme0n2")
        try tree.remove("sys/devices/\(controller)")
        var changes = HardwareChanges()
        changes.add(DeviceEvent(action: "remove", subsystem: "nvme", devicePath: "/devices/\(controller)"))
        try await apply(changes, hardware, provider)
        #expect(try await ids(provider) == [])
        #expect(try await provider.instances("CIM_StorageExtent").isEmpty)
    }

    @Test func `states are shared for a second, and never read without need`() async throws {
        let (_, provider) = try await machine()
        _ = log.take()
        let id = "wwn-0x5000c500b1000000"
        _ = try await provider.instance("BB_DriveView", id, only: ["Model", "Size", "KernelNames", "Bay"])
        #expect(log.take() == [], "what was found at the scan costs no I/O")
        func state() async throws -> Value? {
            try await provider.instance("BB_DriveView", id, only: ["PathStates"])["PathStates"]
        }
        #expect(try await state() == .array([.string("running")]))
        let file = "sys/devices/" + MachineTree.sasDevice(host: 0, target: 0) + "/state"
        try tree.change(file, to: "offline")
        #expect(try await state() == .array([.string("running")]))
        clock.advance(by: .seconds(1))
        #expect(try await state() == .array([.string("offline")]))
    }
}

extension String {
    fileprivate subscript(_ position: Int) -> Character { self[index(startIndex, offsetBy: position)] }
}

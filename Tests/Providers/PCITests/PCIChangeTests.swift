// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import PCIProvider
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

struct PCIChangeTests {
    private let tree = MachineTree()
    private let hardware: Hardware
    private let provider: PCIProvider
    private let port = "sys/devices/pci0000:00/0000:00:01.0"
    private let reads = PathLog()

    init() async throws {
        try tree.pciFunction("0000:00:01.0", class: "0x060400")
        try tree.pciFunction("0000:01:00.0", below: ["0000:00:01.0"])
        try tree.pciFunction("0000:00:02.0", class: "0x030000")
        let reads = reads
        hardware = try await Hardware.scanned(tree) { path in
            reads.add(path)
            return nil
        }
        provider = PCIProvider(hardware, of: ScopingSystem(name: "machine"))
    }

    private func ids(_ className: String = "BB_PCIDeviceView") async throws -> [String] {
        try await provider.instances(className).compactMap { $0["DeviceID"]?.stringValue }
    }

    private func generation(_ className: String = "BB_PCIDeviceView") -> UInt64? {
        provider.resourceClass(className)?.generation
    }

    /// Has the hardware look at what events tell, and the provider take it over.
    private func hear(_ events: (String, String)...) async throws {
        var changes = HardwareChanges()
        for (action, path) in events {
            changes.add(DeviceEvent(action: action, subsystem: "pci", devicePath: "/" + path.dropFirst(4)))
        }
        await hardware.rescan(changes)
        await provider.rescan()
    }

    @Test func `events name the functions to look at, and no kind`() {
        var changes = HardwareChanges()
        for action in ["add", "remove", "bind", "unbind", "change"] {
            let path = "/devices/pci0000:00/0000:00:01.0/10000:01:00.\(action.count)"
            changes.add(DeviceEvent(action: action, subsystem: "pci", devicePath: path))
        }
        #expect(changes.kinds == [])
        #expect(changes.functions.map(\.description).sorted() == ["10000:01:00.3", "10000:01:00.4", "10000:01:00.6"])
        #expect(HardwareChanges.subsystems.contains("pci"))
        changes.add(DeviceEvent(action: "add", subsystem: "pci", devicePath: "/devices/strange"))
        #expect(changes.kinds == .pci && changes.functions == [], "which, nobody can tell")
    }

    @Test func `a crowd of events becomes one scan of everything`() {
        var changes = HardwareChanges()
        for domain in 0x1000..<0x1100 {
            for function in 0..<5 {
                let path = "/devices/\(String(domain, radix: 16)):00:00.\(function)"
                changes.add(DeviceEvent(action: "add", subsystem: "pci", devicePath: path))
            }
        }
        #expect(changes.kinds == .pci && changes.functions == [])
    }

    @Test func `a card that comes is read alone`() async throws {
        let before = try #require(generation())
        let sensors = hardware.revision(of: .sensors)
        let path = try tree.pciFunction("0000:01:00.1", below: ["0000:00:01.0"], ["numa_node": "1"])
        let seen = reads.paths.count
        try await hear(("add", path))
        #expect(try await ids() == ["0000:00:01.0", "0000:00:02.0", "0000:01:00.0", "0000:01:00.1"])
        #expect(try #require(generation()) > before && hardware.revision(of: .sensors) == sensors)
        let touched = Set(
            reads.paths.dropFirst(seen).filter { $0.hasPrefix("sys/bus/pci/devices/") }.map {
                String($0.split(separator: "/")[4])
            })
        #expect(touched == ["0000:01:00.1"])
        let view = try await provider.instance("BB_PCIDeviceView", "0000:01:00.1")
        #expect(view["ParentAddress"] == .string("0000:00:01.0") && view["NUMANode"] == .unsigned(1))
    }

    @Test func `a bridge that goes takes along what is below it`() async throws {
        try tree.removePCIFunction("0000:01:00.0", at: port + "/0000:01:00.0")
        try tree.removePCIFunction("0000:00:01.0", at: port)
        try await hear(("remove", port + "/0000:01:00.0"), ("remove", port))
        #expect(try await ids() == ["0000:00:02.0"])
        #expect(try await ids("CIM_PCIBridge") == [])
        await #expect(throws: ProviderError.notFound) {
            _ = try await provider.instance("CIM_PCIDevice", "0000:01:00.0")
        }
    }

    @Test func `a driver that is bound changes no inventory`() async throws {
        let before = generation()
        try tree.write("sys/bus/pci/drivers/i40e/module", "")
        try tree.link(port + "/0000:01:00.0/driver", "../../../../bus/pci/drivers/i40e")
        try await hear(("bind", port + "/0000:01:00.0"))
        #expect(generation() == before)
        let view = try await provider.instance("BB_PCIDeviceView", "0000:01:00.0", only: ["Driver"])
        #expect(view["Driver"] == .string("i40e"))
    }

    @Test func `another card in the same place is another card`() async throws {
        let before = try #require(generation())
        try tree.change(port + "/0000:01:00.0/device", to: "0x1583")
        try await hear(("remove", port + "/0000:01:00.0"), ("add", port + "/0000:01:00.0"))
        let view = try await provider.instance("BB_PCIDeviceView", "0000:01:00.0")
        #expect(view["PCIDeviceID"] == .unsigned(0x1583) && generation() != before)
    }

    @Test func `virtual functions that are switched on are no functions of their own`() async throws {
        for number in 0..<3 {
            let path = try tree.pciFunction("0000:01:10.\(number)", below: ["0000:00:01.0"])
            try tree.link(path + "/physfn", "../0000:01:00.0")
            try await hear(("add", path))
        }
        #expect(try await ids().count == 3)
        #expect(try await ids("BB_PCIVirtualFunctionView").count == 3)
        #expect(try await ids("CIM_PCIDevice") == ["0000:00:02.0", "0000:01:00.0"])
        let last = try await provider.instance("BB_PCIVirtualFunctionView", "0000:01:10.2")
        #expect(last["VirtualFunctionNumber"] == .unsigned(2) && last["VendorID"] == .unsigned(0x8086))
        #expect(last["PhysicalFunction"] == .string("0000:01:00.0"))
    }

    @Test func `a slot comes with the driver of its port`() async throws {
        try tree.write("sys/bus/pci/slots/4/address", "0000:01:00")
        try await hear(("bind", port))
        let view = try await provider.instance("BB_PCIDeviceView", "0000:01:00.0")
        #expect(view["Slot"] == .string("4"))
        #expect(try await provider.instances("CIM_Slot").count == 1)
        #expect(provider.slotLinks.links().count == 1)
    }

    @Test func `a function that vanishes before it is read is gone, not an error`() async throws {
        try await hear(("add", port + "/0000:01:00.7"))
        #expect(try await ids().count == 3)
    }
}

// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import PCIProvider
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

struct HostilePCITests {
    private func provider(
        _ tree: MachineTree, clock: ManualClock = ManualClock(), fault: (@Sendable (String) -> Int32?)? = nil
    ) async throws -> PCIProvider {
        PCIProvider(
            try await Hardware.scanned(tree, clock: clock, fault: fault), of: ScopingSystem(name: "machine"))
    }

    /// A machine whose every function is awkward.
    private func oddTree() throws -> MachineTree {
        let tree = MachineTree()
        try tree.pciFunction("0000:00:00.0", ["vendor": "Intel", "device": "0x1g", "revision": "0x123"])
        try tree.pciFunction("0000:00:01.0", class: "0x06")
        try tree.pciFunction("0000:00:02.0", class: "0x02000000")
        try tree.pciFunction("0000:00:02.1", class: "0x7f0000")
        try tree.pciFunction("0000:00:03.0", ["vendor": "8086", "device": "10ed", "subsystem_vendor": "0xffff"])
        try tree.pciFunction("7fff0000:00:00.0", ["numa_node": "-1", "enable": "-7", "sriov_totalvfs": "99999999999"])
        try tree.pciFunction(
            "0000:00:04.0",
            [
                "current_link_width": "x16", "current_link_speed": "fast", "max_link_width": "-16",
                "max_link_speed": " GT/s", "local_cpulist": "", "aer_dev_correctable": "TOTAL_ERR_COR -1",
                "acpi_index": "18446744073709551615", "d3cold_allowed": "maybe", "msi_irqs/x": "",
            ])
        let bytes = try tree.pciFunction("0000:00:05.0")
        try tree.write(bytes + "/label", bytes: [0xFF, 0x00, 0x1B, 0x41, 0x0A])
        try tree.write(bytes + "/vendor", bytes: [0x30, 0x78, 0xFF, 0xFE])
        try tree.write(bytes + "/config", bytes: [0x86, 0x80])
        // Loops, a link to nowhere, one to a file, one to itself, a parent that is its own child.
        try tree.link(bytes + "/driver", "driver")
        try tree.link(bytes + "/iommu_group", "../../../nowhere/-5")
        try tree.link(bytes + "/net", "..")
        try tree.link(bytes + "/host0", ".")
        try tree.link(bytes + "/physfn", "../../nonsense")
        try tree.link("sys/bus/pci/devices/0000:00:06.0", "0000:00:06.0")
        try tree.link("sys/bus/pci/devices/0000:00:07.0", "../../../../sys/devices/nowhere")
        try tree.link("sys/bus/pci/devices/0000:00:08.0", "../../../../\(bytes)/vendor")
        try tree.link("sys/bus/pci/devices/0000:00:09.0", "/etc")
        // Names of other forms than the kernel's: the second would be 0000:00:05.0 once more.
        for name in ["pci", "00000:00:05.0", "0000:00:0A.0", "0000:00:05.9", "0000:00:05.0 "] {
            try tree.link("sys/bus/pci/devices/\(name)", "../../../../\(bytes)")
        }
        // Two functions of one directory; a function below itself.
        try tree.link("sys/bus/pci/devices/0000:00:0b.0", "../../../../\(bytes)")
        let nested = "sys/devices/pci0000:00/0000:00:0c.0/0000:00:0c.0"
        try tree.write(nested + "/class", "0x060400")
        try tree.link("sys/bus/pci/devices/0000:00:0c.0", "../../../../" + nested)
        // A virtual function of a function that is not there, and one of itself.
        let orphan = try tree.pciFunction("0000:00:0d.0")
        try tree.link(orphan + "/physfn", "../0000:99:00.0")
        let selfish = try tree.pciFunction("0000:00:0e.0")
        try tree.link(selfish + "/physfn", "../0000:00:0e.0")
        let slots = [
            "1": "0000:00:05", "1-1": "0000:00:05", "2": "nonsense", "3": "", "4": "0000:00", "5": "10000:00:00",
            "70000": "0000:99:1f", "6": "0000:00:20",
        ]
        for (name, address) in slots { try tree.write("sys/bus/pci/slots/\(name)/address", address) }
        try tree.write("sys/bus/pci/slots/5/max_bus_speed", "Unknown")
        try tree.write("sys/bus/pci/slots/5/power", "")
        try tree.link("sys/class/pci_bus/0000:00", "../..")
        return tree
    }

    @Test func `odd functions keep every promise`() async throws {
        #expect(await Conformance.violations(of: try await provider(try oddTree())) == [])
    }

    @Test func `what does not read as it should is absent, and hides no neighbour`() async throws {
        let provider = try await provider(try oddTree())
        let ids = try await provider.instances("BB_PCIDeviceView").compactMap { $0["DeviceID"]?.stringValue }
        #expect(
            ids == [
                "0000:00:00.0", "0000:00:01.0", "0000:00:02.0", "0000:00:02.1", "0000:00:03.0", "0000:00:04.0",
                "0000:00:05.0", "0000:00:0b.0", "0000:00:0c.0", "7fff0000:00:00.0",
            ])
        let first = try await provider.instance("BB_PCIDeviceView", "0000:00:00.0")
        #expect(first.isAbsent("VendorID") && first.isAbsent("PCIDeviceID") && first.isAbsent("RevisionID"))
        #expect(first["ClassCode"] == .unsigned(0x020000) && first["PowerState"] == .string("D0"))
        for id in ["0000:00:01.0", "0000:00:02.0"] {
            let view = try await provider.instance("BB_PCIDeviceView", id)
            #expect(view.isAbsent("ClassCode") && view["IsBridge"] == .boolean(false), "\(id)")
        }
        let strange = try await provider.instance("CIM_PCIDevice", "0000:00:02.1")
        #expect(strange["ClassCode"] == .absent(.implausible))
        let bare = try await provider.instance("BB_PCIDeviceView", "0000:00:03.0")
        #expect(bare["VendorID"] == .unsigned(0x8086) && bare["PCIDeviceID"] == .unsigned(0x10ED), "hexadecimal")
        #expect(bare.isAbsent("SubsystemVendorID"))
        let bytes = try await provider.instance("BB_PCIDeviceView", "0000:00:05.0")
        #expect(bytes["Label"] == .string("\u{FFFD}A") && bytes.isAbsent("VendorID") && bytes.isAbsent("IOMMUGroup"))
        #expect(bytes["Slot"] == .string("1"))
        let wide = try await provider.instance("BB_PCIDeviceView", "7fff0000:00:00.0")
        #expect(wide.isAbsent("NUMANode") && wide.isAbsent("IsEnabled") && wide.isAbsent("MaxVirtualFunctions"))
        let link = try await provider.instance("BB_PCIDeviceView", "0000:00:04.0")
        #expect(link["LinkVerdict"] == .string("unknown") && link["HealthState"] == .unsigned(5))
        #expect(link.isAbsent("CorrectableErrors") && link.isAbsent("OnboardIndex"))
        let slots = try await provider.instances("CIM_Slot").compactMap { $0["Tag"]?.stringValue }
        #expect(slots == ["1", "1-1", "4", "5", "70000"].map { "PCI slot \($0)" })
    }

    @Test func `a file that fails leaves the others`() async throws {
        let tree = MachineTree()
        try tree.pciFunction("0000:00:01.0", ["numa_node": "1", "enable": "1", "current_link_width": "4"])
        let failing = ["/vendor", "/enable", "/current_link_width", "/config", "/aer_dev_fatal"]
        let provider = try await provider(tree) { path in failing.contains { path.hasSuffix($0) } ? 5 : nil }
        let view = try await provider.instance("BB_PCIDeviceView", "0000:00:01.0")
        #expect(view.isAbsent("VendorID") && view.isAbsent("IsEnabled") && view.isAbsent("CurrentLinkWidth"))
        #expect(view["PCIDeviceID"] == .unsigned(0x1572) && view["NUMANode"] == .unsigned(1))
        #expect(await Conformance.violations(of: provider) == [])
    }

    @Test func `a device that is gone between scan and read keeps what the scan found`() async throws {
        let tree = MachineTree()
        let path = try tree.pciFunction("0000:00:01.0", ["numa_node": "1"])
        let provider = try await provider(tree)
        try tree.remove(path)
        let view = try await provider.instance("BB_PCIDeviceView", "0000:00:01.0")
        #expect(view["PCIDeviceID"] == .unsigned(0x1572) && view.isAbsent("NUMANode") && view.isAbsent("PowerState"))
    }

    @Test func `two thousand functions with half of them virtual are one list each`() async throws {
        let tree = MachineTree()
        for bus in 0..<8 {
            let bridge = "0000:00:\(hex(bus)).0"
            try tree.pciFunction(bridge, class: "0x060400")
            for device in 0..<31 {
                for function in 0..<8 {
                    let address = "0000:\(hex(bus + 1)):\(hex(device)).\(function)"
                    let path = try tree.pciFunction(address, below: [bridge])
                    if device > 15 { try tree.link(path + "/physfn", "../0000:\(hex(bus + 1)):00.\(function)") }
                }
            }
        }
        let reads = PathLog()
        let provider = try await provider(tree) { path in
            reads.add(path)
            return nil
        }
        let scanned = reads.paths.count
        #expect(scanned < 8 * (1 + 16 * 8) * 8, "six files of an index a function, none of a virtual one")
        let views = try #require(provider.resourceClass("BB_PCIDeviceView"))
        #expect(try await views.parts().count == 8 + 8 * 16 * 8)
        let virtual = try #require(provider.resourceClass("BB_PCIVirtualFunctionView"))
        #expect(try await virtual.parts().count == 8 * 15 * 8)
        #expect(reads.paths.count == scanned, "listing reads nothing")
        let instances = try await provider.instances("BB_PCIDeviceView")
        #expect(instances.allSatisfy { $0["PowerState"] == .string("D0") })
        let one = try await provider.instance("BB_PCIVirtualFunctionView", "0000:03:1e.7")
        #expect(one["PhysicalFunction"] == .string("0000:03:00.7") && one["VendorID"] == .unsigned(0x8086))
    }

    private func hex(_ number: Int) -> String { (number < 16 ? "0" : "") + String(number, radix: 16) }
}

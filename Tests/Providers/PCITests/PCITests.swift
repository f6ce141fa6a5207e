// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import PCIProvider
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

struct PCITests {
    private func pci(
        _ machine: RecordedMachine, fault: (@Sendable (String) -> Int32?)? = nil
    ) async throws -> PCIProvider {
        PCIProvider(try await Hardware.scanned(machine.root, fault: fault), of: ScopingSystem(name: "machine"))
    }

    private func texts(_ texts: String...) -> Value { .array(texts.map(Value.string)) }

    @Test(arguments: RecordedMachine.allCases)
    func `functions, bridges and slots keep every promise`(machine: RecordedMachine) async throws {
        #expect(await Conformance.violations(of: try await pci(machine)) == [])
    }

    @Test(arguments: [
        (RecordedMachine.rackServer, 69, 28, 9, 8), (.desktopHybrid, 16, 6, 0, 0), (.virtualMachine, 5, 4, 2, 0),
    ])
    func `each function is in one class`(
        machine: RecordedMachine, devices: Int, bridges: Int, slots: Int, virtual: Int
    ) async throws {
        let provider = try await pci(machine)
        func ids(_ name: String, _ key: String = "DeviceID") async throws -> [String] {
            try await provider.instances(name).compactMap { $0[key]?.stringValue }
        }
        let (device, bridge) = (try await ids("CIM_PCIDevice"), try await ids("CIM_PCIBridge"))
        #expect(device.count == devices && bridge.count == bridges)
        #expect(Set(device).isDisjoint(with: bridge))
        #expect(try await ids("BB_PCIDeviceView").sorted() == (device + bridge).sorted())
        #expect(try await ids("CIM_Slot", "Tag").count == slots)
        #expect(try await ids("BB_PCIVirtualFunctionView").count == virtual)
    }

    @Test func `a network port has its names, place, driver, devices, link and errors`() async throws {
        let view = try await pci(.rackServer).instance("BB_PCIDeviceView", "0000:98:00.0")
        let expected: [String: Value] = [
            "ElementName": .string("Ethernet Controller X710 for 10GbE SFP+"),
            "Manufacturer": .string("Intel Corporation"),
            "Model": .string("Ethernet Controller X710 for 10GbE SFP+"),
            "SubsystemManufacturer": .string("Intel Corporation"),
            "SubsystemModel": .string("Ethernet Converged Network Adapter X710-2"),
            "ClassName": .string("Ethernet controller"), "ClassCode": .unsigned(0x020000),
            "VendorID": .unsigned(0x8086), "PCIDeviceID": .unsigned(0x1572), "SubsystemVendorID": .unsigned(0x8086),
            "SubsystemID": .unsigned(8), "RevisionID": .unsigned(1), "IsBridge": .boolean(false),
            "ParentAddress": .string("0000:97:02.0"), "Slot": .string("5"), "Driver": .string("i40e"),
            "LinuxDevices": texts("ens5f0"), "NUMANode": .unsigned(1), "IOMMUGroup": .unsigned(60),
            "LocalProcessors": .string("12-23,36-47"), "PowerState": .string("D0"),
            "RuntimeStatus": .string("active"), "IsEnabled": .boolean(true),
            "SysfsPath": .string("/devices/pci0000:97/0000:97:02.0/0000:98:00.0"),
            "CurrentLinkSpeed": .real(8), "CurrentLinkWidth": .unsigned(8), "MaxLinkSpeed": .real(8),
            "MaxLinkWidth": .unsigned(8), "PartnerMaxLinkSpeed": .real(16), "PartnerMaxLinkWidth": .unsigned(8),
            "LinkVerdict": .string("full"), "HealthState": .unsigned(5), "CorrectableErrors": .unsigned(6),
            "CorrectableErrorKinds": texts("BadTLP", "BadDLLP", "Timeout"),
            "CorrectableErrorCounts": .array([.unsigned(3), .unsigned(1), .unsigned(2)]),
            "NonfatalErrors": .unsigned(1), "NonfatalErrorKinds": texts("CmpltTO"),
            "NonfatalErrorCounts": .array([.unsigned(1)]), "FatalErrors": .unsigned(0),
            "FatalErrorKinds": .array([]), "FatalErrorCounts": .array([]),
        ]
        for (name, value) in expected { #expect(view[name] == value, "\(name)") }
        for name in ["Label", "OnboardIndex", "MaxVirtualFunctions", "InterruptMode", "RootPortCorrectableErrors"] {
            #expect(view.isAbsent(name), "\(name)")
        }
    }

    @Test func `the standard's class tells registers that everybody may read`() async throws {
        let provider = try await pci(.rackServer)
        let device = try await provider.instance("CIM_PCIDevice", "0000:98:00.0")
        let expected: [String: Value] = [
            "BusNumber": .unsigned(0x98), "DeviceNumber": .unsigned(0), "FunctionNumber": .unsigned(0),
            "ClassCode": .unsigned(2), "CommandRegister": .unsigned(0x0406), "CacheLineSize": .unsigned(16),
            "LatencyTimer": .unsigned(0), "InterruptPin": .unsigned(1), "SelfTestEnabled": .boolean(false),
            "BaseAddress": .array([0xFA00_000C, 0x38FF, 0, 0, 0, 0].map(Value.unsigned)),
            "ExpansionROMBaseAddress": .unsigned(0xC408_0000), "EnabledState": .unsigned(2),
            "Availability": .unsigned(3), "ProtocolSupported": .unsigned(5),
            // The list of capabilities is hidden; that it is PCI Express of a generation, files tell.
            "Capabilities": .array([13, 14, 15].map(Value.unsigned)),
            "CapabilityDescriptions": texts("Supports PCIe", "Supports PCIe Gen 2", "Supports PCIe Gen 3"),
            "OperationalStatus": .array([.unsigned(2)]),
        ]
        for (name, value) in expected { #expect(device[name] == value, "\(name)") }
        #expect(device.isAbsent("DeviceSelectTiming"), "a matter of conventional PCI")
        let bare = try await provider.instance("CIM_PCIDevice", "0000:00:01.0")
        for name in ["CommandRegister", "BaseAddress", "Capabilities", "SubsystemID", "SubsystemVendorID"] {
            #expect(bare.isAbsent(name) == !name.hasPrefix("Subsystem"), "\(name)")
        }
    }

    @Test func `bridges know their buses and what they lead to`() async throws {
        let provider = try await pci(.rackServer)
        let port = try await provider.instance("CIM_PCIBridge", "0000:97:02.0")
        let expected: [String: Value] = [
            "BridgeType": .unsigned(10), "ClassCode": .unsigned(6), "PrimaryBusNumber": .unsigned(0x97),
            "SecondaryBusNumber": .unsigned(0x98), "SubordinateBusNumber": .unsigned(0x98),
            "IOBase": .unsigned(0xD0), "IOLimit": .unsigned(0xD0), "MemoryBase": .unsigned(0xC400),
            "MemoryLimit": .unsigned(0xC4F0), "PrefetchMemoryBase": .unsigned(0x3FE0),
            "PrefetchMemoryLimit": .unsigned(0x3FF0), "PrefetchBaseUpper32": .unsigned(0x38FF),
            "PrefetchLimitUpper32": .unsigned(0x38FF),
            "BaseAddress": .array([.unsigned(0), .unsigned(0)]),
        ]
        for (name, value) in expected { #expect(port[name] == value, "\(name)") }
        for name in ["IOBaseUpper16", "MinGrantTime"] { #expect(port.isAbsent(name), "\(name)") }
        let legacy = try await provider.instance("CIM_PCIBridge", "0000:03:00.0")
        #expect(legacy["BridgeType"] == .unsigned(11), "from PCI Express to PCI, as its capability says")
        #expect(legacy["Capabilities"] == .array([6, 7, 13].map(Value.unsigned)))
        #expect(legacy["IOBaseUpper16"] == .unsigned(0))
        let kinds = try await provider.instances("CIM_PCIBridge").map { $0["BridgeType"] ?? .absent(.absent) }
        #expect(kinds.count { $0 == .unsigned(0) } == 10, "a host bridge a root bus")
        #expect(kinds.count { $0 == .unsigned(1) } == 1, "the bridge to LPC")
    }

    @Test func `a card on half its lanes is degraded, and so is the port above it`() async throws {
        let provider = try await pci(.rackServer)
        for id in ["0000:4b:00.0", "0000:4a:02.0"] {
            let view = try await provider.instance("BB_PCIDeviceView", id)
            #expect(view["LinkVerdict"] == .string("reduced width"), "\(id)")
            #expect(view["HealthState"] == .unsigned(10), "\(id)")
            #expect(view["CurrentLinkWidth"] == .unsigned(8) && view["MaxLinkWidth"] == .unsigned(16), "\(id)")
        }
        let device = try await provider.instance("CIM_PCIDevice", "0000:4b:00.0")
        #expect(device["OperationalStatus"] == .array([.unsigned(3)]))
        let gpu = try await provider.instance("BB_PCIDeviceView", "0000:4b:00.0")
        #expect(gpu["LinuxDevices"] == texts("card1", "renderD128"))
    }

    @Test(arguments: [
        // A card of 8 lanes in a port of 16, and one of generation 3 below one of 4: both run as fast as they can.
        ("0000:17:00.0", "full"), ("0000:16:02.0", "full"), ("0000:e3:00.0", "full"),
        // The switch: its upstream port looks up, its downstream ports down.
        ("0000:65:00.0", "full"), ("0000:66:08.0", "full"), ("0000:66:11.0", "unknown"),
        // Nothing plugged in; asleep.
        ("0000:c9:02.0", "unknown"), ("0000:b1:00.0", "unknown"), ("0000:b0:02.0", "unknown"),
    ])
    func `a link is judged by what both its ends can`(id: String, verdict: String) async throws {
        let view = try await pci(.rackServer).instance("BB_PCIDeviceView", id)
        #expect(view["LinkVerdict"] == .string(verdict))
        #expect(view["HealthState"] == .unsigned(5))
    }

    @Test func `a function without a link has no verdict`() async throws {
        let view = try await pci(.rackServer).instance("BB_PCIDeviceView", "0000:00:17.0")
        #expect(view.isAbsent("LinkVerdict") && view.isAbsent("CurrentLinkSpeed"))
    }

    @Test func `what is slower than it could be while it works is told`() async throws {
        let view = try await pci(.desktopHybrid).instance("BB_PCIDeviceView", "0000:01:00.0")
        #expect(view["LinkVerdict"] == .string("reduced speed"))
        #expect(view["HealthState"] == .unsigned(5), "cards slow down to save power")
        let audio = try await pci(.desktopHybrid).instance("BB_PCIDeviceView", "0000:01:00.1")
        #expect(audio["LinkVerdict"] == .string("unknown") && audio["PowerState"] == .string("D3hot"))
        #expect(audio["LinuxDevices"] == texts("card1"))
    }

    @Test(arguments: [
        (RecordedMachine.rackServer, "0000:17:00.0", ["ens1f0np0", "mlx5_0"]),
        (.rackServer, "0000:00:14.0", ["usb1", "usb2"]), (.rackServer, "0000:01:00.0", ["nvme0"]),
        (.rackServer, "0000:04:00.0", ["card0"]), (.rackServer, "0000:00:01.0", []),
        (.virtualMachine, "0000:01:00.0", ["eth0"]), (.desktopHybrid, "0000:00:02.0", ["card0", "renderD128"]),
    ])
    func `Linux devices are found behind their function`(
        machine: RecordedMachine, id: String, devices: [String]
    ) async throws {
        let view = try await pci(machine).instance("BB_PCIDeviceView", id, only: ["LinuxDevices"])
        guard case .array(let found)? = view["LinuxDevices"] else {
            Issue.record("no list")
            return
        }
        #expect(Set(devices.map(Value.string)).isSubset(of: found), "\(found)")
        #expect(!found.contains(.string("")) && (!devices.isEmpty || found.isEmpty))
    }

    @Test func `a device on the board has firmware's label and its interrupts`() async throws {
        let view = try await pci(.rackServer).instance("BB_PCIDeviceView", "0000:18:00.1")
        #expect(view["Label"] == .string("Onboard LAN 2") && view["OnboardIndex"] == .unsigned(2))
        #expect(view["InterruptMode"] == .string("msix") && view["InterruptCount"] == .unsigned(2))
        let device = try await pci(.rackServer).instance("CIM_PCIDevice", "0000:18:00.1")
        #expect(device["Capabilities"] == .array([7, 13, 14].map(Value.unsigned)))
    }

    // MARK: Sleep

    @Test func `a function that sleeps is told of without reading a register of it`() async throws {
        let reads = PathLog()
        let provider = try await pci(.rackServer) { path in
            reads.add(path)
            return nil
        }
        let view = try await provider.instance("BB_PCIDeviceView", "0000:b1:00.0")
        #expect(view["PowerState"] == .string("D3cold") && view["RuntimeStatus"] == .string("suspended"))
        #expect(view["D3coldAllowed"] == .boolean(true) && view["Driver"] == .string("nouveau"))
        #expect(view["Model"] == .string("TU104GL [Tesla T4]") && view["Slot"] == .string("6"))
        #expect(view["CurrentLinkWidth"] == .absent(.unavailable))
        let device = try await provider.instance("CIM_PCIDevice", "0000:b1:00.0")
        #expect(device["CommandRegister"] == .absent(.unavailable) && device["BaseAddress"] == .absent(.unavailable))
        #expect(device["Availability"] == .unsigned(15))
        let port = try await provider.instance("CIM_PCIBridge", "0000:b0:02.0")
        #expect(port["SecondaryBusNumber"] == .unsigned(0xB1), "told by a directory")
        #expect(port.isAbsent("SubordinateBusNumber"))
        let slot = try await provider.instance("CIM_Slot", "PCI slot 6")
        #expect(slot["SupportsHotPlug"] == .boolean(true) && slot.isAbsent("PoweredOn"), "the port would wake")
        let touched = reads.paths.filter { path in
            (path.contains("0000:b0:02.0") || path.contains("slots/6/"))
                && ["config", "link_speed", "link_width", "bus_number", "/power", "/adapter", "/latch", "/vpd", "/rom"]
                    .contains { path.hasSuffix($0) }
        }
        #expect(touched == [])
        #expect(reads.paths.contains { $0.hasSuffix("0000:98:00.0/config") } == false, "nor of one nobody asked for")
        _ = try await provider.instance("CIM_PCIDevice", "0000:98:00.0")
        #expect(reads.paths.contains { $0.hasSuffix("0000:98:00.0/config") }, "what is awake is read")
    }

    @Test func `only the files of the index are read by a scan`() async throws {
        let reads = PathLog()
        _ = try await pci(.rackServer) { path in
            reads.add(path)
            return nil
        }
        let index: Set = ["vendor", "device", "class", "revision", "subsystem_vendor", "subsystem_device"]
        let functions = reads.paths.filter { $0.hasPrefix("sys/bus/pci/devices/") }
        #expect(Set(functions.map { String($0.split(separator: "/").last ?? "") }) == index)
        #expect(!functions.contains { $0.contains("0000:17:01.0") }, "nothing of a virtual function")
    }

    // MARK: Virtual functions

    @Test func `virtual functions are counted by their physical one and read when asked for`() async throws {
        let provider = try await pci(.rackServer)
        let physical = try await provider.instance("BB_PCIDeviceView", "0000:17:00.0")
        #expect(physical["MaxVirtualFunctions"] == .unsigned(64) && physical["VirtualFunctions"] == .unsigned(8))
        let views = try await provider.instances("BB_PCIVirtualFunctionView")
        #expect(views.map { $0["VirtualFunctionNumber"] } == (0..<8).map { .unsigned($0) })
        #expect(views.allSatisfy { $0["PhysicalFunction"] == .string("0000:17:00.0") })
        #expect(views.allSatisfy { $0["Model"] == .string("MT27800 Family [ConnectX-5 Virtual Function]") })
        #expect(views.allSatisfy { $0["PCIDeviceID"] == .unsigned(0x1018) && $0["Slot"] == .string("1") })
        let first = try #require(views.first)
        #expect(first["DeviceID"] == .string("0000:17:00.2") && first["LinuxDevices"] == texts("ens1f0v0"))
        #expect(views.last?["DeviceID"] == .string("0000:17:01.1"))
        await #expect(throws: ProviderError.notFound) {
            _ = try await provider.instance("BB_PCIDeviceView", "0000:17:00.2")
        }
    }

    // MARK: Slots

    @Test func `slots are known full and empty`() async throws {
        let provider = try await pci(.rackServer)
        let empty = try await provider.instance("CIM_Slot", "PCI slot 7")
        #expect(empty["Number"] == .unsigned(7) && empty["ConnectorLayout"] == .unsigned(18))
        #expect(empty["SupportsHotPlug"] == .boolean(true) && empty["PoweredOn"] == .boolean(false))
        #expect(empty["OpenSwitch"] == .boolean(true) && empty["MaxLinkWidth"] == .unsigned(7))
        let plain = try await provider.instance("CIM_Slot", "PCI slot 2")
        #expect(plain.isAbsent("SupportsHotPlug") && plain.isAbsent("PoweredOn"), "not false: nobody knows")
        #expect(plain["MaxLinkWidth"] == .unsigned(5))
        let guest = try await pci(.virtualMachine).instance("CIM_Slot", "PCI slot 0-2")
        #expect(guest.isAbsent("Number") && guest["MaxLinkWidth"] == .unsigned(7))
    }

    @Test func `a slot is tied to the functions of its card and to nothing else`() async throws {
        let provider = try await pci(.rackServer)
        let links = provider.slotLinks.links()
        let ends = links.map { link in
            [link.first, link.second].compactMap { reference -> String? in
                guard case .text(let text)? = reference.selectors.last?.value else { return nil }
                return text
            }
        }
        #expect(
            ends == [
                ["PCI slot 1", "0000:17:00.0"], ["PCI slot 1", "0000:17:00.1"], ["PCI slot 2", "0000:31:00.0"],
                ["PCI slot 3", "0000:4b:00.0"], ["PCI slot 200", "0000:67:00.0"], ["PCI slot 201", "0000:68:00.0"],
                ["PCI slot 5", "0000:98:00.0"], ["PCI slot 5", "0000:98:00.1"], ["PCI slot 6", "0000:b1:00.0"],
            ])
    }
}

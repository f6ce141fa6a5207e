// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// BB_PCIDeviceView: a PCI function or bridge in one flat row.
func pciDeviceViewClass<S: PartSource>(_ functions: S) -> some ResourceClass where S.Part == PCIPart {
    Table(
        "BB_PCIDeviceView", of: functions, displayName: "PCI functions",
        summary: ["DeviceID", "ElementName", "Driver", "LinuxDevices", "LinkVerdict"],
        columns: Column.pciIdentity() + Column.pciState + [
            .property("ParentAddress", .string, "The bridge above it; absent right below a host bridge.") {
                Value($0.function.parent?.description)
            },
            .property("IsBridge", .boolean, "Whether it is a bridge.") { .boolean($0.identity.isBridge) },
            .property("Label", .string, reads: .state, "What firmware calls it, such as Onboard LAN.") {
                Value($0.facts.label)
            },
            .property("OnboardIndex", .uint32, reads: .state, "Firmware's number of it among those on the board.") {
                Value($0.facts.boardIndex.flatMap { UInt32(exactly: $0) })
            },
            .property(
                "MaxVirtualFunctions", .uint32, reads: .state, "How many virtual functions it could have (SR-IOV)."
            ) { Value($0.facts.virtualFunctionLimit.flatMap { UInt32(exactly: $0) }) },
            .property(
                "VirtualFunctions", .uint32, reads: .state,
                "How many virtual functions it has; BB_PCIVirtualFunctionView shows them."
            ) { Value($0.facts.virtualFunctionCount.flatMap { UInt32(exactly: $0) }) },
            .property("SecondaryBusNumber", .uint8, reads: .state, "The bus below a bridge.") {
                Value($0.facts.secondaryBus)
            },
            .property(
                "HealthState", .uint16, values: StandardValues.healthState, reads: .link,
                "Degraded while the link has fewer lanes than both its ends."
            ) { .unsigned($0.health.healthState) },
        ] + Column.pciLink + Column.pciErrors,
        "A PCI function with its names, place, driver, Linux devices, link and errors. Virtual functions are in a class "
            + "of their own.")
}

/// BB_PCIVirtualFunctionView: virtual functions of SR-IOV, read only when somebody asks for them.
func pciVirtualFunctionViewClass<S: PartSource>(_ functions: S) -> some ResourceClass where S.Part == PCIPart {
    Table(
        "BB_PCIVirtualFunctionView", of: functions, displayName: "PCI virtual functions",
        summary: ["DeviceID", "PhysicalFunction", "VirtualFunctionNumber", "Driver", "LinuxDevices"],
        columns: Column.pciIdentity(reads: .identity) + Column.pciState + [
            .property("PhysicalFunction", .string, "The function that it is a virtual one of.") {
                Value($0.function.physicalFunction?.description)
            },
            .property(
                "VirtualFunctionNumber", .uint32, "Its number among the virtual functions of the physical one, from 0."
            ) { Value($0.virtualNumber) },
        ],
        "A virtual function of a device with SR-IOV. A host may have a thousand of them, so no other class shows them "
            + "and nothing is read of them before they are asked for here.")
}

extension Column where Part == PCIPart {
    /// Numbers and names.
    fileprivate static func pciIdentity(reads facets: Facets = []) -> [Column] {
        [
            .key("DeviceID", "The address: domain, bus, device and function, such as 0000:3b:00.0.", value: \.id),
            .property("ElementName", .string, reads: facets, "The chip's name, else its class and address.") {
                .string($0.name)
            },
            .property("Manufacturer", .string, reads: facets, "Who made the chip, by the list pci.ids.") {
                Value($0.function.names.vendor)
            },
            .property("Model", .string, reads: facets, "The chip, by the list pci.ids.") {
                Value($0.function.names.device)
            },
            .property("SubsystemManufacturer", .string, reads: facets, "Who made the board, by the list pci.ids.") {
                Value($0.function.names.subsystemVendor)
            },
            .property("SubsystemModel", .string, reads: facets, "The board, by the list pci.ids.") {
                Value($0.function.names.subsystem)
            },
            .property("ClassName", .string, reads: facets, "Class and subclass in words, by the list pci.ids.") {
                Value($0.function.names.className)
            },
            .property("VendorID", .uint16, reads: facets, "Who made the chip, by PCI-SIG's number.") {
                Value($0.identity.vendor)
            },
            .property("PCIDeviceID", .uint16, reads: facets, "Which of the vendor's chips it is.") {
                Value($0.identity.device)
            },
            .property("SubsystemVendorID", .uint16, reads: facets, "Who made the board, by PCI-SIG's number.") {
                Value($0.identity.subsystemVendor)
            },
            .property("SubsystemID", .uint16, reads: facets, "Which of the board maker's boards it is.") {
                Value($0.identity.subsystem)
            },
            .property("RevisionID", .uint8, reads: facets, "The revision of the chip.") {
                Value($0.function.revision)
            },
            .property(
                "ClassCode", .uint32, reads: facets, "Class, subclass and programming interface, a byte each."
            ) { Value($0.identity.classCode) },
            .property("Slot", .string, "The label of the slot that its card is in, as far as firmware knows it.") {
                Value($0.slot)
            },
            .property("SysfsPath", .string, "Its directory below /sys.") {
                .string(String($0.function.path.trimmingPrefix("sys")))
            },
        ]
    }

    /// What the kernel remembers of it.
    fileprivate static var pciState: [Column] {
        [
            .property("Driver", .string, reads: .state, "The driver that is bound to it.") { Value($0.facts.driver) },
            .property(
                "LinuxDevices", .string, isArray: true, reads: .devices,
                "The kernel's devices behind it, such as eth0, nvme0n1, sda, card0; 256 of them at most."
            ) { .texts($0.facts.linuxDevices) },
            .property("NUMANode", .uint32, reads: .state, "The memory node that it is near to.") {
                Value($0.facts.numaNode.flatMap { UInt32(exactly: $0) })
            },
            .property("LocalProcessors", .string, reads: .state, "The processors that it is near to, as ranges.") {
                Value($0.facts.localProcessors)
            },
            .property("IOMMUGroup", .uint32, reads: .state, "The group that the IOMMU isolates it with.") {
                Value($0.facts.iommuGroup.flatMap { UInt32(exactly: $0) })
            },
            .property(
                "PowerState", .string, reads: .state,
                "D0, D1, D2, D3hot, D3cold or unknown; a function that sleeps is not woken to be read."
            ) { Value($0.facts.power?.state) },
            .property("RuntimeStatus", .string, reads: .state, "What power management at run time says of it.") {
                Value($0.facts.power?.runtimeStatus)
            },
            .property("D3coldAllowed", .boolean, reads: .state, "Whether its power may be cut while it is unused.") {
                Value($0.facts.allowsPowerCut)
            },
            .property("IsEnabled", .boolean, reads: .state, "Whether a driver enabled it.") {
                Value($0.facts.enableCount.map { $0 > 0 })
            },
            .property("InterruptMode", .string, reads: .state, "msi or msix; absent with neither.") {
                Value($0.facts.interrupts?.mode)
            },
            .property("InterruptCount", .uint32, reads: .state, "How many such interrupts are set up.") {
                Value($0.facts.interrupts.flatMap { UInt32(exactly: $0.count) })
            },
        ]
    }
}

// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_ComputerSystem: this machine, the one instance (`spec/hardware-classes.md` section 2).
func computerSystemClass<S: PartSource>(_ systems: S) -> some ResourceClass where S.Part == System {
    Table(
        "CIM_ComputerSystem", of: systems,
        extends: "CIM_System",
        displayName: "Computer system", summary: ["Name", "EnabledState", "HealthState"],
        columns: [
            .fixedKey("CreationClassName", "CIM_ComputerSystem", "The class of this instance."),
            .key("Name", "The host's name.", value: \.id),
            .property("NameFormat", .string, "What kind of name Name is.") { _ in .string("HostName") },
            .property(
                "Dedicated", .uint16, isArray: true, values: [NamedValue(0, "Not Dedicated")],
                "What the system is dedicated to; nothing."
            ) { _ in .array([.unsigned(0)]) },
            .property(
                "OtherIdentifyingInfo", .string, isArray: true,
                "The UUID and the serial number of the firmware, where an unprivileged reader learns them."
            ) { system in .array([system.uuid, system.serialNumber].compactMap { $0 }.map(Value.string)) },
            .property(
                "IdentifyingDescriptions", .string, isArray: true, "What each of OtherIdentifyingInfo is."
            ) { system in
                var kinds: [Value] = []
                if system.uuid != nil { kinds.append(.string("CIM:GUID")) }
                if system.serialNumber != nil { kinds.append(.string("CIM:Model:SerialNumber")) }
                return .array(kinds)
            },
            .property(
                "EnabledState", .uint16, values: StandardValues.enabledState, "Whether the system runs; it answers."
            ) { _ in .unsigned(2) },
            .property(
                "RequestedState", .uint16, values: StandardValues.requestedState,
                "The last state asked for; 12 where the state cannot be changed."
            ) { _ in .unsigned(12) },
            .property(
                "ResetCapability", .uint16,
                values: [
                    NamedValue(1, "Other"), NamedValue(2, "Unknown"), NamedValue(3, "Disabled"),
                    NamedValue(4, "Enabled"), NamedValue(5, "Not Implemented"),
                ],
                "Whether the system can be reset from here."
            ) { _ in .unsigned(5) },
            // Nobody sums up the health of the parts yet, and good would be a claim.
        ] + Column.managedElement(name: \.name, health: { _ in .unknown }),
        "This machine.")
}

/// BB_SystemView: the machine in one flat row, as its firmware describes it.
func systemViewClass<S: PartSource>(_ systems: S) -> some ResourceClass where S.Part == System {
    Table(
        "BB_SystemView", of: systems, displayName: "System",
        summary: ["Name", "Manufacturer", "Model", "SerialNumber", "FirmwareVersion"],
        columns: [
            .key("Name", "The host's name.", value: \.id),
            .property("Manufacturer", .string, "Who made the machine.") { Value($0.manufacturer) },
            .property("Model", .string, "What it is sold as.") { Value($0.model) },
            .property("Version", .string, "Its version.") { Value($0.version) },
            .property("SKU", .string, "Its number in the maker's list.") { Value($0.sku) },
            .property("Family", .string, "Its family.") { Value($0.family) },
            .property(
                "SerialNumber", .string, "Its serial number; only a privileged reader learns it."
            ) { Value($0.serialNumber, else: .denied) },
            .property("UUID", .string, "Its SMBIOS UUID; only a privileged reader learns it.") {
                Value($0.uuid, else: .denied)
            },
            .property("AssetTag", .string, "What its owner calls it.") { Value($0.assetTag) },
            .property("BoardManufacturer", .string, "Who made the board.") { Value($0.boardManufacturer) },
            .property("BoardModel", .string, "What the board is.") { Value($0.boardModel) },
            .property("BoardVersion", .string, "The board's version.") { Value($0.boardVersion) },
            .property("ChassisManufacturer", .string, "Who made the enclosure.") { Value($0.chassisManufacturer) },
            .property("ChassisType", .uint16, "The enclosure's kind, by SMBIOS's number.") { Value($0.chassisType) },
            .property("FirmwareVendor", .string, "Who made the firmware.") { Value($0.firmwareVendor) },
            .property("FirmwareVersion", .string, "The firmware's version.") { Value($0.firmwareVersion) },
            .property("FirmwareReleaseDate", .datetime, "When the firmware was released.") {
                releaseDate($0.firmwareDate).map(Value.dateTime) ?? .absent(.absent)
            },
            .property("InstalledMemory", .uint64, unit: .bytes, "What all memory modules hold together.") {
                Value($0.installedMemory)
            },
            .property("TotalMemory", .uint64, unit: .bytes, "The memory that the kernel has to give.") {
                Value($0.totalMemory)
            },
            .property("MaximumMemory", .uint64, unit: .bytes, "The most memory that the slots can hold.") {
                Value($0.maximumMemory)
            },
            .property("NumberOfMemorySlots", .uint32, "The slots for memory, empty ones too.") {
                Value($0.memorySlotCount)
            },
            .property("NumberOfMemoryModules", .uint32, "The slots with a module.") { Value($0.memoryModuleCount) },
            .property("KernelRelease", .string, "The kernel that runs.") { Value($0.kernelRelease) },
            .property("OperatingSystem", .string, "The distribution, as it calls itself.") {
                Value($0.operatingSystem)
            },
            .property("IsVirtual", .boolean, "Whether the firmware is that of a virtual machine.") {
                .boolean($0.isVirtual)
            },
        ],
        "This machine as its firmware describes it.")
}

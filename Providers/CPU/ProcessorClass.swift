// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_Processor: one instance a socket (`spec/hardware-classes.md` section 7).
func processorClass<S: PartSource>(
    _ processors: S, of system: ScopingSystem
) -> some ResourceClass where S.Part == Processor {
    Table(
        "CIM_Processor", of: processors,
        extends: "CIM_LogicalDevice",
        displayName: "Processors", summary: ["ElementName", "NumberOfEnabledCores", "CurrentClockSpeed", "CPUStatus"],
        columns: Column.logicalDevice(
            "CIM_Processor", of: system, id: \.id, name: \.name, health: \.health,
            enabledState: { $0.isOnline ? 2 : 3 }) + [
                .property("Role", .string, "What the processor is for.") { _ in .string("Central") },
                .property("Family", .uint16, "The processor's family; 1 Other, 2 Unknown, else as in DMTF's list.") {
                    .unsigned($0.family)
                },
                .property(
                    "OtherFamilyDescription", .string, "What the family is called where Family is 1."
                ) { Value($0.otherFamily) },
                .property("Stepping", .string, "The revision within the family.") { Value($0.stepping) },
                .property(
                    "MaxClockSpeed", .uint32, unit: .megahertz, "The highest clock that the processor can run at."
                ) { Value($0.maximumMHz) },
                .property(
                    "CurrentClockSpeed", .uint32, unit: .megahertz, reads: .live,
                    "The highest clock of its threads just now."
                ) { Value($0.currentMHz) },
                .property("DataWidth", .uint16, unit: .bits, "The width of a register.") { Value($0.dataWidth) },
                .property("AddressWidth", .uint16, unit: .bits, "The width of an address.") { Value($0.dataWidth) },
                .property(
                    "CPUStatus", .uint16,
                    values: [
                        NamedValue(0, "Unknown"), NamedValue(1, "CPU Enabled"),
                        NamedValue(2, "CPU Disabled by User"),
                        NamedValue(3, "CPU Disabled By BIOS (POST Error)"), NamedValue(4, "CPU Is Idle"),
                        NamedValue(7, "Other"),
                    ],
                    "Whether the processor works; disabled when all of its threads are offline."
                ) { .unsigned($0.isOnline ? 1 : 2) },
                .property(
                    "Characteristics", .uint16, isArray: true,
                    values: [
                        NamedValue(0, "Unknown"), NamedValue(2, "64-bit Capable"), NamedValue(3, "32-bit Capable"),
                        NamedValue(4, "Enhanced Virtualization"), NamedValue(5, "Hardware Thread"),
                        NamedValue(6, "NX-bit"), NamedValue(7, "Power/Performance Control"),
                        NamedValue(8, "Core Frequency Boosting"),
                    ],
                    "What the processor can do."
                ) { .array($0.characteristics.map(Value.unsigned)) },
                .property("NumberOfEnabledCores", .uint16, "How many cores have a thread that is online.") {
                    .unsigned(UInt64($0.onlineCores))
                },
            ],
        "A processor: what sits in one socket.")
}

/// CIM_ProcessorCore: one instance a core (`spec/hardware-classes.md` section 8).
func processorCoreClass<S: PartSource>(_ cores: S) -> some ResourceClass where S.Part == Core {
    Table(
        "CIM_ProcessorCore", of: cores,
        extends: "CIM_EnabledLogicalElement",
        displayName: "Processor cores", summary: ["ElementName", "CoreEnabledState"],
        columns: [
            .key("InstanceID", "Package, die and core by the kernel's numbers.", value: \.id),
            .property("Name", .string, "The core within its processor.") { .string($0.name) },
            .property(
                "EnabledState", .uint16, values: StandardValues.enabledState, "Whether a thread of it is online."
            ) { .unsigned($0.isOnline ? 2 : 3) },
            .property(
                "RequestedState", .uint16, values: StandardValues.requestedState,
                "The last state asked for; 12 where the state cannot be changed."
            ) { _ in .unsigned(12) },
            .property(
                "CoreEnabledState", .uint16,
                values: [
                    NamedValue(0, "Unknown"), NamedValue(2, "Core Enabled"), NamedValue(3, "Core Disabled"),
                    NamedValue(4, "Core Disabled by User"), NamedValue(5, "Core Disabled By POST Error"),
                ],
                "Whether a thread of it is online."
            ) { .unsigned($0.isOnline ? 2 : 4) },
        ] + Column.managedElement(name: \.name, health: \.health),
        "A core of a processor, with one hardware thread or more.")
}

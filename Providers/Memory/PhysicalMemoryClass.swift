// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// CIM_PhysicalMemory: one instance a module (`spec/hardware-classes.md` section 12).
///
/// Speed is in nanoseconds, of which a module of today takes less than one: it is told in MHz instead, as the schema's
/// later properties do and Intel AMT does.
func physicalMemoryClass<S: PartSource>(_ modules: S) -> some ResourceClass where S.Part == Module {
    Table(
        "CIM_PhysicalMemory", of: modules, extends: "CIM_Chip", displayName: "Memory modules",
        summary: ["Tag", "Capacity", "Manufacturer", "PartNumber", "SerialNumber"],
        columns: Column.physicalElement(
            "CIM_PhysicalMemory", tag: \.id, name: \.name, health: \.health, canBeReplaced: \.isReplaceable,
            label: \.label) + [
                .property(
                    "FormFactor", .uint16, values: MemoryNumbers.formFactors, "The module's form, by CIM's number."
                ) { .unsigned(MemoryNumbers.formFactor($0.description.formFactor)) },
                .property(
                    "MemoryType", .uint16, values: MemoryNumbers.memoryTypes,
                    "The kind of memory, by CIM's number; 26 and above as in later schemas."
                ) { .unsigned(MemoryNumbers.memoryType($0.description.type)) },
                .property("Capacity", .uint64, unit: .bytes, "What the module holds.") {
                    Value($0.description.capacity)
                },
                .property("BankLabel", .string, "The bank, else the slot, as the board is labelled.") {
                    Value($0.description.bankLocator ?? $0.description.locator)
                },
                .property("TotalWidth", .uint16, unit: .bits, "The data path, with the bits that correct errors.") {
                    Value($0.description.totalWidth)
                },
                .property("DataWidth", .uint16, unit: .bits, "The data path.") { Value($0.description.dataWidth) },
                .property("IsSpeedInMhz", .boolean, "Whether MaxMemorySpeed tells the speed rather than Speed.") {
                    Value($0.description.ratedSpeed.map { _ in true })
                },
                .property("MaxMemorySpeed", .uint32, unit: .megahertz, "The speed that the module is made for.") {
                    Value($0.description.ratedSpeed)
                },
                .property(
                    "ConfiguredMemoryClockSpeed", .uint32, unit: .megahertz, "The speed that the module is run at."
                ) { Value($0.description.configuredSpeed) },
                .property("OtherIdentifyingInfo", .string, "What the module's owner calls it.") {
                    Value($0.description.assetTag)
                },
            ],
        "A memory module, or memory that is soldered on; an empty slot is none.")
}

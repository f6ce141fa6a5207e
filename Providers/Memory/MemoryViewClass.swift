// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// BB_MemoryView: a memory module in one flat row.
func memoryViewClass<S: PartSource>(_ modules: S) -> some ResourceClass where S.Part == Module {
    Table(
        "BB_MemoryView", of: modules, displayName: "Memory modules",
        summary: ["DeviceID", "Capacity", "MemoryType", "ConfiguredSpeed", "Manufacturer", "PartNumber"],
        columns: [
            .key("DeviceID", "The slot's label, with the bank or by the handle where slots share it.", value: \.id),
            .property("ElementName", .string, "The slot's label.") { .string($0.name) },
            .property("Locator", .string, "The slot, as the board is labelled.") { Value($0.description.locator) },
            .property("BankLocator", .string, "The bank that the slot belongs to.") {
                Value($0.description.bankLocator)
            },
            .property("Capacity", .uint64, unit: .bytes, "What the module holds.") { Value($0.description.capacity) },
            .property("MemoryType", .string, "The kind of memory, such as DDR5.") {
                Value($0.description.type.flatMap { SMBIOSNames.memoryTypes[$0] })
            },
            .property("TypeDetails", .string, isArray: true, "What more is known of its kind, such as Synchronous.") {
                .array($0.description.typeDetails.map(Value.string))
            },
            .property("Technology", .string, "What it is made of, such as DRAM or NVDIMM-N.") {
                Value($0.description.technology)
            },
            .property("FormFactor", .string, "Its form, such as DIMM or Row Of Chips.") {
                Value($0.description.formFactor.flatMap { SMBIOSNames.formFactors[$0] })
            },
            .property("RatedSpeed", .uint32, unit: .megatransfersPerSecond, "The speed that it is made for.") {
                Value($0.description.ratedSpeed)
            },
            .property("ConfiguredSpeed", .uint32, unit: .megatransfersPerSecond, "The speed that it is run at.") {
                Value($0.description.configuredSpeed)
            },
            .property("ConfiguredVoltage", .uint32, unit: .millivolts, "The voltage that it is run at.") {
                Value($0.description.configuredVoltage)
            },
            .property("Rank", .uint8, "How many ranks it has.") { Value($0.description.rank) },
            .property("TotalWidth", .uint16, unit: .bits, "The data path, with the bits that correct errors.") {
                Value($0.description.totalWidth)
            },
            .property("DataWidth", .uint16, unit: .bits, "The data path.") { Value($0.description.dataWidth) },
            .property("HasErrorCorrection", .boolean, "Whether the data path has bits that correct errors.") {
                Value($0.hasErrorCorrection)
            },
            .property("Manufacturer", .string, "Who made it.") { Value($0.description.manufacturer) },
            .property("PartNumber", .string, "The maker's number of the part.") { Value($0.description.partNumber) },
            .property("SerialNumber", .string, "Its serial number.") { Value($0.description.serial) },
            .property("AssetTag", .string, "What its owner calls it.") { Value($0.description.assetTag) },
            .property("FirmwareVersion", .string, "The version of its own firmware.") {
                Value($0.description.firmwareVersion)
            },
            .property("Handle", .uint16, "The handle of the firmware's structure; absent where only udev tells.") {
                Value($0.description.handle)
            },
            .property("Source", .string, "Who told of it: smbios, the firmware's table, or udev.") {
                .string($0.source)
            },
            .property("HealthState", .uint16, values: StandardValues.healthState, "How healthy it is; nobody says.") {
                .unsigned($0.health.healthState)
            },
        ],
        "A memory module with slot, size, kind, speeds and label, as the firmware describes it.")
}

// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// BB_ProcessorView: a processor in one flat row.
func processorViewClass<S: PartSource>(_ processors: S) -> some ResourceClass where S.Part == Processor {
    Table(
        "BB_ProcessorView", of: processors, displayName: "Processors",
        summary: ["DeviceID", "Model", "NumberOfCores", "NumberOfThreads", "CurrentClockSpeed"],
        columns: [
            .key("DeviceID", "The socket, by the kernel's number of the package.", value: \.id),
            .property("ElementName", .string, "The model, else the socket.") { .string($0.name) },
            .property("Manufacturer", .string, "The vendor, as the processor says it.") { Value($0.vendor) },
            .property("Model", .string, "The name that the processor gives itself.") { Value($0.model) },
            .property("Stepping", .string, "The revision within the model.") { Value($0.stepping) },
            .property("Microcode", .string, "The version of the microcode that is loaded.") { Value($0.microcode) },
            .property("Socket", .string, "The socket, as the board is labelled; only a privileged reader learns it.") {
                Value($0.socket?.designation)
            },
            .property("PartNumber", .string, "The maker's number of the part, where the firmware tells.") {
                Value($0.socket?.partNumber)
            },
            .property("SerialNumber", .string, "Its serial number, where the firmware tells.") {
                Value($0.socket?.serial)
            },
            .property("AssetTag", .string, "What its owner calls it.") { Value($0.socket?.assetTag) },
            .property("PackageID", .uint32, "The kernel's number of the package.") {
                Value(UInt32(exactly: $0.package))
            },
            .property("NumberOfCores", .uint32, "The cores there are, online or not.") { .unsigned(UInt64($0.cores)) },
            .property("NumberOfThreads", .uint32, "The hardware threads there are, online or not.") {
                .unsigned(UInt64($0.threads))
            },
            .property("NumberOfEnabledCores", .uint32, "The cores with a thread that is online.") {
                .unsigned(UInt64($0.onlineCores))
            },
            .property("NumberOfEnabledThreads", .uint32, "The hardware threads that are online.") {
                .unsigned(UInt64($0.onlineThreads))
            },
            .property("CoreTypes", .string, isArray: true, "The kinds of cores of a hybrid processor.") {
                .array($0.coreTypes.map(Value.string))
            },
            .property("L1DataCacheSize", .uint64, unit: .kibibytes, "All level 1 data caches together.") {
                Value($0.l1DataCache)
            },
            .property("L1InstructionCacheSize", .uint64, unit: .kibibytes, "All level 1 instruction caches together.") {
                Value($0.l1InstructionCache)
            },
            .property("L2CacheSize", .uint64, unit: .kibibytes, "All level 2 caches together.") { Value($0.l2Cache) },
            .property("L3CacheSize", .uint64, unit: .kibibytes, "All level 3 caches together.") { Value($0.l3Cache) },
            .property("MinClockSpeed", .uint32, unit: .megahertz, "The lowest clock.") { Value($0.minimumMHz) },
            .property("MaxClockSpeed", .uint32, unit: .megahertz, "The highest clock.") { Value($0.maximumMHz) },
            .property(
                "CurrentClockSpeed", .uint32, unit: .megahertz, reads: .live, "The highest clock of its threads now."
            ) { Value($0.currentMHz) },
            .property(
                "PackageThrottleCount", .uint64, reads: .live, "How often the whole processor throttled since boot."
            ) { Value($0.packageThrottleCount) },
            .property(
                "CoreThrottleCount", .uint64, reads: .live, "How often its cores throttled since boot, summed."
            ) { Value($0.coreThrottleCount) },
            .property("HealthState", .uint16, values: StandardValues.healthState, "How healthy the processor is.") {
                .unsigned($0.health.healthState)
            },
        ],
        "A processor with its cores, caches, clocks, microcode and throttling.")
}

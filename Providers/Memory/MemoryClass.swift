// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_Memory: all memory of the system, the one instance (`spec/hardware-classes.md` section 13).
func memoryClass<S: PartSource>(
    _ memory: S, of system: ScopingSystem
) -> some ResourceClass where S.Part == SystemMemory {
    Table(
        "CIM_Memory", of: memory, extends: "CIM_StorageExtent", displayName: "System memory",
        summary: ["DeviceID", "NumberOfBlocks", "ConsumableBlocks"],
        columns: Column.logicalDevice(
            "CIM_Memory", of: system, id: \.id, name: { _ in "System memory" }, health: { _ in .good },
            enabledState: { _ in 2 }) + [
                .property(
                    "Access", .uint16,
                    values: [
                        NamedValue(0, "Unknown"), NamedValue(1, "Readable"), NamedValue(2, "Writeable"),
                        NamedValue(3, "Read/Write Supported"), NamedValue(4, "Write Once"),
                    ],
                    "Whether it can be read and written."
                ) { _ in .unsigned(3) },
                .property("BlockSize", .uint64, unit: .bytes, "The size of a block; 1, for memory has none.") { _ in
                    .unsigned(1)
                },
                .property("NumberOfBlocks", .uint64, "Bytes in all modules, else what the kernel has.") {
                    .unsigned($0.size)
                },
                .property("ConsumableBlocks", .uint64, "Bytes that the kernel has to give.") { Value($0.usable) },
                .property("ErrorMethodology", .string, "How errors are corrected, in the firmware's words.") {
                    Value($0.errorCorrection)
                },
                .property("Primordial", .boolean, "Whether it is made of nothing smaller; it is.") { _ in
                    .boolean(true)
                },
                .property("Volatile", .boolean, "Whether it forgets without power; it does.") { _ in .boolean(true) },
            ],
        "All memory of the system together.")
}

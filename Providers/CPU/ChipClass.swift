// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// CIM_Chip: the body of each processor (`spec/hardware-classes.md` section 11).
///
/// In the order of CIM_Processor: MeshCommander matches the two by their place.
func chipClass<S: PartSource>(_ processors: S) -> some ResourceClass where S.Part == Processor {
    Table(
        "CIM_Chip", of: processors, extends: "CIM_PhysicalComponent", displayName: "Processor chips",
        summary: ["Tag", "Manufacturer", "Version"],
        columns: Column.physicalElement(
            "CIM_Chip", tag: \.id, name: \.name, health: \.health,
            canBeReplaced: { formFactor($0).flatMap(isSocketed) },
            label: \.label) + [
                .property(
                    "FormFactor", .uint16,
                    values: [
                        NamedValue(0, "Unknown"), NamedValue(10, "PGA"), NamedValue(21, "BGA"), NamedValue(23, "LGA"),
                    ],
                    "How it sits on the board; only a privileged reader learns it."
                ) { .unsigned(formFactor($0) ?? 0) }
            ],
        "The chip that a processor is.")
}

/// CIM_Chip.FormFactor by SMBIOS's kind of socket (DSP0134 7.5.5).
private func formFactor(_ processor: Processor) -> UInt64? {
    guard let upgrade = processor.socket?.upgrade else { return nil }
    switch upgrade {
    // Sockets whose pins are in the processor: Socket 370 to 754, 940, 939, AM2 to AM4, FM1, FM2.
    case 0x0A, 0x0D...0x13, 0x17, 0x1B, 0x1F, 0x21, 0x27...0x2A, 0x31: return 10
    // Land grids: LGA 771 to 7529, Socket F, G34, C32, SP3 to SP6, AM5.
    case 0x14, 0x15, 0x18...0x1A, 0x1C...0x1E, 0x24...0x26, 0x2B...0x2D, 0x32, 0x36...0x39, 0x3D...0x40, 0x45...0x47,
        0x49...0x4B, 0x4F, 0x50:
        return 23
    // Soldered on.
    case 0x20, 0x22, 0x23, 0x2E...0x30, 0x33...0x35, 0x3A...0x3C, 0x41...0x44, 0x48, 0x4C...0x4E: return 21
    default: return nil
    }
}

/// Whether a processor of this form can be taken out.
private func isSocketed(_ formFactor: UInt64) -> Bool? { formFactor != 21 }

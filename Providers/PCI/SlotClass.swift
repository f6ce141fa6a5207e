// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// CIM_Slot: the slots for cards that firmware or a hotplug driver names.
func slotClass<S: PartSource>(_ slots: S) -> some ResourceClass where S.Part == PCISlotPart {
    Table(
        "CIM_Slot", of: slots, extends: "CIM_PhysicalConnector", displayName: "Slots",
        summary: ["Tag", "Number", "SupportsHotPlug", "PoweredOn", "MaxLinkWidth"],
        columns: Column.physicalElement(
            "CIM_Slot", tag: \.id, name: \.id.text, health: \.health, canBeReplaced: { _ in nil },
            label: { _ in ProductLabel() })
            + [
                .property("Number", .uint16, "The number on the label, where the label is a number.") {
                    Value($0.number)
                },
                .property(
                    "ConnectorLayout", .uint16,
                    values: [NamedValue(16, "PCI"), NamedValue(17, "PCI-X"), NamedValue(18, "PCI-E")], reads: .slot,
                    "The form of the connector; its length is not known."
                ) { Value($0.layout) },
                .property("SupportsHotPlug", .boolean, reads: .slot, "True where a hotplug driver manages the slot.") {
                    Value($0.facts.isHotplug)
                },
                .property("PoweredOn", .boolean, reads: .slot, "Whether it has power, where that can be switched.") {
                    Value($0.facts.isPowered)
                },
                .property("OpenSwitch", .boolean, reads: .slot, "Whether its latch is open.") {
                    Value($0.facts.isOpen)
                },
                .property(
                    "MaxLinkWidth", .uint16,
                    values: [
                        NamedValue(0, "Unknown"), NamedValue(2, "x1"), NamedValue(3, "x2"), NamedValue(4, "x4"),
                        NamedValue(5, "x8"), NamedValue(6, "x12"), NamedValue(7, "x16"), NamedValue(8, "x32"),
                    ],
                    reads: .slot, "The lanes of the port that the slot hangs on."
                ) { Value($0.linkWidth) },
            ],
        "A slot for a PCI card, empty or not.")
}

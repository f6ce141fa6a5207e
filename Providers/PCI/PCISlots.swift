// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

extension Facets {
    static let slot = Facets(rawValue: 1)
}

/// A slot of PCI.
struct PCISlotPart {
    /// `PCI slot` and its name.
    let id: PartID
    let slot: PCISlot
    /// What was read of it now.
    var facts = PCISlotFacts()

    /// The number on the label, where the name is one.
    var number: UInt16? { UInt16(slot.name) }

    /// Nothing tells how a slot is.
    var health: Health { .unknown }

    /// CIM_PhysicalConnector.ConnectorLayout: the form by the kind of bus; how long a connector is, nobody tells.
    var layout: UInt64? {
        guard let speed = facts.maximumSpeed else { return nil }
        if speed.hasSuffix("PCIe") { return 18 }
        if speed.contains("PCI-X") { return 17 }
        return speed.hasSuffix("PCI") ? 16 : nil
    }

    /// CIM_Slot.MaxLinkWidth's number of a count of lanes.
    var linkWidth: UInt64? {
        let numbers: [Int: UInt64] = [1: 2, 2: 3, 4: 4, 8: 5, 12: 6, 16: 7, 32: 8]
        return facts.maximumWidth.flatMap { numbers[$0] }
    }
}

/// The slots that the kernel knows of.
final class PCISlots: PartSource {
    private let hardware: Hardware
    private var index = PartIndex<(part: PCISlotPart, facts: SharedReading<PCISlotFacts>)>()

    var generation: UInt64 { index.revision }

    init(_ hardware: Hardware) {
        self.hardware = hardware
        refresh()
    }

    /// Takes over what the hardware found, where it looked since the last time.
    func refresh() {
        let clock = hardware.clock
        index.update(to: hardware.revision(of: .pci)) { add in
            for slot in hardware.pci.slots {
                let id = Self.id(of: slot)
                let facts = SharedReading<PCISlotFacts>(
                    maximumAge: PCIReader.maximumAge, executor: clock.executor, now: { clock.nanoseconds })
                add(id, (PCISlotPart(id: id, slot: slot), facts))
            }
        }
    }

    static func id(of slot: PCISlot) -> PartID { PartID("PCI slot \(slot.name)") }

    func identifiers() async throws(ProviderError) -> [PartID] { index.ids }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> PCISlotPart? {
        guard let entry = index[id] else { return nil }
        var part = entry.part
        if facets.contains(.slot) { part.facts = await entry.facts.value { await read(entry.part.slot) } }
        return part
    }

    private func read(_ slot: PCISlot) async -> PCISlotFacts {
        let sysfs = hardware.sysfs
        let port = slot.port.flatMap { hardware.pci.function($0) }
        let facts = try? await hardware.lanes.lane(for: PCIReader.lane).run(deadline: PCIReader.deadline) {
            PCISlotFacts(slot, port: port, reading: sysfs)
        }
        return facts ?? PCISlotFacts()
    }
}

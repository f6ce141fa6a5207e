// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The virtual functions of SR-IOV: hundreds of a kind, so nothing is read of them before somebody asks for one.
final class PCIVirtualFunctions: PartSource {
    private let hardware: Hardware
    private let reader: PCIReader
    private var index = PartIndex<PCIPart>()

    var generation: UInt64 { index.revision }

    init(_ hardware: Hardware) {
        self.hardware = hardware
        reader = PCIReader(hardware)
        refresh()
    }

    /// Takes over what the hardware found, where it looked since the last time.
    func refresh() {
        index.update(to: hardware.revision(of: .pci)) { add in
            reader.forget()
            let inventory = hardware.pci
            var counts: [PCIAddress: UInt32] = [:]
            for function in inventory.all {
                guard let physical = function.physicalFunction else { continue }
                // The kernel gives them addresses in the order of their numbers.
                let number = counts[physical, default: 0]
                counts[physical] = number &+ 1
                let slot = inventory.function(physical).flatMap { inventory.slot(of: $0)?.name }
                add(function.id, PCIPart(id: function.id, function: function, slot: slot, virtualNumber: number))
            }
        }
    }

    func identifiers() async throws(ProviderError) -> [PartID] { index.ids }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> PCIPart? {
        guard var part = index[id] else { return nil }
        if facets.isEmpty { return part }
        if facets.contains(.identity), part.function.identity == PCIIdentity() {
            let scanner = PCIScanner(hardware.sysfs, names: hardware.pciNames)
            let function = part.function
            let revision = index.revision
            let found = try? await hardware.lanes.lane(for: PCIReader.lane).run(deadline: PCIReader.deadline) {
                scanner.identify(function)
            }
            if let found = found ?? nil {
                part.function = found
                // Another scan may have ended meanwhile, which knows better.
                if index.revision == revision { index.replace(id, by: part) }
            }
        }
        let rest = facets.subtracting(.identity)
        if !rest.isEmpty { part.facts = await reader.facts(of: part.function, rest) }
        return part
    }
}

extension Facets {
    /// The numbers and names of a virtual function, which scans leave out.
    static let identity = Facets(rawValue: 1 << 16)
}

// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The PCI functions and bridges of a machine, without virtual functions.
final class PCIFunctions: PartSource {
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
            for function in inventory.all where function.physicalFunction == nil {
                let slot = inventory.slot(of: function)?.name
                add(function.id, PCIPart(id: function.id, function: function, slot: slot, virtualNumber: nil))
            }
        }
    }

    func identifiers() async throws(ProviderError) -> [PartID] { index.ids }

    func isBridge(_ id: PartID) -> Bool { index[id]?.identity.isBridge == true }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> PCIPart? {
        guard var part = index[id] else { return nil }
        if !facets.isEmpty { part.facts = await reader.facts(of: part.function, facets) }
        return part
    }

    /// The class of a function.
    func className(_ id: PartID) -> String { isBridge(id) ? "CIM_PCIBridge" : "CIM_PCIDevice" }
}

extension PCIFunction {
    var id: PartID { PartID(address.description) }
}

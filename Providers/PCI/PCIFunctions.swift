// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The PCI functions and bridges of a machine, without virtual functions.
final class PCIFunctions: PartSource {
    private let hardware: Hardware
    private let reader: PCIReader
    private var ids: [PartID] = []
    private var parts: [PartID: PCIPart] = [:]
    private(set) var generation: UInt64 = 0

    init(_ hardware: Hardware) {
        self.hardware = hardware
        reader = PCIReader(hardware)
        refresh()
    }

    /// Takes over what the hardware found, where it looked since the last time.
    func refresh() {
        let revision = hardware.revision(of: .pci)
        guard revision != generation else { return }
        generation = revision
        reader.forget()
        let inventory = hardware.pci
        let functions = inventory.all.filter { $0.physicalFunction == nil }
        ids = functions.map(\.id)
        parts = Dictionary(
            functions.map { function in
                let slot = inventory.slot(of: function)?.name
                return (function.id, PCIPart(id: function.id, function: function, slot: slot, virtualNumber: nil))
            }, uniquingKeysWith: { first, _ in first })
    }

    func identifiers() async throws(ProviderError) -> [PartID] { ids }

    func isBridge(_ id: PartID) -> Bool { parts[id]?.identity.isBridge == true }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> PCIPart? {
        guard var part = parts[id] else { return nil }
        if !facets.isEmpty { part.facts = await reader.facts(of: part.function, facets) }
        return part
    }

    /// The class of a function.
    func className(_ id: PartID) -> String { isBridge(id) ? "CIM_PCIBridge" : "CIM_PCIDevice" }
}

extension PCIFunction {
    var id: PartID { PartID(address.description) }
}

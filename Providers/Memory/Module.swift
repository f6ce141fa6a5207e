// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// A memory module as the firmware describes it; slots without one are no modules.
struct Module {
    let id: PartID
    let description: MemoryModule
    /// Who told of it: `smbios` or `udev`.
    let source: String

    /// Boards use one label for several slots; the identifier tells them apart.
    var name: String { id.text }
    /// Nobody says how a module is; its errors are counted elsewhere.
    var health: Health { .unknown }

    var label: ProductLabel {
        ProductLabel(
            manufacturer: description.manufacturer, model: description.partNumber, serialNumber: description.serial,
            version: description.firmwareVersion, partNumber: description.partNumber)
    }

    /// Whether a technician can replace it: what is soldered on cannot be.
    var isReplaceable: Bool? {
        switch description.formFactor {
        case 3, 9, 12, 13, 14, 15, 17: true
        case 5, 11, 16: false
        default: nil
        }
    }

    /// Whether its path has bits for the correction of errors.
    var hasErrorCorrection: Bool? {
        guard let total = description.totalWidth, let data = description.dataWidth else { return nil }
        return total > data
    }
}

/// The memory modules of a machine, in the firmware's order.
final class Modules: PartSource {
    private let hardware: Hardware
    private var index = PartIndex<Module>()

    var ids: [PartID] { index.ids }
    var generation: UInt64 { index.revision }

    init(_ hardware: Hardware) {
        self.hardware = hardware
        refresh()
    }

    /// Takes over what the hardware found, where it looked since the last time.
    func refresh() {
        index.update(to: hardware.revision(of: .memory)) { add in
            let source = hardware.memory.source?.rawValue ?? ""
            for description in hardware.memory.modules {
                let id = PartID(description.id)
                add(id, Module(id: id, description: description, source: source))
            }
        }
    }

    func identifiers() async throws(ProviderError) -> [PartID] { ids }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Module? { index[id] }
}

/// All memory of the system together.
struct SystemMemory {
    let id: PartID
    /// Bytes in the modules, else what the kernel has.
    let size: UInt64
    /// Bytes that the kernel has to give.
    let usable: UInt64?
    let errorCorrection: String?
}

/// The one memory of the system; none where its size is not known.
final class SystemMemories: PartSource {
    private let hardware: Hardware
    private var memory: SystemMemory?
    private(set) var generation: UInt64 = 0

    init(_ hardware: Hardware) {
        self.hardware = hardware
        refresh()
    }

    var ids: [PartID] { memory.map { [$0.id] } ?? [] }

    /// Takes over what the hardware found, where it looked since the last time.
    func refresh() {
        let revision = hardware.revision(of: .memory)
        guard revision != generation else { return }
        generation = revision
        let found = hardware.memory
        memory = (found.installedCapacity ?? found.total).map {
            SystemMemory(
                id: PartID("Memory"), size: $0, usable: found.total, errorCorrection: found.errorCorrection)
        }
    }

    func identifiers() async throws(ProviderError) -> [PartID] { ids }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> SystemMemory? {
        memory?.id == id ? memory : nil
    }
}

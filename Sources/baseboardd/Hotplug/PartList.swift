// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Monitoring
import ResourceModel

/// Makes the inventory's records of what the last scan found.
struct PartList {
    let hardware: Hardware
    let states: PartStates
    let topology: PCITopology

    init(_ hardware: Hardware, _ states: PartStates) {
        self.hardware = hardware
        self.states = states
        topology = PCITopology(hardware.pci)
    }

    /// The kinds of parts that kinds of hardware are.
    static func kinds(of kinds: HardwareKinds) -> Set<PartKind> {
        var found: Set<PartKind> = []
        if kinds.contains(.drives) { found.insert(.drive) }
        if kinds.contains(.pci) { found.insert(.pciFunction) }
        if kinds.contains(.processors) { found.formUnion([.processor, .thread]) }
        if kinds.contains(.memory) { found.insert(.memoryModule) }
        if kinds.contains(.memoryBlocks) { found.insert(.memoryBlock) }
        if kinds.contains(.networkPorts) { found.insert(.networkPort) }
        if kinds.contains(.sensors) { found.insert(.sensorChip) }
        if kinds.contains(.powerSupplies) { found.insert(.powerSupply) }
        return found
    }

    /// The records of some kinds.
    func records(of kinds: Set<PartKind>) -> [PartRecord] {
        kinds.flatMap { kind in
            switch kind {
            case .drive: hardware.drives.drives.map(record)
            case .pciFunction: hardware.pci.all.filter { $0.physicalFunction == nil }.map(record)
            case .processor: hardware.processors.packages.map(record)
            case .thread:
                hardware.processors.packages.flatMap(threads) + hardware.processors.unplacedThreads.map(thread)
            case .memoryModule: hardware.memory.modules.map(record)
            case .memoryBlock: hardware.memoryBlocks.map(record)
            case .networkPort: hardware.networkPorts.map(record)
            case .sensorChip: hardware.sensors.chips.map(record)
            case .powerSupply: hardware.powerSupplies.map(record)
            }
        }
    }

    /// The kernel's name of a device below `sys`, as its events have it.
    static func node(_ path: String) -> String {
        path.hasPrefix("sys/") ? String(path.dropFirst("sys".count)) : "/" + path
    }
}

extension [EventFact] {
    /// Adds a fact where it is known.
    mutating func add(_ name: String, _ value: (some CustomStringConvertible)?) {
        if let value { append(EventFact(name, "\(value)")) }
    }
}

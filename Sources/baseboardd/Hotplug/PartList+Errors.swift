// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Monitoring
import ResourceModel

extension PartList {
    /// What a PCI function counts.
    func counts(_ count: FunctionErrorCount) -> [ErrorCount] {
        guard let function = hardware.pci.function(count.address) else { return [] }
        let record = record(function)
        var part = EventPart(className: record.className, id: record.id, name: record.name)
        if let slot = record.slot { part.facts.append(EventFact("Slot", slot)) }
        // Errors of a card may be counted at the other end of its link.
        if let partner = hardware.pci.linkPartner(of: function) {
            part.facts.append(EventFact("LinkPartner", partner.address.description))
        }
        let counted: [(ErrorCount.Sort, PCIErrorCounts?)] = [
            (.pciCorrectable, count.correctable), (.pciNonFatal, count.nonfatal), (.pciFatal, count.fatal),
        ]
        return counted.compactMap { sort, counts in
            guard let counts else { return nil }
            let detail = counts.seen.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
            return ErrorCount(sort, of: part, count: counts.total, detail: detail.isEmpty ? nil : detail)
        }
    }

    /// What a memory controller counts.
    func counts(_ count: MemoryErrorCount) -> [ErrorCount] {
        // The driver's label is the slot's where firmware and driver agree.
        let module = count.label.flatMap { label in
            hardware.memory.modules.first { $0.locator == label || $0.id == label }
        }
        let part = EventPart(
            className: module == nil ? "" : "CIM_PhysicalMemory", id: module?.id ?? count.id,
            name: module.map { "Memory module \($0.id)" } ?? "Memory \(count.label ?? count.id)",
            facts: [EventFact("Counter", count.id)])
        return [
            ErrorCount(.memoryCorrectable, of: part, count: count.corrected),
            ErrorCount(.memoryUncorrectable, of: part, count: count.uncorrected),
        ]
    }
}

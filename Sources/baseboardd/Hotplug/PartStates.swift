// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Monitoring

/// What changes of parts while they stay, read for the inventory; nothing of what was not asked for.
struct PartStates: Sendable {
    /// What links are less than they could be, by function; empty for a link that is as it should be.
    var links: [PCIAddress: String] = [:]
    /// How drives get on.
    var drives: [Drive.ID: PartRecord.Health] = [:]
    /// Whether adapters feed the machine.
    var supplies: [PowerSupply.ID: Bool] = [:]

    /// The links of functions, which are registers; for a lane.
    ///
    /// A link is told of at the end of the card, by the first of its functions: the port above has the same.
    mutating func readLinks(of inventory: PCIInventory, only wanted: Set<PCIAddress>?, reading sysfs: Sysfs) {
        for function in inventory.all where wanted?.contains(function.address) ?? true {
            guard function.physicalFunction == nil, function.address.function == 0, !inventory.leadsDown(function)
            else { continue }
            let partner = inventory.linkPartner(of: function)
            let facts = PCIFunctionFacts([.link], of: function, partner: partner, reading: sysfs)
            if let link = facts.link { links[function.address] = Self.shortfall(of: link, function) }
        }
    }

    /// What a link is less than it could be; nil where nobody knows.
    private static func shortfall(of link: PCILink, _ function: PCIFunction) -> String? {
        switch link.verdict {
        case .unknown: return nil
        case .full: return ""
        case .reducedWidth:
            guard let width = link.current.width, let own = link.maximum.width else { return nil }
            return "\(width) of \(min(own, link.partner?.width ?? own)) lanes"
        case .reducedSpeed:
            // Graphics units slow their links down whenever they have nothing to do.
            if function.identity.baseClass == 0x03 { return "" }
            guard let speed = link.current.speed, let own = link.maximum.speed else { return nil }
            return "\(speed) of \(min(own, link.partner?.speed ?? own)) GT/s"
        }
    }

    /// How the kernel gets on with drives: its memory, never the drives; for a lane.
    mutating func readHealth(of inventory: DriveInventory, reading sysfs: Sysfs) {
        for drive in inventory.drives {
            drives[drive.id] = Self.health(DriveState(of: drive, reading: sysfs).paths.compactMap(\.state))
        }
    }

    /// A drive that lost one of its ways works, and not as it should; nil while nobody knows.
    static func health(_ states: [String]) -> PartRecord.Health? {
        // What recovers from an error says so for a moment: neither good nor bad.
        let works = states.contains { ["running", "live", "created"].contains($0) }
        let failed = states.contains {
            ["offline", "transport-offline", "dead", "deleting (no IO)"].contains($0)
        }
        if failed { return works ? .degraded : states.count == 1 || !works ? .failed : nil }
        return works ? .good : nil
    }

    /// Whether adapters feed the machine; for their lane.
    mutating func readSupplies(_ found: [PowerSupply], reading sysfs: Sysfs) {
        for supply in found where supply.kind == .mains || supply.kind == .ups {
            supplies[supply.id] = supply.isOnline(sysfs)
        }
    }
}

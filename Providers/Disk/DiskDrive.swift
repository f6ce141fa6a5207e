// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// One drive as it is shown: what was found, and what is read of it while it runs.
struct DiskDrive {
    let drive: Drive
    let id: PartID
    /// The sensor of its temperature, as BB_SensorView names it.
    var temperatureSensor: PartID?
    /// Read with the facet `live`; nothing before.
    var state = DriveState()

    /// The model, else what it speaks, with the bay where it has one.
    var name: String {
        let name = drive.model ?? "\(drive.transport.rawValue) disk"
        return drive.bay.map { "\(name), bay \($0)" } ?? name
    }

    /// How the kernel gets on with it: only that; what the drive thinks of itself (SMART) is not asked.
    var health: Health { state.paths.isEmpty ? .unknown : pathHealth }

    /// A drive that lost one of its paths works and is degraded.
    private var pathHealth: Health {
        let known = state.paths.compactMap(\.state).map(Self.health)
        guard let worst = known.dropFirst().reduce(known.first, { $0?.worse($1) }) else {
            // The kernel keeps no state of virtio disks and cards: being there is all there is to know.
            return .good
        }
        return known.contains(.good) ? (worst == .good ? .good : .degraded) : worst
    }

    private static func health(_ state: String) -> Health {
        switch state {
        case "running", "live", "created": .good
        case "blocked", "quiesce", "created-blocked", "new", "connecting", "resetting": .degraded
        case "offline", "transport-offline": .lost
        case "cancel", "deleted", "deleting", "deleting (no IO)", "dead": .critical
        default: .unknown
        }
    }

    /// CIM_EnabledLogicalElement.EnabledState.
    var enabledState: UInt64 {
        switch health {
        case .good, .degraded: 2
        case .lost, .critical, .fatal: 6
        case .unknown: 5
        }
    }

    /// Whether power management has put every way to it to sleep: `active`, `suspended`.
    var power: String? {
        let known = state.paths.compactMap(\.power).filter { $0 != "unsupported" }
        return known.first { $0 == "active" } ?? known.first
    }

    /// CIM_LogicalDevice.Availability.
    var availability: UInt64 {
        switch (health, power) {
        case (.lost, _), (.critical, _), (.fatal, _): 8
        case (_, "suspended"?), (_, "suspending"?): 13
        case (.degraded, _): 10
        case (.good, _): 3
        case (.unknown, _): 2
        }
    }

    /// What stores the data, in a word.
    var mediaType: String? {
        guard drive.transport.isPhysical else { return nil }
        return drive.isRotational.map { $0 ? "HDD" : "SSD" }
    }

    /// CIM_MediaAccessDevice.Capabilities.
    var capabilities: [UInt64] {
        var found: [UInt64] = [3]
        if !isReadOnly { found.append(4) }
        if drive.isRemovable { found.append(7) }
        if drive.watchesHealth == true { found.append(10) }
        return found
    }

    var isReadOnly: Bool { !drive.extents.isEmpty && drive.extents.allSatisfy(\.isReadOnly) }

    /// CIM_MediaAccessDevice.Security.
    var security: UInt64 {
        switch drive.security {
        case .locked: 5
        case .off, .unlocked: isReadOnly ? 4 : 3
        case nil: isReadOnly ? 4 : 2
        }
    }

    /// What else the drive is known by, each with what it is.
    var identifiers: [(text: String, description: String)] {
        var found: [(String, String)] = []
        if let identifier = drive.identifier {
            found.append((identifier.digits.uppercased(), identifier.kind.rawValue))
        }
        if let serial = drive.serialNumber { found.append((serial, "Serial number")) }
        for path in drive.paths where path.sasAddress != nil { found.append((path.sasAddress ?? "", "SAS address")) }
        return found
    }

    /// The link that carries most.
    var link: DriveState.Path? { state.paths.max { ($0.speed ?? 0) < ($1.speed ?? 0) } }
}

extension Facets {
    /// State, power, links, counters, holders.
    static let live = Facets(rawValue: 1)
}

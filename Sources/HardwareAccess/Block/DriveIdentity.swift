// SPDX-License-Identifier: Apache-2.0

/// Makes keys of drives that survive reboots, renumbering and lost paths.
enum DriveIdentity {
    /// The key of one node, before duplicates are told apart: the name that udev would link below `/dev/disk/by-id`.
    ///
    /// - Parameter unit: the logical unit; one USB serial number may cover several.
    static func key(of drive: Drive, unit: UInt64) -> String {
        let bus = prefix(drive.transport)
        if let identifier = drive.identifier {
            return identifier.kind == .naa ? identifier.name : bus + identifier.name
        }
        if let serial = drive.serialNumber {
            let words = [drive.transport == .usb || drive.transport == .sas ? drive.vendor : nil, drive.model, serial]
            let name = words.compactMap { $0 }.joined(separator: "_")
            return bus + linkName(name) + (drive.transport == .usb ? "-0:\(unit)" : "")
        }
        return drive.paths.first?.location ?? "unknown"
    }

    private static func prefix(_ transport: DriveTransport) -> String {
        switch transport {
        case .sata, .ata: "ata-"
        case .nvme: "nvme-"
        case .usb: "usb-"
        case .virtio: "virtio-"
        case .mmc: "mmc-"
        case .sas, .fibreChannel, .iscsi, .scsi, .raid, .other: "scsi-"
        }
    }

    /// Text as udev writes it in a link: blanks as underscores, nothing that a shell or URL would trip over.
    private static func linkName(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ": if name.last != "_" { name.append("_") }
            case "/", "\\", "\"", "'", "<", ">", "&", "?", "*": name.append("_")
            default: name.unicodeScalars.append(scalar)
            }
        }
        return name
    }

    /// Makes drives of nodes: paths of one drive joined, drives of one identity told apart by their place.
    static func drives(_ units: [Drive]) -> [Drive] {
        var drives = joined(units)
        var counts: [String: Int] = [:]
        for drive in drives { counts[drive.id, default: 0] += 1 }
        var taken: [String: Int] = [:]
        for index in drives.indices {
            let key = drives[index].id
            let place = drives[index].paths.first?.location ?? ""
            let wanted = counts[key] == 1 || key == place ? key : "\(key)@\(place)"
            drives[index].id = unique(wanted, &taken)
        }
        nameExtents(&drives)
        return drives
    }

    /// - Parameter taken: every key, with the last ordinal that was tried for it.
    private static func unique(_ wanted: String, _ taken: inout [String: Int]) -> String {
        var key = wanted
        while taken[key] != nil {
            taken[wanted, default: 1] += 1
            key = "\(wanted).\(taken[wanted, default: 1])"
        }
        taken[key] = 1
        return key
    }

    /// Puts together the nodes that share a mark.
    private static func joined(_ units: [Drive]) -> [Drive] {
        var leaders: [Int] = Array(units.indices)
        var byMark: [String: Int] = [:]
        func leader(_ index: Int) -> Int {
            var current = index
            while leaders[current] != current { current = leaders[current] }
            return current
        }
        for (index, unit) in units.enumerated() {
            for mark in unit.joins {
                let other = leader(byMark[mark] ?? index)
                byMark[mark] = other
                let own = leader(index)
                // The first node leads, so that the order of drives is that of nodes.
                leaders[max(own, other)] = min(own, other)
            }
        }
        var groups: [Int: Drive] = [:]
        var order: [Int] = []
        for (index, unit) in units.enumerated() {
            let first = leader(index)
            if groups[first] == nil {
                order.append(first)
                groups[first] = unit
            } else {
                groups[first]?.add(unit)
            }
        }
        return order.compactMap { groups[$0] }
    }

    /// Gives extents their keys: their own number where nobody else has it, else the drive's key and the namespace.
    private static func nameExtents(_ drives: inout [Drive]) {
        func own(_ drive: Drive, _ extent: DriveExtent) -> String {
            guard let namespace = extent.namespace else { return drive.id }
            return extent.identifier.map { "nvme-" + $0.name } ?? "\(drive.id)_\(namespace)"
        }
        var counts: [String: Int] = [:]
        for drive in drives { for extent in drive.extents { counts[own(drive, extent), default: 0] += 1 } }
        var taken: [String: Int] = [:]
        for index in drives.indices {
            for position in drives[index].extents.indices {
                let extent = drives[index].extents[position]
                var wanted = own(drives[index], extent)
                // Firmware of some models gives every drive the same number.
                if counts[wanted] != 1 { wanted = "\(drives[index].id)_\(extent.namespace ?? 0)" }
                drives[index].extents[position].id = unique(wanted, &taken)
            }
        }
    }
}

extension Drive {
    /// Takes over another way to the same drive.
    fileprivate mutating func add(_ other: Drive) {
        paths += other.paths
        bay = bay ?? other.bay
        enclosure = enclosure ?? other.enclosure
        isHotSwappable = isHotSwappable ?? other.isHotSwappable
        for extent in other.extents {
            let same = extents.firstIndex { $0.namespace == extent.namespace }
            if let same {
                // Both controllers of a subsystem show the one node that the kernel made of their namespaces.
                extents[same].nodes += extent.nodes.filter { !extents[same].nodes.contains($0) }
            } else {
                extents.append(extent)
            }
        }
        extents.sort { ($0.namespace ?? 0) < ($1.namespace ?? 0) }
    }
}

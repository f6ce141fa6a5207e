// SPDX-License-Identifier: Apache-2.0

/// A whole disk: one part, however many paths lead to it and however many namespaces it has.
///
/// Found without opening it: everything here stands in the kernel's memory.
public struct Drive: Sendable, Hashable, Identifiable {
    /// Whether the firmware locks the drive by a password.
    public enum Security: Sendable, Hashable {
        /// The drive can, and no password is set.
        case off
        /// A password is set and given.
        case unlocked
        /// A password is set and missing.
        case locked
    }

    /// Stable across reboots, renumbering and other paths, unique in an inventory.
    ///
    /// The name that udev gives below `/dev/disk/by-id`: by World Wide Name, else by model and serial number, as NVMe
    /// always, whose numbers belong to namespaces; else by the path.
    public internal(set) var id: String
    /// What it speaks.
    public var transport: DriveTransport
    /// Who made it; ATA and NVMe have no place for that.
    public var vendor: String?
    /// The whole name of the model.
    public var model: String?
    /// The maker's number of this one piece.
    public var serialNumber: String?
    /// The firmware's revision.
    public var firmware: String?
    /// The drive's own number in the world; that of an NVMe drive's namespaces stands with its extents.
    public var identifier: DriveIdentifier?
    /// Whether it has discs that turn; nil where a hypervisor says so.
    public var isRotational: Bool?
    /// Revolutions per minute of the discs.
    public var rotationRate: Int?
    /// The size of the housing in the words of the standards, such as `2.5 inch`.
    public var formFactor: String?
    /// Whether the medium can be taken out, as that of a card reader; sticks say so too.
    public var isRemovable = false
    /// The state of the ATA password.
    public var security: Security?
    /// Whether the drive watches its own health (SMART) and that is switched on.
    public var watchesHealth: Bool?
    /// The label of the bay that holds it.
    public var bay: String?
    /// The number of the enclosure that the bay belongs to.
    public var enclosure: String?
    /// Whether the bay lets it be pulled while the machine runs.
    public var isHotSwappable: Bool?
    /// The NVMe subsystem.
    public var subsystem: String?
    /// The blocks; none where an NVMe drive has no namespace.
    public internal(set) var extents: [DriveExtent]
    /// The ways to it, in the order of their nodes.
    public internal(set) var paths: [DrivePath]

    /// What makes two nodes one drive beside their identity; only while an inventory is made.
    var joins: [String] = []

    /// Bytes of all extents together; nil where one is unknown.
    public var size: UInt64? {
        var total: UInt64 = 0
        for extent in extents {
            guard let size = extent.size else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(size)
            if overflow { return nil }
            total = sum
        }
        return extents.isEmpty ? nil : total
    }

    /// The block devices of the moment.
    public var nodes: [DriveNode] { extents.flatMap(\.nodes) }
}

// SPDX-License-Identifier: Apache-2.0

/// What a drive speaks, in the word that people use.
public enum DriveTransport: String, Sendable, Hashable, CaseIterable {
    case sata = "SATA"
    /// The parallel bus before SATA.
    case ata = "ATA"
    case sas = "SAS"
    case nvme = "NVMe"
    case usb = "USB"
    case virtio
    case mmc = "MMC"
    case fibreChannel = "FC"
    case iscsi = "iSCSI"
    /// SCSI over something that is none of the others, such as a hypervisor's bus.
    case scsi = "SCSI"
    /// A volume that a RAID controller shows in place of its disks.
    case raid = "RAID"
    case other

    /// Whether two nodes of one identity are two ways to one drive; elsewhere they are two drives that lie.
    var hasSeveralPaths: Bool {
        switch self {
        case .sas, .nvme, .fibreChannel, .iscsi, .scsi: true
        case .sata, .ata, .usb, .virtio, .mmc, .raid, .other: false
        }
    }

    /// Whether there is a thing to touch behind it, so that a medium, a rotation or a housing can be told.
    public var isPhysical: Bool {
        switch self {
        case .sata, .ata, .sas, .nvme, .usb, .mmc: true
        case .virtio, .fibreChannel, .iscsi, .scsi, .raid, .other: false
        }
    }
}

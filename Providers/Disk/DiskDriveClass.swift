// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// CIM_DiskDrive: one instance a drive (`spec/hardware-classes.md` section 14); also a CIM_MediaAccessDevice.
func diskDriveClass<S: PartSource>(_ drives: S, of system: ScopingSystem) -> some ResourceClass
where S.Part == DiskDrive {
    let device = Column<DiskDrive>.logicalDevice(
        "CIM_DiskDrive", of: system, reads: .live, id: \.id, name: \.name, health: \.health,
        enabledState: \.enabledState)
    return Table(
        "CIM_DiskDrive", of: drives,
        extends: "CIM_MediaAccessDevice",
        displayName: "Disk drives", summary: ["ElementName", "HealthState", "MaxMediaSize", "DefaultBlockSize"],
        columns: device + columns,
        "A whole disk, however many paths lead to it and however many namespaces it has; each of these is a "
            + "CIM_StorageExtent tied to it by CIM_MediaPresent. Model and serial number stand on its CIM_PhysicalPackage. "
            + "Its health is what the kernel knows: nothing is asked of the drive itself."
    )
}

/// What CIM_MediaAccessDevice adds, and what the drive is known by.
private var columns: [Column<DiskDrive>] {
    let blockSize: (DiskDrive) -> Value = { Value($0.drive.extents.first?.logicalBlockSize) }
    return [
        .property(
            "Availability", .uint16,
            values: [
                NamedValue(2, "Unknown"), NamedValue(3, "Running/Full Power"), NamedValue(8, "Off Line"),
                NamedValue(10, "Degraded"), NamedValue(13, "Power Save - Unknown"),
            ],
            reads: .live, "Whether it can be used now; 13 while power management has put it to sleep."
        ) { .unsigned($0.availability) },
        .property(
            "OtherIdentifyingInfo", .string, isArray: true,
            "What else the drive is known by: World Wide Name, serial number, addresses."
        ) { .array($0.identifiers.map { .string($0.text) }) },
        .property(
            "IdentifyingDescriptions", .string, isArray: true,
            "What the entries of OtherIdentifyingInfo are, in the same order."
        ) { .array($0.identifiers.map { .string($0.description) }) },
        .property(
            "Capabilities", .uint16, isArray: true,
            values: [
                NamedValue(3, "Random Access"), NamedValue(4, "Supports Writing"),
                NamedValue(7, "Supports Removeable Media"), NamedValue(10, "SMART Notification"),
            ],
            "What the drive can do."
        ) { .array($0.capabilities.map(Value.unsigned)) },
        .property(
            "MaxMediaSize", .uint64, unit: .kilobytes, "The size of all that it stores, in units of 1,000 bytes."
        ) { Value($0.drive.size.map { $0 / 1000 }) },
        .property("DefaultBlockSize", .uint64, unit: .bytes, "The size of a block.", value: blockSize),
        .property("MaxBlockSize", .uint64, unit: .bytes, "The size of the largest block.", value: blockSize),
        .property("MinBlockSize", .uint64, unit: .bytes, "The size of the smallest block.", value: blockSize),
        .property(
            "Security", .uint16,
            values: [
                NamedValue(2, "Unknown"), NamedValue(3, "None"), NamedValue(4, "Read Only"),
                NamedValue(5, "Locked Out"),
            ],
            "Whether access is limited; known where the drive tells of a password."
        ) { .unsigned($0.security) },
    ]
}

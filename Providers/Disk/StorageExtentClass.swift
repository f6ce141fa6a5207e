// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// CIM_StorageExtent: the blocks of a drive, one instance a namespace (`spec/hardware-classes.md` section 15).
func storageExtentClass<S: PartSource>(_ extents: S, of system: ScopingSystem) -> some ResourceClass
where S.Part == DiskExtent {
    let device = Column<DiskExtent>.logicalDevice(
        "CIM_StorageExtent", of: system, reads: .live, id: \.id, name: \.name, health: \.drive.health,
        enabledState: \.drive.enabledState
    ).filter { $0.property.name != "Name" }
    return Table(
        "CIM_StorageExtent", of: extents,
        extends: "CIM_LogicalDevice",
        displayName: "Storage extents", summary: ["ElementName", "BlockSize", "NumberOfBlocks", "HealthState"],
        columns: device + columns,
        "The blocks of a drive: all of them, or one namespace of an NVMe drive.")
}

/// What CIM_StorageExtent adds.
private var columns: [Column<DiskExtent>] {
    [
        .property("Name", .string, "The number in the form that NameFormat and NameNamespace say.") {
            .string($0.standardName.name)
        },
        .property("NameFormat", .uint16, values: nameFormats, "The form of Name.") {
            .unsigned($0.standardName.format)
        },
        .property("OtherNameFormat", .string, "The form of Name where NameFormat is 1.") {
            Value($0.standardName.format == 1 ? $0.standardName.words : nil)
        },
        .property("NameNamespace", .uint16, values: nameNamespaces, "Who gave Name out.") {
            .unsigned($0.standardName.namespace)
        },
        .property("OtherNameNamespace", .string, "Who gave Name out where NameNamespace is 1.") {
            Value($0.standardName.namespace == 1 ? $0.standardName.words : nil)
        },
        .property("BlockSize", .uint64, unit: .bytes, "The size of a block.") { Value($0.extent.logicalBlockSize) },
        .property("NumberOfBlocks", .uint64, "How many blocks there are.") { Value($0.blocks) },
        .property("ConsumableBlocks", .uint64, "How many of them can be used: all.") { Value($0.blocks) },
        .property("Primordial", .boolean, "Whether it is made of no other extent: a drive's is not.") { _ in
            .boolean(true)
        },
        .property("SequentialAccess", .boolean, "Whether blocks must be read in order.") { _ in .boolean(false) },
        .property(
            "DataOrganization", .uint16, values: [NamedValue(2, "Fixed Block")], "How the data is laid out."
        ) { _ in .unsigned(2) },
        .property(
            "Access", .uint16,
            values: [NamedValue(1, "Readable"), NamedValue(3, "Read/Write Supported")], "What can be done with it."
        ) { .unsigned($0.extent.isReadOnly ? 1 : 3) },
        .property(
            "ExtentStatus", .uint16, isArray: true,
            values: [
                NamedValue(1, "Unknown"), NamedValue(2, "None/Not Applicable"), NamedValue(3, "Broken"),
            ],
            reads: .live, "How the blocks are; 3 where the kernel has given the drive up."
        ) { .array([.unsigned($0.status)]) },
    ]
}

/// CIM_MediaPresent: which blocks are on which drive.
func mediaPresentClass(_ extents: DiskExtents, of system: ScopingSystem) -> some ResourceClass {
    Association(
        "CIM_MediaPresent", extends: "CIM_Dependency", displayName: "Media of drives",
        first: AssociationRole("Antecedent", "CIM_MediaAccessDevice", "The drive."),
        second: AssociationRole("Dependent", "CIM_StorageExtent", "Its blocks."),
        "Ties a drive to its blocks; an NVMe drive to each of its namespaces.", generation: { extents.generation }
    ) { () throws(ProviderError) in
        extents.pairs.map {
            Link(system.device("CIM_DiskDrive", $0.drive), system.device("CIM_StorageExtent", $0.extent))
        }
    }
}

private let nameFormats = [
    NamedValue(1, "Other"), NamedValue(9, "NAA"), NamedValue(10, "EUI64"), NamedValue(12, "OS Device Name"),
]

private let nameNamespaces = [
    NamedValue(1, "Other"), NamedValue(2, "VPD83Type3"), NamedValue(3, "VPD83Type2"), NamedValue(5, "VPD80"),
]

extension DiskExtent {
    /// Name with NameFormat and NameNamespace; `words` say what 1 (Other) stands for.
    fileprivate var standardName: (name: String, format: UInt64, namespace: UInt64, words: String) {
        guard let identifier = extent.identifier else {
            // Page 80h is SCSI's; ATA and USB drives have their serial numbers elsewhere.
            let isPage80 = [.sas, .scsi, .fibreChannel, .iscsi, .raid].contains(drive.drive.transport)
            if extent.namespace == nil, isPage80, let serial = drive.drive.serialNumber {
                return (serial, 1, 5, "Serial number")
            }
            return (id.text, 1, 1, drive.drive.serialNumber == nil ? "Path" : "Model and serial number")
        }
        let name = identifier.digits.uppercased()
        return switch identifier.kind {
        case .naa: (name, 9, 2, "NAA")
        case .eui64: (name, 10, extent.namespace == nil ? 3 : 1, "NVMe")
        case .nguid: (name, 1, 1, "NVMe NGUID")
        case .uuid: (name, 1, 1, "NVMe UUID")
        }
    }

    /// CIM_StorageExtent.ExtentStatus.
    fileprivate var status: UInt64 {
        switch drive.health {
        case .good, .degraded: 2
        case .unknown: 1
        case .lost, .critical, .fatal: 3
        }
    }
}

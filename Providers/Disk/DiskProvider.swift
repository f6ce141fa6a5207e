// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
public import ProviderKit
public import ResourceModel

/// Disks: drives, their blocks, their housings.
public struct DiskProvider: Provider {
    /// CIM_DiskDrive, CIM_StorageExtent, CIM_MediaPresent, BB_DriveView.
    public let resourceClasses: [any ResourceClass]
    /// The housings of the drives, in the order of the drives: a console pairs them by that.
    public let packages: any PhysicalPackageSource

    private let drives: DiskDrives
    private let system: ScopingSystem

    /// Shows the drives that the hardware's last scan found.
    public init(_ hardware: Hardware, of system: ScopingSystem) {
        drives = DiskDrives(hardware)
        self.system = system
        let extents = DiskExtents(drives)
        packages = DiskHousings(drives, of: system)
        resourceClasses = [
            diskDriveClass(drives, of: system), storageExtentClass(extents, of: system),
            mediaPresentClass(extents, of: system), driveViewClass(drives),
        ]
    }

    /// The thermometer of each drive that has one.
    public func thermometers() -> [(sensor: PartID, element: Reference)] {
        drives.ids.compactMap { id in
            drives.found(id)?.temperatureSensor.map { ($0, system.device("CIM_DiskDrive", id)) }
        }
    }

    /// Takes over what the hardware's last scan found.
    public func rescan() async { drives.refresh() }
}

// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
public import ProviderKit

/// Disks: drives, their blocks, their housings.
public struct DiskProvider: Provider {
    /// CIM_DiskDrive, CIM_StorageExtent, CIM_MediaPresent, BB_DriveView.
    public let resourceClasses: [any ResourceClass]
    /// The housings of the drives, in the order of the drives: a console pairs them by that.
    public let packages: any PhysicalPackageSource

    /// The thermometer of each drive that has one.
    public let thermometers: SensorTies

    private let drives: DiskDrives

    /// Shows the drives that the hardware's last scan found.
    public init(_ hardware: Hardware, of system: ScopingSystem) {
        let drives = DiskDrives(hardware)
        self.drives = drives
        let extents = DiskExtents(drives)
        packages = DiskHousings(drives, of: system)
        resourceClasses = [
            diskDriveClass(drives, of: system), storageExtentClass(extents, of: system),
            mediaPresentClass(extents, of: system), driveViewClass(drives),
        ]
        thermometers = SensorTies(generation: { drives.generation &+ hardware.revision(of: .sensors) }) {
            drives.ids.compactMap { id in
                drives.found(id)?.temperatureSensor.map { ($0, system.device("CIM_DiskDrive", id)) }
            }
        }
    }

    /// Takes over what the hardware's last scan found.
    public func rescan() async { drives.refresh() }
}

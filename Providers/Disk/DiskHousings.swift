// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// What can be touched of the drives: where model and serial number stand.
final class DiskHousings: PhysicalPackageSource {
    private let drives: DiskDrives
    private let system: ScopingSystem

    init(_ drives: DiskDrives, of system: ScopingSystem) {
        self.drives = drives
        self.system = system
    }

    var generation: UInt64 { drives.generation }

    var packages: [PhysicalPackage] {
        drives.ids.compactMap { id in drives.found(id).map(package) }
    }

    private func package(_ disk: DiskDrive) -> PhysicalPackage {
        let drive = disk.drive
        let label = ProductLabel(
            manufacturer: drive.vendor, model: drive.model, serialNumber: drive.serialNumber, version: drive.firmware)
        // Nothing is known of the housing's health beside that it is there.
        return PhysicalPackage(
            tag: disk.id, name: disk.name, type: .storageMedia, label: label, health: .good,
            removalConditions: drive.isHotSwappable == true ? 4 : nil,
            realizes: system.device("CIM_DiskDrive", disk.id))
    }
}

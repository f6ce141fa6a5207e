// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The machine itself: what the kernel and the firmware tell an unprivileged reader.
struct System {
    let id: PartID
    let manufacturer: String?
    let model: String?
    let version: String?
    let sku: String?
    let family: String?
    let serialNumber: String?
    let uuid: String?
    let assetTag: String?
    let boardManufacturer: String?
    let boardModel: String?
    let boardVersion: String?
    let boardSerialNumber: String?
    let boardAssetTag: String?
    let isHostingBoard: Bool?
    let isBoardReplaceable: Bool?
    let chassisManufacturer: String?
    let chassisVersion: String?
    let chassisSerialNumber: String?
    /// In units of 1.75 inches.
    let chassisHeight: Int?
    let powerCordCount: UInt16?
    let hasChassisLock: Bool?
    /// SMBIOS's number of the enclosure's kind.
    let chassisType: UInt64?
    let firmwareVendor: String?
    let firmwareVersion: String?
    let firmwareDate: String?
    let firmwareRelease: String?
    /// The UUID in the firmware's order of bytes.
    let platformGUID: String?
    /// Slots for memory, empty ones too.
    let memorySlotCount: UInt32?
    let memoryModuleCount: UInt32?
    /// Bytes in all modules, those that fit in all slots, and those that the kernel has.
    let installedMemory: UInt64?
    let maximumMemory: UInt64?
    let totalMemory: UInt64?
    let kernelRelease: String?
    let operatingSystem: String?
    let isVirtual: Bool

    var name: String { id.text }

    var hasBoard: Bool { boardManufacturer != nil || boardModel != nil || boardSerialNumber != nil }

    /// What stands on the outside of the machine.
    var chassisLabel: ProductLabel {
        ProductLabel(
            manufacturer: chassisManufacturer ?? manufacturer, model: model, sku: sku,
            serialNumber: serialNumber ?? chassisSerialNumber, version: chassisVersion ?? version)
    }

    var boardLabel: ProductLabel {
        ProductLabel(
            manufacturer: boardManufacturer, model: boardModel, serialNumber: boardSerialNumber,
            version: boardVersion)
    }
}

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
    let chassisManufacturer: String?
    /// SMBIOS's number of the enclosure's kind.
    let chassisType: UInt64?
    let firmwareVendor: String?
    let firmwareVersion: String?
    let firmwareDate: String?
    let kernelRelease: String?
    let operatingSystem: String?
    let isVirtual: Bool

    var name: String { id.text }
}

// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The one system there is.
final class Systems: PartSource {
    private let hardware: Hardware
    private let id: PartID
    private var system: System
    private(set) var generation: UInt64 = 0

    init(_ hardware: Hardware, name: String) {
        self.hardware = hardware
        id = PartID(name)
        system = System(id: id, hardware.system)
    }

    /// Takes over what the hardware's last scan found.
    func refresh() {
        system = System(id: id, hardware.system)
    }

    func identifiers() async throws(ProviderError) -> [PartID] { [id] }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> System? {
        id == self.id ? system : nil
    }
}

extension System {
    init(id: PartID, _ identity: SystemIdentity) {
        self.id = id
        manufacturer = identity.product.vendor
        model = identity.product.name
        version = identity.product.version
        sku = identity.sku
        family = identity.family
        serialNumber = identity.product.serial
        uuid = identity.uuid
        assetTag = identity.chassis.assetTag
        boardManufacturer = identity.board.vendor
        boardModel = identity.board.name
        boardVersion = identity.board.version
        chassisManufacturer = identity.chassis.vendor
        chassisType = identity.chassisType.flatMap { UInt64(exactly: $0) }
        firmwareVendor = identity.firmwareVendor
        firmwareVersion = identity.firmwareVersion
        firmwareDate = identity.firmwareDate
        kernelRelease = identity.kernelRelease
        operatingSystem = identity.operatingSystem
        isVirtual = identity.isVirtual
    }
}

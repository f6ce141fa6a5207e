// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The one system there is.
final class Systems: PartSource {
    private let hardware: Hardware
    private let id: PartID
    private(set) var current: System
    private(set) var generation: UInt64 = 0

    init(_ hardware: Hardware, name: String) {
        self.hardware = hardware
        id = PartID(name)
        current = System(id: id, hardware.system, hardware.memory)
        refresh()
    }

    /// Takes over what the hardware found, where it looked since the last time.
    func refresh() {
        let revision = hardware.revision(of: .system) &+ hardware.revision(of: .memory)
        guard revision != generation else { return }
        generation = revision
        current = System(id: id, hardware.system, hardware.memory)
    }

    func identifiers() async throws(ProviderError) -> [PartID] { [id] }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> System? {
        id == self.id ? current : nil
    }
}

/// A part that the system has one of, or none: its chassis, its board, its firmware.
final class SystemPart: PartSource {
    private let systems: Systems
    private let id: PartID
    private let condition: (System) -> Bool

    /// - Parameter condition: whether enough is known of the part to say that it is there.
    init(_ systems: Systems, _ id: PartID, where condition: @escaping (System) -> Bool) {
        self.systems = systems
        self.id = id
        self.condition = condition
    }

    var isPresent: Bool { condition(systems.current) }

    var generation: UInt64 { systems.generation }

    func identifiers() async throws(ProviderError) -> [PartID] { isPresent ? [id] : [] }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> System? {
        id == self.id && isPresent ? systems.current : nil
    }
}

extension System {
    init(id: PartID, _ identity: SystemIdentity, _ memory: MemoryInventory) {
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
        boardSerialNumber = identity.board.serial
        boardAssetTag = identity.board.assetTag
        isHostingBoard = identity.isHostingBoard
        isBoardReplaceable = identity.isBoardReplaceable
        chassisManufacturer = identity.chassis.vendor
        chassisVersion = identity.chassis.version
        chassisSerialNumber = identity.chassis.serial
        chassisHeight = identity.chassisHeight
        powerCordCount = identity.powerCordCount.flatMap { UInt16(exactly: $0) }
        hasChassisLock = identity.hasChassisLock
        chassisType = identity.chassisType.flatMap { UInt64(exactly: $0) }
        firmwareVendor = identity.firmwareVendor
        firmwareVersion = identity.firmwareVersion
        firmwareDate = identity.firmwareDate
        firmwareRelease = identity.firmwareRelease
        platformGUID = identity.platformGUID
        memorySlotCount = memory.slotCount.flatMap { UInt32(exactly: $0) }
        memoryModuleCount = memory.source == nil ? nil : UInt32(exactly: memory.modules.count)
        installedMemory = memory.installedCapacity
        maximumMemory = memory.maximumCapacity
        totalMemory = memory.total
        kernelRelease = identity.kernelRelease
        operatingSystem = identity.operatingSystem
        isVirtual = identity.isVirtual
    }
}

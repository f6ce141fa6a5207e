// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The blocks of the drives.
final class DiskExtents: PartSource {
    private let drives: DiskDrives
    private var owners: [PartID: (drive: PartID, extent: DriveExtent)] = [:]
    private var ids: [PartID] = []
    private var indexed: UInt64?

    init(_ drives: DiskDrives) { self.drives = drives }

    var generation: UInt64 { drives.generation }

    private func index() {
        guard indexed != drives.generation else { return }
        indexed = drives.generation
        owners.removeAll()
        ids.removeAll()
        for id in drives.ids {
            for extent in drives.found(id)?.drive.extents ?? [] {
                let part = PartID(extent.id)
                owners[part] = (id, extent)
                ids.append(part)
            }
        }
    }

    func identifiers() async throws(ProviderError) -> [PartID] {
        index()
        return ids
    }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> DiskExtent? {
        index()
        guard let owner = owners[id], let drive = try await drives.part(owner.drive, reading: facets) else {
            return nil
        }
        return DiskExtent(extent: owner.extent, id: id, drive: drive)
    }

    /// Which extent belongs to which drive, in order.
    var pairs: [(drive: PartID, extent: PartID)] {
        index()
        return ids.compactMap { id in owners[id].map { ($0.drive, id) } }
    }
}

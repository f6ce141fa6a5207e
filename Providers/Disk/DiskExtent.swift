// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The blocks of a drive as they are shown.
struct DiskExtent {
    let extent: DriveExtent
    let id: PartID
    var drive: DiskDrive

    var name: String { extent.namespace.map { "\(drive.name), namespace \($0)" } ?? drive.name }

    /// How many blocks; nil where size or block size is unknown.
    var blocks: UInt64? {
        guard let size = extent.size, let block = extent.logicalBlockSize, block > 0 else { return nil }
        return size / block
    }
}

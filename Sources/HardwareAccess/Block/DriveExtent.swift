// SPDX-License-Identifier: Apache-2.0

/// The blocks of a drive: all of them, or one namespace of an NVMe drive.
public struct DriveExtent: Sendable, Hashable, Identifiable {
    /// Stable and unique in an inventory; a drive with one extent shares its key with it unless that has its own.
    public internal(set) var id = ""
    /// The block devices that lead to it, more than one where there are several paths.
    public internal(set) var nodes: [DriveNode]
    /// The number of an NVMe namespace.
    public let namespace: Int?
    /// The blocks' own number in the world.
    public let identifier: DriveIdentifier?
    /// Bytes; nil where the kernel does not know.
    public let size: UInt64?
    /// Bytes that a request counts by.
    public let logicalBlockSize: UInt64?
    /// Bytes that the medium is written by.
    public let physicalBlockSize: UInt64?
    /// How many partitions the kernel found.
    public let partitions: Int
    /// Whether writing is refused.
    public let isReadOnly: Bool
    /// Whether the drive may keep what is written in a volatile cache.
    public let hasWriteCache: Bool?
    /// The most bytes of one discard; 0 where the drive knows none.
    public let discardLimit: UInt64?
    /// `host-managed` or `host-aware`; nil for a drive without zones.
    public let zoned: String?
}

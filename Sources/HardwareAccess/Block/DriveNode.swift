// SPDX-License-Identifier: Apache-2.0

/// A block device of the moment: the kernel's name changes between boots.
public struct DriveNode: Sendable, Hashable {
    /// The kernel's name, such as `sda`.
    public let name: String
    /// The canonical directory, relative to the root.
    public let path: String
    /// The kernel's count of disks (5.15 and later): tells a disk from the one that had its name before.
    public let sequence: UInt64?
}

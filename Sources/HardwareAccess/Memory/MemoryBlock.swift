// SPDX-License-Identifier: Apache-2.0

/// A piece of memory that the kernel switches on and off as a whole; all are of one size.
public struct MemoryBlock: Sendable, Hashable, Identifiable {
    /// The kernel's number, which stands for the address.
    public let id: Int
    /// Whether it is used.
    public let isOnline: Bool

    /// The kernel's name, such as `memory32`.
    public var name: String { "memory\(id)" }

    static let folder = "sys/devices/system/memory"
    /// The most blocks taken of a machine.
    private static let limit = 65_536

    /// The blocks in the tree that `sysfs` reads, in order.
    static func scan(reading sysfs: Sysfs) -> [MemoryBlock] {
        ((try? sysfs.list(folder, limit: limit)) ?? []).compactMap { name in
            guard DevicePath.isNumbered(name, "memory"), let number = Int(name.dropFirst("memory".count)) else {
                return nil
            }
            guard let state = sysfs.stringIfPresent("\(folder)/\(name)/state") else { return nil }
            return MemoryBlock(id: number, isOnline: state != "offline")
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// A core: the threads that share its execution units.
public struct ProcessorCore: Sendable, Hashable, Identifiable {
    /// What makes a core unique: its number is so only within a die of a package.
    public struct ID: Sendable, Hashable, CustomStringConvertible {
        /// The package's number.
        public let package: Int
        /// The die's number, 0 where the kernel tells none.
        public let die: Int
        /// The core's number within the die.
        public let core: Int

        /// Whether the kernel gave the number: of a core that is offline it gives none.
        var isKnown: Bool { core < CPUScan.firstOfflineCore }

        /// The key as text, such as `cpu/0/0/12`.
        public var description: String { "cpu/\(package)/\(die)/\(core)" }
    }

    /// The kind of a core in a processor of several kinds.
    public enum Kind: String, Sendable, Hashable {
        /// The faster kind.
        case performance
        /// The thriftier kind.
        case efficiency
    }

    /// Stable and unique.
    public let id: ID
    /// The kind, or `nil` where all cores are alike.
    public let kind: Kind?
    /// Its relative capacity, 1024 for the fastest, where the kernel tells.
    public let capacity: Int?
    /// Its threads in order.
    public let threads: [HardwareThread]

    /// Whether any of its threads runs.
    public var isOnline: Bool { threads.contains(where: \.isOnline) }
}

// SPDX-License-Identifier: Apache-2.0

/// A hwmon chip: a device that registered sensors with the kernel.
public struct HwmonChip: Sendable, Hashable, Identifiable {
    /// A chip's key: the path of its device below `sys/devices`, such as `platform/nct6775.656`.
    public struct ID: Sendable, Hashable, CustomStringConvertible {
        /// The key as text.
        public let description: String

        /// The key with this text.
        public init(_ description: String) { self.description = description }
    }

    /// Stable across reboots and renumbering, unique in an inventory.
    public let id: ID
    /// The driver's name, such as `coretemp`; several chips may share one.
    public let name: String
    /// The chip's own label, which boards give to tell their chips apart.
    public let label: String?
    /// The class directory of the moment, such as `hwmon3`; changes between boots.
    public let node: String
    /// The canonical directory of the attributes, relative to the root.
    public let path: String
    /// The canonical path of the parent device, relative to the root; `nil` for a virtual chip without one.
    public let devicePath: String?
    /// The name libsensors gives the chip, such as `coretemp-isa-0000`; only on the live root.
    public let libraryName: String?
    /// What reading it costs.
    public let costClass: CostClass
    /// The bus whose lane reads it; `nil` means that it is read at once on the event loop.
    public let lane: BusKey?
    /// Channels by kind and number.
    public let channels: [HwmonChannel]

    /// The channel of this kind and number.
    public func channel(_ kind: ChannelKind, _ index: Int) -> HwmonChannel? {
        channels.first { $0.kind == kind && $0.index == index }
    }
}

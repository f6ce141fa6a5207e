// SPDX-License-Identifier: Apache-2.0

/// What libsensors says of one chip under the administrator's configuration.
public struct LibraryChip: Sendable, Hashable {
    /// A channel libsensors shows.
    public struct Feature: Sendable, Hashable {
        /// The label from the configuration, or the driver's; `nil` when it is the channel's name.
        public let label: String?
        /// Whether a `compute` statement may change the value.
        public let isComputed: Bool
    }

    /// The name as `sensors` prints it, such as `coretemp-isa-0000`.
    public let name: String
    /// The canonical directory of its attributes, relative to the root.
    public let path: String
    /// The adapter's name, such as `ISA adapter`.
    public let adapter: String?
    /// Features by channel name; ignored ones are missing.
    public let features: [String: Feature]
}

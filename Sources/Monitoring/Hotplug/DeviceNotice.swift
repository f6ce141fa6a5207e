// SPDX-License-Identifier: Apache-2.0

/// What the kernel or udev said of a device, as far as hotplug needs it.
public struct DeviceNotice: Sendable, Hashable {
    /// What was said.
    public enum Action: String, Sendable, Hashable, CaseIterable {
        /// It came.
        case add
        /// It went.
        case remove
        /// Something about it is other than before.
        case change
        /// It works again.
        case online
        /// It was told to work no more.
        case offline
        /// A driver took it.
        case bind
        /// Its driver let it go.
        case unbind
        /// It bears another name.
        case move
    }

    /// What was said.
    public let action: Action
    /// The kernel's subsystem, such as `block`.
    public let subsystem: String
    /// The device below `sys`, such as `/devices/pci0000:00/0000:00:01.0`; of a partition its disk.
    public let path: String
    /// Whether a part is to be found once it came; not of what only passes by, such as a loop device.
    public let isPart: Bool
    /// The few properties that whoever looks at the device needs.
    public let properties: [String: String]

    /// What was said of a device.
    ///
    /// - Parameter isPartition: it is told of a partition, and so its disk changed.
    public init(
        _ action: Action, subsystem: String, path: String, isPart: Bool = true, isPartition: Bool = false,
        properties: [String: String] = [:]
    ) {
        self.action = isPartition ? .change : action
        self.subsystem = subsystem
        self.path = isPartition ? Self.parent(of: path) : path
        self.isPart = isPart
        self.properties = properties
    }

    private static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? path
    }
}

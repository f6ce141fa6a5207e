// SPDX-License-Identifier: Apache-2.0

/// Something udev told of a device, after its rules ran.
public struct DeviceEvent: Sendable, Hashable {
    /// `add`, `remove`, `change`, `online`, `offline`, `bind`, `unbind` or `move`.
    public let action: String
    /// The subsystem, such as `hwmon`, `cpu` or `thermal`.
    public let subsystem: String
    /// The device's path below `sys`, such as `/devices/virtual/hwmon/hwmon0`.
    public let devicePath: String
    /// The kernel's count of events; a gap means that some were lost.
    public let sequence: UInt64
    /// The event's properties.
    public let properties: [String: String]

    /// An event from its parts.
    public init(
        action: String, subsystem: String, devicePath: String, sequence: UInt64 = 0, properties: [String: String] = [:]
    ) {
        self.action = action
        self.subsystem = subsystem
        self.devicePath = devicePath
        self.sequence = sequence
        self.properties = properties
    }
}

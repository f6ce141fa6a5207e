// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Monitoring

extension DeviceNotice {
    /// What an event says of a device; nil for an action that hotplug knows nothing of.
    init?(_ event: DeviceEvent) {
        guard let action = Action(rawValue: event.action) else { return nil }
        let isPartition = event.subsystem == "block" && event.properties["DEVTYPE"] == "partition"
        self.init(
            action, subsystem: event.subsystem, path: event.devicePath, isPart: Self.isPart(event),
            isPartition: isPartition, properties: event.properties.filter { Self.kept.contains($0.key) })
    }

    /// What is needed when the device is looked at; a device has hundreds of others.
    private static let kept: Set<String> = ["DEVTYPE", "POWER_SUPPLY_PRESENT", "POWER_SUPPLY_ONLINE"]

    /// Whether a part is found where this is added, and may take a while to show its attributes.
    private static func isPart(_ event: DeviceEvent) -> Bool {
        var change = HardwareChanges()
        change.add(
            DeviceEvent(
                action: "add", subsystem: event.subsystem, devicePath: event.devicePath, properties: event.properties))
        return !change.drives.isEmpty
            || !change.kinds.isDisjoint(with: [.sensors, .networkPorts])
                && event.subsystem != "thermal"
    }
}

extension HardwareChanges {
    /// Adds what became of a device.
    mutating func add(_ device: SettledDevice) {
        let notice = device.notice
        let action =
            switch device.outcome {
            case .came: "add"
            case .went: "remove"
            case .changed: notice.action.rawValue
            }
        add(
            DeviceEvent(
                action: action, subsystem: notice.subsystem, devicePath: notice.path, properties: notice.properties))
    }
}

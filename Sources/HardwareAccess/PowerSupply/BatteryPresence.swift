// SPDX-License-Identifier: Apache-2.0

/// Tells when a battery is put in or taken out: the kernel's device stays, and its events are those of each reading.
public struct BatteryPresence: Sendable {
    private var known: [String: String] = [:]

    /// Nothing known: the first word of each battery counts as a change.
    public init() {}

    /// Whether an event tells another presence than the one before it.
    public mutating func isChanged(by event: DeviceEvent) -> Bool {
        guard event.subsystem == "power_supply" else { return false }
        guard event.action == "change", let present = event.properties["POWER_SUPPLY_PRESENT"] else {
            if event.action == "remove" { known[event.devicePath] = nil }
            return false
        }
        return known.updateValue(present, forKey: event.devicePath) != present
    }
}

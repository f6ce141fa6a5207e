// SPDX-License-Identifier: Apache-2.0

/// Tells when a battery is put in or taken out, and an adapter gets or loses its input: the kernel's device stays, and
/// its events are those of each reading.
public struct SupplyPresence: Sendable {
    private var known: [String: [String?]] = [:]

    /// Nothing known: the first word of each supply counts as a change.
    public init() {}

    /// Whether an event tells another presence or another input than the one before it.
    public mutating func isChanged(by event: DeviceEvent) -> Bool {
        guard event.subsystem == "power_supply" else { return false }
        let state = ["POWER_SUPPLY_PRESENT", "POWER_SUPPLY_ONLINE"].map { event.properties[$0] }
        guard event.action == "change", state.contains(where: { $0 != nil }) else {
            if event.action == "remove" { known[event.devicePath] = nil }
            return false
        }
        return known.updateValue(state, forKey: event.devicePath) != state
    }
}

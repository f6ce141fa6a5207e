// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// The batteries of a machine, in the kernel's order.
final class Batteries: PartSource {
    private struct Entry {
        let battery: Battery
        let live: SharedReading<LiveBattery?>
    }

    /// How long a reading is shared: the firmware itself keeps one for a second.
    static let maximumAge: UInt64 = 2_000_000_000
    /// How long a turn may take: an embedded controller answers a byte at a time.
    static let deadline = Duration.seconds(5)

    private let hardware: Hardware
    private var index = PartIndex<Entry>()

    var generation: UInt64 { index.revision }

    init(_ hardware: Hardware) {
        self.hardware = hardware
        refresh()
    }

    /// What is known of each without reading it.
    var all: [Battery] { index.all.map(\.battery) }

    /// Takes over what the hardware found, where it looked since the last time.
    func refresh() {
        let clock = hardware.clock
        index.update(to: hardware.revision(of: .powerSupplies)) { add in
            for supply in hardware.powerSupplies where supply.kind == .battery || supply.kind == .ups {
                let id = PartID(supply.id)
                let live = SharedReading<LiveBattery?>(
                    maximumAge: Self.maximumAge, executor: clock.executor, now: { clock.nanoseconds })
                add(id, Entry(battery: Battery(id: id, supply: supply), live: live))
            }
        }
    }

    func identifiers() async throws(ProviderError) -> [PartID] { index.ids }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Battery? {
        guard let entry = index[id] else { return nil }
        guard facets.contains(.live) else { return entry.battery }
        var battery = entry.battery
        battery.live = await entry.live.value { await read(battery.supply) }
        return battery
    }

    private func read(_ supply: PowerSupply) async -> LiveBattery? {
        let sysfs = hardware.sysfs
        let now = hardware.clock.now()
        let adapters = hardware.powerSupplies.filter { $0.kind != .battery && $0.kind != .ups }
        // A stalled lane leaves the values out; what stands on the label is known.
        return try? await hardware.lanes.lane(for: supply.lane).run(deadline: Self.deadline) {
            let fed = adapters.compactMap { $0.isOnline(sysfs) }
            return LiveBattery(
                reading: supply.reading(sysfs), isOnExternalPower: fed.isEmpty ? nil : fed.contains(true), readAt: now)
        }
    }
}

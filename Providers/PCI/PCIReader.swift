// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// Reads functions on the lane of PCI, and shares what is young enough.
final class PCIReader {
    private struct Key: Hashable {
        let address: PCIAddress
        let facets: UInt32
    }

    /// How long what was read is shared.
    static let maximumAge: UInt64 = 1_000_000_000
    /// How long a turn may take: some hundred files that the kernel has in memory, and a few registers.
    static let deadline = Duration.seconds(2)
    /// The lane; one, since the registers of a machine are one bus.
    static let lane = BusKey("pci")
    /// How many readings are kept: enough for those who ask at the same time, not for a machine of 2,000 functions.
    private static let limit = 128

    private let hardware: Hardware
    private var readings: [Key: SharedReading<PCIFunctionFacts>] = [:]
    private var order: [Key] = []

    init(_ hardware: Hardware) { self.hardware = hardware }

    /// Forgets what was read.
    func forget() {
        readings.removeAll()
        order.removeAll()
    }

    /// What these facets tell of a function; nothing while the lane hangs.
    func facts(of function: PCIFunction, _ facets: Facets) async -> PCIFunctionFacts {
        await reading(Key(address: function.address, facets: facets.rawValue)).value {
            let sysfs = hardware.sysfs
            let partner = hardware.pci.linkPartner(of: function)
            let groups = PCIFunctionFacts.Groups(rawValue: facets.rawValue)
            let facts = try? await hardware.lanes.lane(for: Self.lane).run(deadline: Self.deadline) {
                PCIFunctionFacts(groups, of: function, partner: partner, reading: sysfs)
            }
            return facts ?? PCIFunctionFacts()
        }
    }

    private func reading(_ key: Key) -> SharedReading<PCIFunctionFacts> {
        if let known = readings[key] { return known }
        if order.count >= Self.limit {
            // Whoever still waits for one of them holds it.
            for old in order.prefix(Self.limit / 2) { readings[old] = nil }
            order.removeFirst(Self.limit / 2)
        }
        let clock = hardware.clock
        let reading = SharedReading<PCIFunctionFacts>(
            maximumAge: Self.maximumAge, executor: clock.executor, now: { clock.nanoseconds })
        readings[key] = reading
        order.append(key)
        return reading
    }
}

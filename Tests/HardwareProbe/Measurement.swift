// SPDX-License-Identifier: Apache-2.0

import Glibc
import HardwareAccess

/// Prints what reads and scans cost here, in microseconds.
struct Measurement {
    /// A cheap attribute every kernel has.
    static let attribute = "sys/kernel/uevent_seqnum"

    static func run(machine: String) {
        guard let root = try? HardwareRoot("/"), let recorded = try? HardwareRoot(machine) else { exit(1) }
        let sysfs = Sysfs(root)
        let cache = AttributeCache()
        measure("cached read", 200_000) { _ = try? cache.integer(1) { open("/" + attribute, O_RDONLY) } }
        measure("read by openat", 50_000) { _ = try? sysfs.integer(attribute) }
        let machine = Sysfs(recorded)
        measure("scan of sensors", 20) { _ = SensorScanner(machine).scan() }
        measure("scan of processors", 20) { _ = CPUTopology(reading: machine) }
        measure("scan of PCI functions", 20) { _ = PCIScanner(machine, names: PCINames(recorded)).scan() }
        measure("names from the list of this machine", 20) {
            let card = PCIIdentity(vendor: 0x8086, device: 0x1572)
            _ = PCINames(root).names(of: [card])
        }
        let lanes = LaneSet(clock: SystemClock())
        let sampler = SensorSampler(sysfs: machine, lanes: lanes, clock: SystemClock())
        let inventory = SensorScanner(machine).scan()
        sampler.replaceInventory(inventory)
        let channels = Array(inventory.channels)
        for round in ["first samples", "samples from memory"] {
            let start = Timestamp.now()
            for channel in channels { _ = sampler.sampleNow(channel, .all) }
            report(round, start, channels.count)
        }
        lanes.close()
    }

    private static func measure(_ name: String, _ count: Int, _ body: () -> Void) {
        body()
        let start = Timestamp.now()
        for _ in 0..<count { body() }
        report(name, start, count)
    }

    private static func report(_ name: String, _ start: Timestamp, _ count: Int) {
        let nanoseconds = Timestamp.now().monotonic - start.monotonic
        print("\(name): \(Double(nanoseconds / Int64(count)) / 1000) us")
    }
}

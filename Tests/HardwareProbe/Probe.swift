// SPDX-License-Identifier: Apache-2.0

import Glibc
import HardwareAccess
import Synchronization

/// Prints the machine's sensors as HardwareAccess sees them, or the device events of a subsystem, one line each.
///
/// `hardware-probe [ROOT]`, `hardware-probe inventory [ROOT]`, `hardware-probe drives [ROOT]`,
/// `hardware-probe monitor SUBSYSTEM…`, `hardware-probe measure MACHINE`.
@main
struct Probe {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "monitor" {
            monitor(subsystems: Array(arguments.dropFirst()))
        } else if arguments.first == "inventory" {
            await inventory(root: arguments.dropFirst().first ?? "/")
        } else if arguments.first == "measure", let machine = arguments.dropFirst().first {
            Measurement.run(machine: machine)
        } else if arguments.first == "drives" {
            await drives(root: arguments.dropFirst().first ?? "/")
        } else {
            await sensors(root: arguments.first ?? "/")
        }
    }

    /// Says `ready`, prints one event and ends.
    private static func monitor(subsystems: [String]) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { exit(1) }
        let end = ends[1]
        let heard = Atomic(false)
        let monitor = DeviceMonitor(DeviceMonitor.Settings(subsystems: subsystems)) { event in
            // umockdev says everything twice, as the kernel and as udev, and plays no udev to be waited for.
            guard !heard.exchange(true, ordering: .relaxed) else { return }
            print("event \(event.action) \(event.subsystem) \(event.devicePath)")
            var byte: UInt8 = 0
            _ = write(end, &byte, 1)
        }
        guard let monitor else { exit(1) }
        print("ready")
        fflush(nil)
        var byte: UInt8 = 0
        _ = read(ends[0], &byte, 1)
        monitor.stop()
    }

    /// Prints memory, batteries and adapters.
    private static func inventory(root: String) async {
        guard let hardware = try? Hardware(root: root, clock: SystemClock(), usesSensorLibrary: false) else { exit(1) }
        guard (try? await hardware.rescan()) != nil else { exit(1) }
        func text(_ value: Any?) -> String { value.map { "\($0)" } ?? "-" }
        let memory = hardware.memory
        print("memory \(text(memory.source)) \(text(memory.slotCount)) \(text(memory.installedCapacity))")
        for module in memory.modules {
            print("module \(module.id) \(text(module.capacity)) \(text(module.type)) \(text(module.serial))")
        }
        for supply in hardware.powerSupplies {
            let reading = supply.reading(hardware.sysfs)
            print(
                "supply \(supply.id) \(supply.kind.rawValue) \(text(supply.model)) \(text(reading.status))",
                text(reading.fullCapacity), text(reading.isOnline), text(supply.device), supply.lane)
        }
        print("system \(text(hardware.system.product.name)) \(text(hardware.system.board.serial))")
        hardware.close()
    }

    private static func drives(root: String) async {
        guard let hardware = try? Hardware(root: root, clock: SystemClock(), usesSensorLibrary: false) else { exit(1) }
        guard (try? await hardware.rescan(HardwareChanges(.drives))) != nil else { exit(1) }
        for drive in hardware.drives.drives {
            let state = DriveState(of: drive, reading: hardware.sysfs)
            let words: [String?] = [
                drive.transport.rawValue, drive.vendor, drive.model, drive.serialNumber, drive.firmware,
                drive.identifier?.digits, drive.size.map { String($0) }, drive.isRotational.map { $0 ? "HDD" : "SSD" },
                drive.rotationRate.map { String($0) }, drive.bay, drive.nodes.map(\.name).joined(separator: "+"),
                drive.paths.map(\.location).joined(separator: "+"), drive.paths.first?.driver,
                drive.extents.map { String($0.partitions) }.joined(separator: "+"), state.paths.first?.state,
                state.paths.first?.speed.map { String($0) }, state.errors.map { String($0) },
                state.holders.joined(separator: "+"),
            ]
            print("drive \(drive.id) | " + words.map { $0 ?? "-" }.joined(separator: " | "))
            for extent in drive.extents where extent.id != drive.id { print("extent \(extent.id)") }
        }
        hardware.close()
    }

    private static func sensors(root: String) async {
        guard let hardware = try? Hardware(root: root, clock: SystemClock()) else { exit(1) }
        guard (try? await hardware.rescan()) != nil else { exit(1) }
        for warning in hardware.warnings { print("warning \(warning)") }
        for chip in hardware.sensors.chips {
            print("chip \(chip.id) \(chip.name) \(chip.libraryName ?? "-") \(chip.lane?.name ?? "-")")
            for channel in chip.channels {
                let sample = await hardware.sampler.sample(channel, .all)
                let reading = sample.measurement
                let raw = sample.rawMeasurement.value.map { String($0) } ?? "-"
                let value = reading.value.map { String($0) } ?? "-"
                let label = channel.label ?? "-"
                print(
                    "channel \(channel.name) \(value) \(raw) \(reading.quality.rawValue) \(reading.source.rawValue) \(label)"
                )
            }
        }
        hardware.close()
    }
}

/// The kernel's clock without alarms: the probe waits as long as it takes.
struct SystemClock: HardwareClock {
    struct NoTimer: HardwareTimer {
        func cancel() {}
    }

    func now() -> Timestamp { .now() }
    func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> any HardwareTimer { NoTimer() }
}

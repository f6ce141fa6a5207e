// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import HardwareAccess
import Logging
import ProviderKit
import Synchronization

/// Scans the hardware again when the kernel says that something came or went; first in the list of providers, so that
/// the others find what it found.
///
/// Confined to the loop.
final class HardwareWatch: Provider {
    let resourceClasses: [any ResourceClass] = []

    private let hardware: Hardware
    private let logger: Logger
    private let changes: ChangeCollector
    private let monitor: DeviceMonitor?

    /// After how long what could not be looked at is tried again, in nanoseconds.
    private static let pause: UInt64 = 30_000_000_000

    /// - Parameters:
    ///   - alarmed: called on the loop with the device path of a chip whose driver says that an alarm changed.
    ///   - changed: called on the loop once something changed and settled; it has the providers look.
    init(
        _ hardware: Hardware, loop: ServiceLoop, logger: Logger,
        alarmed: @escaping @Sendable (String) -> Void = { _ in },
        changed: @escaping @Sendable () -> Void
    ) {
        self.hardware = hardware
        self.logger = logger
        let changes = ChangeCollector(loop: loop, settled: changed)
        self.changes = changes
        guard hardware.isLive else {
            monitor = nil
            return
        }
        let presence = Mutex(BatteryPresence())
        monitor = DeviceMonitor(
            subsystems: HardwareChanges.subsystems, lost: { changes.add(.everything) },
            handler: { event in
                if event.subsystem == "hwmon", event.action == "change" {
                    let path = event.devicePath
                    loop.execute { alarmed(path) }
                }
                var change = HardwareChanges()
                change.add(event)
                if presence.withLock({ $0.isChanged(by: event) }) { change.kinds.insert(.powerSupplies) }
                if !change.isEmpty { changes.add(change) }
            })
        if monitor == nil { logger.notice("there is no udev to listen to; SIGHUP looks for new hardware") }
    }

    deinit { monitor?.stop() }

    /// Has the next rescan look for these too.
    func expect(_ change: HardwareChanges) { changes.expect(change) }

    /// Scans what changed since the last time.
    func rescan() async { await rescan(changes.take()) }

    /// Scans what is said to have changed.
    ///
    /// What a hanging bus withholds is tried again: by the next change, by SIGHUP, or after a pause.
    func rescan(_ wanted: HardwareChanges) async {
        guard !wanted.isEmpty else { return }
        let missed = await hardware.rescan(wanted)
        guard !missed.isEmpty else { return }
        logger.warning("some of the hardware could not be looked at, for a read hangs; trying again")
        changes.add(missed, settling: Self.pause)
    }
}

/// Gathers changes until no more come for a moment: attributes come after their event, and devices in crowds.
private final class ChangeCollector: Sendable {
    private let loop: ServiceLoop
    private let settled: @Sendable () -> Void
    // Touched on the loop alone.
    private nonisolated(unsafe) var pending = HardwareChanges()
    private nonisolated(unsafe) var timer: LoopTimer?
    private nonisolated(unsafe) var latest: UInt64?

    /// How long to wait for more events of the same change, in nanoseconds.
    private static let settling: UInt64 = 300_000_000
    /// How long a storm of events can put off the scan, in nanoseconds.
    private static let patience: UInt64 = 3_000_000_000

    init(loop: ServiceLoop, settled: @escaping @Sendable () -> Void) {
        self.loop = loop
        self.settled = settled
    }

    /// Takes a change; called on any thread.
    ///
    /// - Parameter settling: how long to wait for more, in nanoseconds.
    func add(_ change: HardwareChanges, settling: UInt64 = ChangeCollector.settling) {
        loop.execute {
            self.expect(change)
            let now = self.loop.now()
            // A change is not put off by what waits longer, as a second look does.
            let latest = min(self.latest ?? .max, now + max(Self.patience, settling))
            self.latest = latest
            self.timer?.cancel()
            self.timer = self.loop.schedule(after: min(settling, latest > now ? latest - now : 0)) {
                self.timer = nil
                self.latest = nil
                self.settled()
            }
        }
    }

    /// Takes a change that somebody else will act upon; called on the loop.
    func expect(_ change: HardwareChanges) { pending.formUnion(change) }

    /// What changed since the last time; called on the loop.
    func take() -> HardwareChanges {
        defer { pending = HardwareChanges() }
        return pending
    }
}

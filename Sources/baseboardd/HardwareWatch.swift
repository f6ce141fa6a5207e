// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import HardwareAccess
import Logging
import ProviderKit

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

    /// - Parameter changed: called on the loop once something changed and settled; it has the providers look.
    init(_ hardware: Hardware, loop: ServiceLoop, logger: Logger, changed: @escaping @Sendable () -> Void) {
        self.hardware = hardware
        self.logger = logger
        let changes = ChangeCollector(loop: loop, settled: changed)
        self.changes = changes
        guard hardware.isLive else {
            monitor = nil
            return
        }
        monitor = DeviceMonitor(
            subsystems: HardwareChanges.subsystems, lost: { changes.add(.everything) },
            handler: { event in
                var change = HardwareChanges()
                change.add(event)
                if !change.isEmpty { changes.add(change) }
            })
        if monitor == nil { logger.notice("there is no udev to listen to; SIGHUP looks for new hardware") }
    }

    deinit { monitor?.stop() }

    /// Has the next rescan look for these too.
    func expect(_ change: HardwareChanges) { changes.expect(change) }

    /// Scans what changed since the last time.
    func rescan() async {
        let changes = changes.take()
        guard !changes.isEmpty else { return }
        do throws(LaneError) {
            try await hardware.rescan(changes)
        } catch {
            // Not forgotten: the next change, or SIGHUP, looks again.
            self.changes.expect(changes)
            logger.warning("the hardware could not be scanned again: \(error)")
        }
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
    func add(_ change: HardwareChanges) {
        loop.execute {
            self.expect(change)
            let now = self.loop.now()
            let latest = self.latest ?? now + Self.patience
            self.latest = latest
            self.timer?.cancel()
            self.timer = self.loop.schedule(after: min(Self.settling, latest > now ? latest - now : 0)) {
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

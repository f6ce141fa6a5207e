// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import HardwareAccess
import Logging

/// Brings what the kernel's thermal core says to the watch over the sensors.
///
/// Confined to the loop. Where nobody speaks, as in a container, the sensors are read all the same.
final class ThermalWatch: Sendable {
    private let loop: ServiceLoop
    private let sensors: SensorWatch
    private let rescan: @Sendable () -> Void

    // Touched on the loop alone.
    private nonisolated(unsafe) var monitor: ThermalMonitor?
    private nonisolated(unsafe) var timer: LoopTimer?

    /// How many words wait for the loop at most.
    private static let inboxLimit = 4096
    /// How long the zones are left alone once they changed: a driver changes many, one by one.
    private static let pause: UInt64 = 2_000_000_000

    /// Listens from now on.
    ///
    /// - Parameter rescan: called on the loop when zones, trips or cooling devices are others.
    init(_ sensors: SensorWatch, loop: ServiceLoop, logger: Logger, rescan: @escaping @Sendable () -> Void) {
        self.loop = loop
        self.sensors = sensors
        self.rescan = rescan
        let inbox = LoopInbox<ThermalEvent>(loop: loop, limit: Self.inboxLimit) { [weak self] in
            self?.receive($0, isLost: $1)
        }
        monitor = ThermalMonitor(lost: { inbox.lose() }, handler: { inbox.add($0) })
        if monitor == nil { logger.info("the kernel says nothing of thermal trips; the sensors alone tell") }
    }

    /// Listens no more.
    func stop() {
        monitor?.stop()
        monitor = nil
        timer?.cancel()
        timer = nil
    }

    private func receive(_ events: [ThermalEvent], isLost: Bool) {
        guard monitor != nil else { return }
        var isCooling = isLost
        if isLost {
            sensors.forgetTrips()
            lookAgain()
        }
        for event in events {
            switch event {
            case .tripPassed(let zone, let trip, let temperature):
                sensors.tripChanged(zone: zone, trip: trip, isPassed: true, temperature: temperature.map(degrees))
            case .tripLeft(let zone, let trip, let temperature):
                sensors.tripChanged(zone: zone, trip: trip, isPassed: false, temperature: temperature.map(degrees))
            case .coolingChanged: isCooling = true
            case .zonesChanged: lookAgain()
            }
        }
        if isCooling { sensors.coolingChanged() }
    }

    private func lookAgain() {
        guard timer == nil else { return }
        timer = loop.schedule(after: Self.pause) { [self] in
            timer = nil
            rescan()
        }
    }

    private func degrees(_ millidegrees: Int64) -> Double { Double(millidegrees) / 1000 }
}

// SPDX-License-Identifier: Apache-2.0

import Configuration
import Database
import EventLog
import Glibc
import HTTPTransport
import HardwareAccess
import Logging
import ManagementService
import Monitoring
import Overlay
import ProviderKit
import SensorProvider
import Synchronization

/// The machine behind the service: hardware, what operators set, and the kernel's word that something changed.
///
/// Made and installed on the service's executor; only `install`, `rescan` and `close` are called from outside.
final class Inventory: Sendable {
    private let configuration: Configuration
    private let loop: ServiceLoop
    private let logger: Logger
    private let failure = Atomic(false)
    private let database = Mutex<Database?>(nil)
    // Touched on the loop alone.
    private nonisolated(unsafe) var watch: HardwareWatch?
    private nonisolated(unsafe) var sensors: SensorWatch?
    private nonisolated(unsafe) var events: EventLog?
    private nonisolated(unsafe) var installation: Task<Void, Never>?

    /// Whether nothing could be published, so that the daemon ends.
    var hasFailed: Bool { failure.load(ordering: .acquiring) }

    init(_ configuration: Configuration, loop: ServiceLoop, logger: Logger) {
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
    }

    /// Scans the hardware behind the first answers and publishes what there is.
    func install(into service: ManagementService) {
        loop.execute {
            self.installation = Task.immediate {
                do {
                    try await service.install { try await self.providers(rescanning: service) }
                    // What changed while there was nobody yet to tell.
                    await service.rescan()
                } catch {
                    // Nothing can be shown: better to end than to answer that there is nothing.
                    self.logger.critical("\(error)")
                    self.failure.store(true, ordering: .releasing)
                    kill(getpid(), SIGTERM)
                }
            }
        }
    }

    /// Looks for everything anew.
    func rescan(_ service: ManagementService) {
        loop.execute {
            self.watch?.expect(.everything)
            Task.immediate { await service.rescan() }
        }
    }

    /// Notes in the event log that the daemon stops, finishes what is being stored and closes the state database; blocks
    /// until then, so not called on the loop.
    func close() {
        loop.finish {
            // Who is told to stop at once may still be scanning; the scan's own deadline bounds the wait.
            await self.installation?.value
            await self.watch?.stop()
            await self.sensors?.stop()
            await self.events?.noteStop()
        }
        let database = database.withLock { $0 }
        database?.close()
    }

    private func providers(rescanning service: ManagementService) async throws -> [any Provider] {
        let database = try StateDatabase.open(configuration, loop: loop)
        self.database.withLock { $0 = database }
        let settings = OverlaySettings(try await overlay(in: database))
        let logger = logger
        let events = try await EventLog(
            database: database, limits: EventLogLimits(configuration), clock: LogClock()
        ) { logger.error("\($0)") }
        self.events = events
        await events.noteStart()
        let hardware = try hardware()
        // Listens before the first scan, so that nothing comes or goes between the two.
        let watch = HardwareWatch(
            hardware, rules: HotplugRules(configuration), loop: loop, recorder: events,
            store: InventoryRows(database: database), logger: logger,
            alarmed: { self.sensors?.alarmChanged(ofChipAt: $0) }
        ) { Task.immediate { await service.rescan() } }
        self.watch = watch
        await watch.scanFirst()
        watch.begin()
        for warning in hardware.warnings { logger.warning("\(warning)") }
        let installed = InstalledProviders(
            hardware, settings: settings, events: events, derived: DerivedSensorLimits(configuration))
        if configuration.monitoring.watch {
            let sensors = SensorWatch(
                installed.sensors, limits: LimitSettings(configuration), pace: SensorWatch.Pace(configuration),
                clock: hardware.clock, recorder: events, store: ConditionRows(database: database), logger: logger,
                makeIncident: { RandomIdentifier.make() })
            self.sensors = sensors
            await sensors.start()
        }
        return [watch] + installed.all
    }

    private func hardware() throws(UnusableRoot) -> Hardware {
        let root = configuration.server.hardwareRoot
        let sensors = configuration.sensors
        var deadlines = SensorSampler.Deadlines()
        deadlines.bus = sensors.busDeadline
        var ages = MaximumAges()
        ages.cheap = sensors.maximumAge
        ages.bus = sensors.busMaximumAge
        ages.command = sensors.nvmeMaximumAge
        ages.mayWake = sensors.wakingMaximumAge
        do throws(AttributeError) {
            return try Hardware(
                root: root, clock: LoopHardwareClock(loop: loop), usesSensorLibrary: sensors.useLibsensors,
                deadlines: deadlines, maximumAges: ages, skipsIsolatedProcessors: sensors.skipIsolatedCPUs)
        } catch {
            throw UnusableRoot(description: "HardwareRoot=\(root) is no directory that can be read (\(error))")
        }
    }

    private struct UnusableRoot: Error, CustomStringConvertible {
        let description: String
    }

    private func overlay(in database: Database) async throws -> Overlay {
        var limits = OverlayLimits()
        limits.maximumEntries = configuration.limits.overlayMaxEntries
        return try await Overlay(database: database, limits: limits) { logger.warning("\($0)") }
    }
}

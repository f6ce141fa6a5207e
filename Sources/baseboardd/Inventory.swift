// SPDX-License-Identifier: Apache-2.0

import Configuration
import Database
import EventLog
import Eventing
import Glibc
import HTTPTransport
import HardwareAccess
import Logging
import ManagementService
import Monitoring
import Overlay
import ProviderKit
import ResourceModel
import SensorProvider
import SubscriptionProvider
import Synchronization
import WSMan

/// The machine behind the service: hardware, what operators set, and the kernel's word that something changed.
///
/// Made and installed on the service's executor; only `install`, `rescan` and `close` are called from outside.
final class Inventory: Sendable {
    private let configuration: Configuration
    private let loop: ServiceLoop
    private let logger: Logger
    private let accounts: Accounts
    private let deliveries: PushDelivery
    private let deliveryLoop: DeliveryLoop
    private let failure = Atomic(false)
    private let database = Mutex<Database?>(nil)
    // Touched on the loop alone.
    private nonisolated(unsafe) var watch: HardwareWatch?
    private nonisolated(unsafe) var sensors: SensorWatch?
    private nonisolated(unsafe) var thermal: ThermalWatch?
    private nonisolated(unsafe) var events: EventLog?
    private nonisolated(unsafe) var subscriptions: Subscriptions?
    private nonisolated(unsafe) var subscriptionStore: SubscriptionDatabase?
    private nonisolated(unsafe) var installation: Task<Void, Never>?

    /// Whether nothing could be published, so that the daemon ends.
    var hasFailed: Bool { failure.load(ordering: .acquiring) }

    init(
        _ configuration: Configuration, accounts: Accounts, deliveries: PushDelivery, loop: ServiceLoop, logger: Logger
    ) {
        self.configuration = configuration
        self.accounts = accounts
        self.deliveries = deliveries
        deliveryLoop = DeliveryLoop(loop: loop)
        self.loop = loop
        self.logger = logger
    }

    /// Scans the hardware behind the first answers and publishes what there is.
    func install(into service: ManagementService) {
        loop.execute {
            self.installation = Task.immediate(executorPreference: self.loop.executor) {
                do {
                    try await service.install {
                        try await self.providers(rescanning: service)
                    } restore: {
                        await self.restoreSubscriptions(service)
                    }
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

    private func restoreSubscriptions(_ service: ManagementService) async {
        guard let store = subscriptionStore else { return }
        do throws(SubscriptionStoreError) {
            await service.restore(try await store.load(limit: configuration.events.maxSubscriptions))
        } catch {
            logger.error("subscriptions from before the start are not known: \(error)")
        }
    }

    /// Looks for everything anew.
    func rescan(_ service: ManagementService) {
        loop.execute {
            self.watch?.expect(.everything)
            self.scanAgain(service)
        }
    }

    /// On the loop, where it ends too: without the preference its end alone would start the default pool of threads.
    private func scanAgain(_ service: ManagementService) {
        Task.immediate(executorPreference: loop.executor) { await service.rescan() }
    }

    /// Has every request answered that only waits for something to happen: the server waits for its answers.
    func hurry() {
        loop.execute { self.subscriptions?.hurry() }
    }

    /// Watches no more, notes in the event log that the daemon stops, and gives sinks a while to hear of it; blocks until
    /// then, so not called on the loop.
    func stop() {
        loop.finish {
            // Who is told to stop at once may still be scanning; the scan's own deadline bounds the wait.
            await self.installation?.value
            self.thermal?.stop()
            await self.watch?.stop()
            await self.sensors?.stop()
            await self.events?.noteStop()
            await self.subscriptions?.settle(within: self.configuration.limits.shutdownGrace.nanoseconds)
            await self.subscriptions?.stop(ending: self.configuration.server.keepState ? nil : .sourceShuttingDown)
        }
    }

    /// Finishes what is being stored and closes the state database, when nothing is delivered any more; blocks until then.
    func close() {
        loop.finish {
            await self.deliveryLoop.end()
            await self.subscriptions?.finish()
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
        let store = SubscriptionDatabase(database)
        let subscriptions = Subscriptions(
            journal: events, store: store, delivery: deliveries, loop: deliveryLoop,
            limits: EventingLimits(configuration), isEntitled: { self.accounts.isEntitled($0) },
            watchersChanged: { self.sensors?.expectInterest($0) }
        ) { logger.error("\($0)") }
        self.subscriptions = subscriptions
        subscriptionStore = store
        events.observe { subscriptions.logHasGrown() }
        await service.offer(subscriptions)
        await events.noteStart()
        let hardware = try hardware()
        // Listens before the first scan, so that nothing comes or goes between the two.
        let watch = HardwareWatch(
            hardware, rules: HotplugRules(configuration), loop: loop, recorder: events,
            store: InventoryRows(database: database, log: events), logger: logger,
            alarmed: { self.sensors?.alarmChanged(ofChipAt: $0) }
        ) { self.scanAgain(service) }
        self.watch = watch
        await watch.scanFirst()
        watch.begin()
        for warning in hardware.warnings { logger.warning("\(warning)") }
        let installed = InstalledProviders(
            hardware, settings: settings, events: events,
            subscriptions: SubscriptionProvider(subscriptions, journal: events, recorder: events, clock: LogClock.now),
            derived: DerivedSensorLimits(configuration))
        if configuration.monitoring.watch {
            await watchSensors(installed.sensors, of: hardware, ConditionRows(database: database, log: events)) {
                watch.expect(HardwareChanges(.sensors))
                self.scanAgain(service)
            }
        }
        return [watch] + installed.all
    }

    /// - Parameter rescan: has sensors looked for anew.
    private func watchSensors(
        _ provider: SensorProvider, of hardware: Hardware, _ store: ConditionRows,
        rescan: @escaping @Sendable () -> Void
    ) async {
        let throttling = ThrottleReader(hardware)
        let marks = configuration.monitoring.closely
        let sensors = SensorWatch(
            provider, limits: LimitSettings(configuration), pace: SensorPace(configuration),
            isMarked: { id, name in marks.contains { $0.matches(id) || $0.matches(name) } },
            clock: hardware.clock, throttling: { await throttling.sample() }, store: store, logger: logger,
            makeIncident: { RandomIdentifier.make() })
        self.sensors = sensors
        await sensors.start(isFirstRun: events?.previousStop == PreviousStop.none)
        guard hardware.isLive else { return }
        thermal = ThermalWatch(sensors, loop: loop, logger: logger, rescan: rescan)
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

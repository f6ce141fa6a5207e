// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Logging
import Monitoring
import ResourceModel
import SensorProvider

/// Watches the sensors: reads those with limits by one timer, and records what becomes of them.
///
/// Confined to the loop. It sleeps between two rounds; sensors that are about to pass a limit, and those that somebody
/// watches, are read more often meanwhile.
final class SensorWatch: Sendable {
    /// How often sensors are read.
    struct Pace: Sendable {
        /// All that are worth it.
        var interval: Duration = .seconds(60)
        /// Those that are looked at closely.
        var closeInterval: Duration = .seconds(2)
    }

    private nonisolated(unsafe) let sensors: SensorProvider
    private let pace: Pace
    private let clock: any HardwareClock
    private let recorder: any EventRecorder
    private let store: any MonitoringStore
    private let logger: Logger
    private let work: RunningWork

    // Touched on the loop alone.
    private nonisolated(unsafe) var watch: LimitWatch
    private nonisolated(unsafe) var timer: (any HardwareTimer)?
    private nonisolated(unsafe) var lastRound: HardwareAccess.Timestamp?
    private nonisolated(unsafe) var groups: [SensorGroup] = []
    private nonisolated(unsafe) var closely: Set<PartID> = []
    private nonisolated(unsafe) var busy: Set<BusKey?> = []
    private nonisolated(unsafe) var saved: UInt64 = 0
    private nonisolated(unsafe) var sampledLast: [PartID: ResourceModel.Timestamp] = [:]
    private nonisolated(unsafe) var isStopped = false

    init(
        _ sensors: SensorProvider, limits: LimitSettings = LimitSettings(), storm: StormSettings = StormSettings(),
        flaps: FlapSettings = FlapSettings(), pace: Pace = Pace(), clock: any HardwareClock,
        recorder: any EventRecorder, store: any MonitoringStore, logger: Logger,
        makeIncident: @escaping @Sendable () -> String
    ) {
        self.sensors = sensors
        self.pace = pace
        self.clock = clock
        self.recorder = recorder
        self.store = store
        self.logger = logger
        work = RunningWork(on: clock.executor)
        watch = LimitWatch(
            limits, storm: storm, flaps: flaps, now: clock.now().nanoseconds, makeIncident: makeIncident)
    }

    /// Goes on with what held when the agent ended, and reads for the first time.
    func start() async {
        do throws(MonitoringStoreError) {
            watch.restore(try await store.load(), now: clock.now().nanoseconds)
        } catch {
            logger.error("what held before the start is not known, and may be told again: \(error)")
        }
        tick()
    }

    /// Reads no more, and returns when nothing is read.
    func stop() async {
        isStopped = true
        timer?.cancel()
        timer = nil
        await work.end()
    }

    /// Reads these sensors more often from now on, and no others: somebody watches them.
    func watchClosely(_ ids: Set<PartID>) {
        closely = ids
        schedule()
    }

    /// Reads the sensors of a chip of which the kernel says that an alarm changed.
    ///
    /// Drivers that name no attribute, or the limit's instead of the alarm's, are understood too: all of it is read.
    func alarmChanged(ofChipAt devicePath: String) {
        if isStopped { return }
        for group in sensors.watchedSensors(ofChipAt: devicePath) {
            work.run {
                await self.read(group, onlyClosely: false, observed: .push)
                self.schedule()
            }
        }
    }

    /// Reads what is due, each bus by itself, so that none waits for another that hangs.
    private func tick() {
        timer = nil
        let now = clock.now()
        let isRound = isRoundDue(now)
        if isRound { begin(round: now) }
        for group in groups where !busy.contains(group.lane) {
            busy.insert(group.lane)
            work.run {
                await self.read(group, onlyClosely: !isRound)
                self.busy.remove(group.lane)
                self.schedule()
            }
        }
        schedule()
    }

    /// Looks which sensors there are, once a round: their number may be great.
    private func begin(round now: HardwareAccess.Timestamp) {
        lastRound = now
        groups = sensors.watchedSensors
        let known = Set(groups.flatMap(\.ids).map(\.description))
        watch.keep({ known.contains($0) }, now: now.nanoseconds)
        sampledLast = sampledLast.filter { known.contains($0.key.description) }
    }

    private func read(_ group: SensorGroup, onlyClosely: Bool, observed: Event.Observation = .live) async {
        for id in group.ids where !onlyClosely || isClose(id) {
            guard let seen = await sensors.observe(id), let sensor = WatchedSensor(seen) else { continue }
            // A reading that was taken before says nothing new, and must not count twice.
            if observed == .live, seen.quality == .good, let sampled = seen.sampledAt,
                sampledLast.updateValue(sampled, forKey: id) == sampled
            {
                continue
            }
            let now = clock.now()
            let events = watch.take(SensorSample(seen, observed), of: sensor, now: now.nanoseconds, time: now.time)
            if !events.isEmpty { await recorder.record(events) }
        }
        await advance()
    }

    private func advance() async {
        let now = clock.now()
        // Without events too: a log that was full looks whether there is room again.
        await recorder.record(watch.advance(now: now.nanoseconds, time: now.time))
        let generation = watch.generation
        guard generation != saved else { return }
        do throws(MonitoringStoreError) {
            try await store.save(watch.asserted)
            saved = generation
        } catch {
            logger.error("what holds could not be kept, and may be told again after a restart: \(error)")
        }
    }

    private func isClose(_ id: PartID) -> Bool { closely.contains(id) || watch.isUnsettled(id.description) }

    private func isRoundDue(_ now: HardwareAccess.Timestamp) -> Bool {
        lastRound.map { now.age(since: $0) >= pace.interval } ?? true
    }

    /// Sets the one timer: to the next round, or sooner where something is looked at closely.
    private func schedule() {
        if isStopped { return }
        timer?.cancel()
        let rest = lastRound.map { pace.interval - clock.now().age(since: $0) } ?? pace.interval
        let isAnyClose = groups.contains { $0.ids.contains(where: isClose) }
        let delay = max(.zero, isAnyClose ? min(rest, pace.closeInterval) : rest)
        timer = clock.schedule(after: delay) { self.tick() }
    }
}

extension HardwareAccess.Timestamp {
    fileprivate var nanoseconds: UInt64 { UInt64(clamping: monotonic) }
    fileprivate var time: ResourceModel.Timestamp { ResourceModel.Timestamp(microseconds: wall / 1000) }
}

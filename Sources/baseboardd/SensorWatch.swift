// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Logging
import Monitoring
import ResourceModel
import SensorProvider

/// Watches the sensors: reads those with limits by one timer, and records what becomes of them.
///
/// Confined to the loop. It sleeps between two rounds; sensors that are about to pass a limit, and those that somebody
/// waits for, are read more often meanwhile. Throttling is looked at in each round, and when the kernel speaks of it.
final class SensorWatch: Sendable {
    private nonisolated(unsafe) let sensors: SensorProvider
    private let isMarked: @Sendable (_ id: String, _ name: String) -> Bool
    private let clock: any HardwareClock
    private let throttling: @Sendable () async -> ThrottleSample?
    private let store: any MonitoringStore
    private let logger: Logger
    private let work: RunningWork

    // Touched on the loop alone.
    private nonisolated(unsafe) var watch: LimitWatch
    private nonisolated(unsafe) var throttle: ThrottleWatch
    private nonisolated(unsafe) var schedule: SensorSchedule
    private nonisolated(unsafe) var timer: (any HardwareTimer)?
    private nonisolated(unsafe) var present: Set<String> = []
    private nonisolated(unsafe) var passedTrips: [PartID: Set<LimitLevel>] = [:]
    private nonisolated(unsafe) var saved: UInt64 = 0
    private nonisolated(unsafe) var isStoreFailing = false
    private nonisolated(unsafe) var isReadingThrottle = false
    private nonisolated(unsafe) var sampledLast: [PartID: ResourceModel.Timestamp] = [:]
    private nonisolated(unsafe) var isStopped = false

    /// - Parameters:
    ///   - isMarked: whether a sensor is watched closely whoever waits for it, by its id and its name.
    ///   - throttling: reads what tells of throttling; nil where that cannot be read at present.
    init(
        _ sensors: SensorProvider, limits: LimitSettings = LimitSettings(), storm: StormSettings = StormSettings(),
        flaps: FlapSettings = FlapSettings(), pace: SensorPace = SensorPace(),
        isMarked: @escaping @Sendable (_ id: String, _ name: String) -> Bool = { _, _ in false },
        clock: any HardwareClock, throttling: @escaping @Sendable () async -> ThrottleSample? = { nil },
        store: any MonitoringStore, logger: Logger, makeIncident: @escaping @Sendable () -> String
    ) {
        self.sensors = sensors
        self.isMarked = isMarked
        self.clock = clock
        self.throttling = throttling
        self.store = store
        self.logger = logger
        schedule = SensorSchedule(pace)
        work = RunningWork(on: clock.executor)
        watch = LimitWatch(
            limits, storm: storm, flaps: flaps, now: clock.now().nanoseconds, makeIncident: makeIncident)
        throttle = ThrottleWatch(makeIncident: makeIncident)
    }

    /// Goes on with what held when the agent ended, and reads for the first time.
    ///
    /// - Parameter isFirstRun: whether there never was an agent on this machine.
    func start(isFirstRun: Bool = false) async {
        var kept = KeptConditions()
        do throws(MonitoringStoreError) {
            kept = try await store.load()
        } catch {
            logger.error("what held before the start is not known, and may be told again: \(error)")
        }
        throttle.restore(kept.asserted.filter { $0.kind == .throttling })
        kept.asserted.removeAll { $0.kind == .throttling }
        watch.restore(kept, isFirstRun: isFirstRun, now: clock.now().nanoseconds)
        tick()
    }

    /// Reads no more, and returns when nothing is read.
    func stop() async {
        isStopped = true
        timer?.cancel()
        timer = nil
        await work.end()
    }

    /// Takes whether anybody waits for what passes a limit, as a subscription does: all sensors with limits are then read
    /// as often as their cost allows, and once a round else.
    func expectInterest(_ isExpected: Bool) {
        guard schedule.isInterestExpected != isExpected else { return }
        schedule.isInterestExpected = isExpected
        setTimer()
    }

    /// Reads the sensors of a chip of which the kernel says that an alarm changed.
    ///
    /// Drivers that name no attribute, or the limit's instead of the alarm's, are understood too: all of it is read.
    func alarmChanged(ofChipAt devicePath: String) {
        for group in sensors.watchedSensors(ofChipAt: devicePath) { readNow(group.ids) }
    }

    // MARK: What the kernel says of its thermal zones

    /// Takes that a trip was passed or left: of a trip the kernel's word counts, whatever the sensor reads.
    ///
    /// - Parameter temperature: in degrees, where the kernel says it.
    func tripChanged(zone: Int, trip number: Int, isPassed: Bool, temperature: Double?) {
        guard !isStopped, let sensor = sensors.sensor(ofZone: zone) else { return }
        let trip = sensor.trips.first { $0.number == number }
        if let level = trip?.level {
            if isPassed {
                passedTrips[sensor.id, default: []].insert(level)
            } else {
                passedTrips[sensor.id]?.remove(level)
            }
        }
        if let trip, trip.isPassive {
            let state = ThrottleState(trip, of: sensor, isPassed: isPassed)
            work.run { await self.take([state], observed: .push) }
        }
        readNow([sensor.id], atLeast: isPassed ? temperature : nil)
    }

    /// Looks at what slows down now: the kernel says that it cools otherwise than before.
    func coolingChanged() {
        work.run { await self.readThrottle(observed: .push) }
    }

    /// Takes that nobody knows which trips are passed: what the sensors read decides.
    func forgetTrips() { passedTrips = [:] }

    // MARK: Reading

    /// Reads what is due, each bus by itself, so that none waits for another that hangs.
    private func tick() {
        timer = nil
        let now = clock.now()
        let isRound = schedule.isRoundDue(now)
        if isRound { begin(round: now) }
        for turn in schedule.take(now, isRound: isRound, isUnsettled: isUnsettled) {
            work.run {
                await self.read(turn.ids)
                self.schedule.finish(turn)
                self.setTimer()
            }
        }
        setTimer()
    }

    /// Looks which sensors there are, once a round: their number may be great.
    private func begin(round now: HardwareAccess.Timestamp) {
        let groups = sensors.watchedSensors
        let ids = groups.flatMap(\.ids)
        let marked = ids.filter { id in sensors.name(of: id).map { isMarked(id.description, $0) } ?? false }
        schedule.begin(round: now, groups, marked: Set(marked))
        present = Set(ids.map(\.description))
        watch.keep({ present.contains($0) }, now: now.nanoseconds)
        sampledLast = sampledLast.filter { present.contains($0.key.description) }
        passedTrips = passedTrips.filter { present.contains($0.key.description) }
        work.run { await self.readThrottle() }
    }

    /// Reads sensors because the kernel speaks of them.
    private func readNow(_ ids: [PartID], atLeast value: Double? = nil) {
        if isStopped { return }
        work.run {
            await self.read(ids, observed: .push, atLeast: value)
            self.setTimer()
        }
    }

    /// - Parameter least: what the kernel says that there was at least.
    private func read(_ ids: [PartID], observed: Event.Observation = .live, atLeast least: Double? = nil) async {
        for id in ids {
            guard let seen = await sensors.observe(id), let sensor = WatchedSensor(seen) else { continue }
            // A reading that was taken before says nothing new, and must not count twice.
            if observed == .live, seen.quality == .good, let sampled = seen.sampledAt,
                sampledLast.updateValue(sampled, forKey: id) == sampled
            {
                continue
            }
            var sample = SensorSample(seen, observed)
            sample.passed = passedTrips[id] ?? []
            if let least, sample.value.map({ $0 < least }) ?? true { sample = sample.reading(least) }
            let now = clock.now()
            await record(watch.take(sample, of: sensor, now: now.nanoseconds, time: now.time))
            await endThrottling(of: id, at: sample.value)
        }
        let now = clock.now()
        // Without events too: a log that was full looks whether there is room again.
        await record(watch.advance(now: now.nanoseconds, time: now.time), evenIfEmpty: true)
    }

    // MARK: Throttling

    private func readThrottle(observed: Event.Observation = .live) async {
        guard !isReadingThrottle else { return }
        isReadingThrottle = true
        let sample = await throttling()
        isReadingThrottle = false
        guard let sample else { return }
        let now = clock.now()
        let parts = sample.parts.union(present)
        var events = throttle.keep({ parts.contains($0) }, time: now.time)
        events += throttle.take(sample.counts, now: now.nanoseconds, time: now.time)
        await tell(events)
        await take(sample.states, observed: observed)
    }

    private func take(_ states: [ThrottleState], observed: Event.Observation) async {
        let now = clock.now()
        await tell(states.compactMap { throttle.take($0, observed: observed, time: now.time) })
    }

    /// Ends what a passive trip told of, where the kernel's word was lost or came before a restart.
    private func endThrottling(of id: PartID, at value: Double?) async {
        guard let value, throttle.isThrottling(id.description), let sensor = sensors.sensor(id),
            let trip = sensor.trips.first(where: \.isPassive), value < trip.temperature - trip.hysteresis
        else { return }
        await take([ThrottleState(trip, of: sensor, isPassed: false)], observed: .live)
    }

    private func tell(_ events: [Event]) async {
        watch.isThrottling = throttle.isThrottling
        await record(watch.tell(events, now: clock.now().nanoseconds))
    }

    // MARK: Recording

    /// Records events together with what holds after them.
    private func record(_ events: [Event], evenIfEmpty: Bool = false) async {
        let generation = watch.generation
        guard !events.isEmpty || evenIfEmpty || generation != saved else { return }
        var conditions: KeptConditions?
        if generation != saved {
            var kept = watch.kept
            kept.asserted += throttle.asserted
            conditions = kept
        }
        do throws(MonitoringStoreError) {
            try await store.record(events, keeping: conditions)
            if conditions != nil { saved = generation }
            isStoreFailing = false
        } catch {
            if !isStoreFailing {
                logger.error("what holds could not be kept, and may be told again after a restart: \(error)")
            }
            isStoreFailing = true
        }
    }

    private func isUnsettled(_ id: PartID) -> Bool { watch.isUnsettled(id.description) }

    /// Sets the one timer: to the next round, or sooner where something is looked at closely.
    private func setTimer() {
        if isStopped { return }
        timer?.cancel()
        timer = clock.schedule(after: schedule.rest(clock.now(), isUnsettled: isUnsettled)) { self.tick() }
    }
}

extension HardwareAccess.Timestamp {
    fileprivate var nanoseconds: UInt64 { UInt64(clamping: monotonic) }
    fileprivate var time: ResourceModel.Timestamp { ResourceModel.Timestamp(microseconds: wall / 1000) }
}

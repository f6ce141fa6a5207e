// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// All sensors under watch: samples in, the events that are told out.
///
/// A value without I/O; times are monotonic nanoseconds, and the wall clock's for people.
public struct LimitWatch: Sendable {
    private let settings: LimitSettings
    private let makeIncident: @Sendable () -> String
    private var monitors = SensorMonitors()
    private var restored: [String: [AssertedCondition]] = [:]
    private var ignored: [String: [IgnoredLimit]] = [:]
    private var restoredAt: UInt64?
    private var isFirstRun = false
    /// How often the sensors were counted: what is seen first after the first time came while we watched.
    private var rounds = 0
    private var flaps: FlapGuard
    private var storm: StormControl

    /// Whether something slows down because it is hot; then limits are taken for right that would be suspicious.
    public var isThrottling = false

    /// Grows whenever the conditions that hold become others.
    public private(set) var generation: UInt64 = 0

    /// A watch that saw no sensor yet.
    ///
    /// - Parameter makeIncident: makes names of incidents, the text of a UUID each.
    public init(
        _ settings: LimitSettings = LimitSettings(), storm: StormSettings = StormSettings(),
        flaps: FlapSettings = FlapSettings(), now: UInt64, makeIncident: @escaping @Sendable () -> String
    ) {
        self.settings = settings
        self.makeIncident = makeIncident
        self.flaps = FlapGuard(flaps)
        self.storm = StormControl(storm, now: now)
    }

    /// Goes on with what held when the agent ended: it is checked, and not told again.
    ///
    /// - Parameter isFirstRun: whether there never was an agent on this machine, so that nobody knows of any limit whether it
    ///   was ever kept.
    public mutating func restore(_ kept: KeptConditions, isFirstRun: Bool = false, now: UInt64) {
        restored = Dictionary(grouping: kept.asserted, by: \.sensor)
        ignored = Dictionary(grouping: kept.ignored, by: \.sensor)
        restoredAt = now
        self.isFirstRun = isFirstRun
    }

    /// What holds and was told, in the order of sensors; a sensor that is not there yet keeps what it had.
    public var asserted: [AssertedCondition] {
        (monitors.all.flatMap(\.asserted) + restored.values.flatMap(\.self))
            .sorted { ($0.sensor, $0.kind.name) < ($1.sensor, $1.kind.name) }
    }

    /// What is to be kept over a restart.
    public var kept: KeptConditions {
        let limits = monitors.all.flatMap(\.ignoredLimits) + ignored.values.flatMap(\.self)
        return KeptConditions(
            asserted: asserted,
            ignored: limits.sorted { ($0.sensor, $0.level.rawValue) < ($1.sensor, $1.level.rawValue) })
    }

    /// Whether the next sample of a sensor may decide something, so that it should come soon.
    public func isUnsettled(_ sensor: String) -> Bool { monitors.isUnsettled(sensor) }

    /// Takes a sample.
    public mutating func take(
        _ sample: SensorSample, of sensor: WatchedSensor, now: UInt64, time: Timestamp
    ) -> [Event] {
        let id = sensor.part.id
        if !monitors.contains(id) {
            monitors.add(
                SensorMonitor(
                    sensor,
                    restoring: KeptConditions(
                        asserted: restored.removeValue(forKey: id) ?? [],
                        ignored: ignored.removeValue(forKey: id) ?? []),
                    isSeenFromStart: isFirstRun || rounds > 1 || now < settings.implausibleAfter.unsignedNanoseconds))
        }
        let context = context(now, time)
        let events = monitors.change(id) { $0.take(sample, of: sensor, context) } ?? []
        return tell(events, now: now)
    }

    /// Takes which sensors there are; the conditions of those that stay away end after a while.
    public mutating func keep(_ isPresent: (String) -> Bool, now: UInt64) {
        rounds += 1
        monitors.changeEach { id, monitor in
            monitor.goneSince = isPresent(id) ? nil : monitor.goneSince ?? now
        }
    }

    /// What time brings: conditions of sensors that stay away, conditions that are quiet again, what was not told.
    public mutating func advance(now: UInt64, time: Timestamp) -> [Event] {
        var events: [Event] = []
        let patience = settings.goneAfter.unsignedNanoseconds
        let gone = monitors.removeAll { $0.goneSince.map { now &- $0 >= patience } ?? false }
        for var monitor in gone { events += monitor.close(context(now, time)) }
        if let since = restoredAt, now &- since >= patience {
            for (id, conditions) in restored {
                var monitor = SensorMonitor(
                    WatchedSensor(
                        part: EventPart(className: "", id: id, name: id), quantity: .temperature, limits: []),
                    restoring: KeptConditions(asserted: conditions))
                events += monitor.close(context(now, time))
            }
            restored = [:]
            ignored = [:]
            restoredAt = nil
        }
        events.sort { ($0.part?.id ?? "", $0.kind.name) < ($1.part?.id ?? "", $1.kind.name) }
        let told = tell(events, now: now)
        return told + storm.pass(flaps.advance(now: now, time: time), now: now)
            + storm.advance(now: now, time: time)
    }

    /// Lets events of others pass by the same bounds.
    public mutating func tell(_ events: [Event], now: UInt64) -> [Event] {
        if events.isEmpty { return [] }
        if events.contains(where: { $0.incident != nil || $0.kind == .limitsImplausible }) { generation &+= 1 }
        return storm.pass(flaps.pass(events, now: now, makeIncident: makeIncident), now: now)
    }

    private func context(_ now: UInt64, _ time: Timestamp) -> MonitorContext {
        MonitorContext(
            settings: settings, isThrottling: isThrottling, now: now, time: time, makeIncident: makeIncident)
    }
}

// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// One sensor under watch: samples in, events out.
///
/// A value without I/O; times are monotonic nanoseconds, and the wall clock's for people.
struct SensorMonitor: Sendable {
    private(set) var sensor: WatchedSensor
    private var upper = LimitSide(isUpper: true)
    private var lower = LimitSide(isUpper: false)
    private var silence = SensorSilence()
    private var rise = RapidRise()
    private var hasRun = false
    private var alarms: Set<LimitLevel>?
    /// The limits of which was told that they are not used.
    private var ignored: [LimitLevel: Double] = [:]
    private var suspicion: LimitSuspicion
    /// When the sensor went away.
    var goneSince: UInt64?

    /// - Parameters:
    ///   - kept: what held when the agent ended, and what it did not use.
    ///   - isSeenFromStart: whether the sensor has been watched from its first moment on.
    init(_ sensor: WatchedSensor, restoring kept: KeptConditions = KeptConditions(), isSeenFromStart: Bool = false) {
        self.sensor = sensor
        // What was told before a restart was once kept.
        suspicion = LimitSuspicion(isOpen: isSeenFromStart && kept.asserted.isEmpty)
        for limit in kept.ignored { ignored[limit.level] = limit.value }
        setLimits()
        for condition in kept.asserted { restore(condition) }
    }

    /// Whether the next sample may decide something, so that it should come soon.
    var isUnsettled: Bool {
        upper.isPending || lower.isPending || silence.isPending || rise.isPending
    }

    /// What holds and was told.
    var asserted: [AssertedCondition] {
        ([upper.incident, lower.incident, rise.incident].compactMap { $0 } + silence.incidents).map {
            AssertedCondition(
                sensor: sensor.part.id, kind: $0.kind, severity: $0.severity, incident: $0.id, since: $0.since)
        }
    }

    /// The limits of which was told that they are not used.
    var ignoredLimits: [IgnoredLimit] {
        ignored.map { IgnoredLimit(sensor: sensor.part.id, level: $0.key, value: $0.value) }
    }

    // MARK: Samples

    mutating func take(
        _ sample: SensorSample, of described: WatchedSensor, _ context: MonitorContext
    ) -> [Event] {
        var events: [Event] = []
        goneSince = nil
        let edited = described.limits != sensor.limits
        sensor = described
        if edited {
            ignored = ignored.filter { level, value in
                sensor.limits.contains { $0.level == level && $0.value == value }
            }
            suspicion.close()
            setLimits()
        }
        if let event = reportIgnored(context) { events.append(event) }
        events += silence.take(sample, of: sensor, context)
        if sample.condition == .good {
            events += evaluate(sample, context, isEdited: edited)
        } else {
            interrupt()
        }
        return events
    }

    /// Everything that holds is over, for the sensor is no longer there.
    mutating func close(_ context: MonitorContext) -> [Event] {
        let message = LimitMessages(sensor: sensor).gone
        return asserted.map { kept in
            Event(
                kept.kind, .information, .cleared, part: sensor.part, message: message, arguments: [sensor.part.name],
                incident: kept.incident, time: context.time, firstSeen: kept.since, observed: .rescan)
        }
    }

    private mutating func interrupt() {
        upper.interrupt()
        lower.interrupt()
        rise.interrupt()
    }

    private mutating func evaluate(_ sample: SensorSample, _ context: MonitorContext, isEdited: Bool) -> [Event] {
        guard let value = sample.value else { return [] }
        var events: [Event] = []
        if value > 0 { hasRun = true }
        // What an alarm bit alone tells of, where the hardware names no limit.
        for level in sample.alarms.union(sample.passed) {
            if level.isUpper { upper.addAlarm(level) } else { lower.addAlarm(level) }
        }
        events += excursions(sample, context)
        let settings = context.settings
        let quantity = sensor.quantity
        let position = { (rung: LimitSide.Rung) in self.position(of: value, rung, sample, settings) }
        let dwell = { (rung: LimitSide.Rung) in
            settings.dwell.assertion(quantity, rung.severity, isStopped: rung.level == nil)
        }
        let (wasUpper, wasLower) = (upper, lower)
        var (newUpper, newLower) = (wasUpper, wasLower)
        newUpper.take(
            now: context.now, time: context.time, clearAfter: settings.dwell.clear, isCertain: isEdited,
            alarms: sample.alarms.union(sample.passed), dwell: dwell, position: position)
        // A fan that nobody drives stands by intention.
        if quantity == .fan, value == 0, sample.isDriven == false {
            newLower.interrupt()
        } else {
            newLower.take(
                now: context.now, time: context.time, clearAfter: settings.dwell.clear, isCertain: isEdited,
                alarms: sample.alarms.union(sample.passed), dwell: dwell, position: position)
        }
        if let change = newUpper.settle(quantity, time: context.time, makeIncident: context.makeIncident) {
            events.append(event(change, sample, context))
        }
        if let change = newLower.settle(quantity, time: context.time, makeIncident: context.makeIncident) {
            events.append(event(change, sample, context))
        }
        (upper, lower) = (newUpper, newLower)
        events += suspect(sample, context)
        if quantity == .temperature {
            let first = usedLimits.filter { $0.level.isUpper }.map(\.value).min()
            events += rise.take(value, from: first, sensor, sample.observed, context)
        }
        return events
    }

    private func position(
        of value: Double, _ rung: LimitSide.Rung, _ sample: SensorSample, _ settings: LimitSettings
    ) -> LimitCondition.Position {
        guard let level = rung.level else {
            let isExpected = hasRun || lower.rungs.contains { $0.limit != nil } || sample.isDriven == true
            return value > 0 ? .within : isExpected ? .beyond : .between
        }
        if sample.passed.contains(level) { return .beyond }
        guard let limit = rung.limit else { return sample.alarms.contains(level) ? .beyond : .within }
        let opposite = (level.isUpper ? lower : upper).rungs.compactMap { $0.limit?.value }
        let span = opposite.map { (limit.value - $0).magnitude }.min()
        let delta = settings.hysteresis.delta(of: limit, sensor.quantity, span: span)
        // Hardware speaks of reached or exceeded, and so do we.
        if level.isUpper {
            return value >= limit.value ? .beyond : value <= limit.value - delta ? .within : .between
        }
        return value <= limit.value ? .beyond : value >= limit.value + delta ? .within : .between
    }

    /// Limits that were passed between two samples: a bit that is newly set although the reading is well.
    private mutating func excursions(_ sample: SensorSample, _ context: MonitorContext) -> [Event] {
        defer { alarms = sample.alarms }
        // The first sample's bits may be as old as the boot.
        guard let before = alarms, let value = sample.value else { return [] }
        var events: [Event] = []
        for level in LimitLevel.allCases where sample.alarms.contains(level) && !before.contains(level) {
            let side = level.isUpper ? upper : lower
            guard let rung = side.rungs.first(where: { $0.level == level }), let limit = rung.limit,
                side.incident == nil, position(of: value, rung, sample, context.settings) != .beyond
            else { continue }
            events.append(
                Event(
                    .excursion, .warning, part: sensor.part,
                    reading: reading(nil, limit), message: LimitMessages(sensor: sensor).excursion(limit, value: value),
                    arguments: [sensor.part.name, limit.level.severity.name, sensor.quantity.text(limit.value)],
                    time: context.time, observed: sample.observed))
        }
        return events
    }

    private func event(_ change: LimitSide.Change, _ sample: SensorSample, _ context: MonitorContext) -> Event {
        let messages = LimitMessages(sensor: sensor)
        let message =
            switch change.transition {
            case .cleared, .occurred: messages.kept(change.kind, value: sample.value)
            case .deescalated:
                change.rung.map { messages.better($0, left: change.left, value: sample.value) } ?? ""
            case .asserted, .escalated:
                change.rung.map { rung in
                    messages.passed(
                        rung, value: sample.value, isKernels: rung.level.map(sample.passed.contains) ?? false)
                } ?? ""
            }
        var arguments = [sensor.part.name]
        if let value = sample.value { arguments.append(sensor.quantity.text(value)) }
        if let limit = change.rung?.limit {
            arguments += [limit.level.severity.name, sensor.quantity.text(limit.value)]
        }
        return Event(
            change.kind, change.severity, change.transition, part: sensor.part,
            reading: reading(sample.value, change.rung?.limit), message: message, arguments: arguments,
            incident: change.incident.id, time: context.time, firstSeen: change.incident.since,
            observed: sample.observed)
    }

    private func reading(_ value: Double?, _ limit: WatchedLimit?) -> EventReading {
        EventReading(
            observed: value, limit: limit?.value, limitName: limit?.level.rawValue ?? "",
            limitSource: limit?.source.rawValue ?? "", unit: sensor.quantity.unit)
    }

    // MARK: Limits

    private var usedLimits: [WatchedLimit] {
        LimitPlausibility.sort(sensor.limits, sensor.quantity).used.filter {
            $0.source == .operatorSet || ignored[$0.level] != $0.value
        }
    }

    private mutating func setLimits() {
        let used = usedLimits
        upper.setLimits(used, isFan: sensor.quantity == .fan)
        lower.setLimits(used, isFan: sensor.quantity == .fan)
    }

    private mutating func restore(_ kept: AssertedCondition) {
        let incident = LimitSide.Incident(
            id: kept.incident, since: kept.since, kind: kept.kind, severity: kept.severity, rank: 0)
        if silence.restore(incident) { return }
        switch kept.kind {
        case .rapidRise: rise = RapidRise(restoring: incident)
        case .fanStopped: lower.restore(kept)
        case sensor.quantity.kind(isUpper: true): upper.restore(kept)
        case sensor.quantity.kind(isUpper: false): lower.restore(kept)
        default: break
        }
    }

    /// Tells once of limits that are not used.
    private mutating func reportIgnored(_ context: MonitorContext) -> Event? {
        let bad = LimitPlausibility.sort(sensor.limits, sensor.quantity).ignored.filter {
            ignored[$0.level] != $0.value
        }
        guard !bad.isEmpty else { return nil }
        for limit in bad { ignored[limit.level] = limit.value }
        return implausible(bad, context)
    }

    /// A limit of the hardware that was passed from the first sample on, and for long, with nothing slowing down.
    private mutating func suspect(_ sample: SensorSample, _ context: MonitorContext) -> [Event] {
        guard let value = sample.value else { return [] }
        let beyond = usedLimits.filter { limit in
            limit.source == .hardware && limit.level.severity < .fatal
                && (limit.level.isUpper ? value >= limit.value : value <= limit.value)
        }
        let convicted = suspicion.take(
            Set(beyond.map(\.level)), after: context.settings.implausibleAfter, isHot: context.isThrottling,
            now: context.now)
        guard !convicted.isEmpty else { return [] }
        let wrong = beyond.filter { convicted.contains($0.level) }
        for limit in wrong { ignored[limit.level] = limit.value }
        setLimits()
        var events = [implausible(wrong, context)]
        if let change = upper.settle(sensor.quantity, time: context.time, makeIncident: context.makeIncident) {
            events.append(event(change, sample, context))
        }
        if let change = lower.settle(sensor.quantity, time: context.time, makeIncident: context.makeIncident) {
            events.append(event(change, sample, context))
        }
        return events
    }

    private func implausible(_ limits: [WatchedLimit], _ context: MonitorContext) -> Event {
        Event(
            .limitsImplausible, .warning, part: sensor.part, message: LimitMessages(sensor: sensor).implausible(limits),
            arguments: [sensor.part.name] + limits.map { "\($0.level.rawValue) \(sensor.quantity.text($0.value))" },
            time: context.time)
    }
}

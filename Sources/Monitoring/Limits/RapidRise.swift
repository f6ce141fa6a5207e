// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// A temperature that grows as when a fan or a pump has died.
struct RapidRise: Sendable {
    private var last: (value: Double, now: UInt64)?
    private var since: (now: UInt64, time: Timestamp)?
    private var steadySince: UInt64?
    private(set) var incident: LimitSide.Incident?

    init() {}

    init(restoring incident: LimitSide.Incident) { self.incident = incident }

    /// Whether the next sample may decide something.
    var isPending: Bool { since != nil && incident == nil || incident != nil }

    /// Takes that nothing was read.
    mutating func interrupt() {
        last = nil
        since = nil
        steadySince = nil
    }

    /// Takes a temperature.
    ///
    /// - Parameter first: the lowest of the upper limits; without one nobody can say what is hot.
    mutating func take(
        _ value: Double, from first: Double?, _ sensor: WatchedSensor, _ observed: Event.Observation,
        _ context: MonitorContext
    ) -> [Event] {
        let settings = context.settings.rapidRise
        defer { last = (value, context.now) }
        guard let last, context.now > last.now else { return [] }
        let rate = (value - last.value) / (Double(context.now - last.now) / 1e9)
        let isRising = rate > settings.rate
        if isRising {
            steadySince = nil
            if since == nil { since = (last.now, context.time) }
        } else {
            since = nil
            if steadySince == nil { steadySince = context.now }
        }
        let messages = LimitMessages(sensor: sensor)
        let reading = EventReading(observed: value, unit: sensor.quantity.unit)
        if incident == nil, let since, let first, value > first - settings.margin,
            context.now - since.now >= settings.duration.unsignedNanoseconds
        {
            let begun = LimitSide.Incident(
                id: context.makeIncident(), since: since.time, kind: .rapidRise, severity: .warning, rank: 0)
            incident = begun
            return [
                Event(
                    .rapidRise, .warning, .asserted, part: sensor.part, reading: reading,
                    message: messages.rising(rate, value: value),
                    arguments: [sensor.part.name, sensor.quantity.text(value), sensor.quantity.text(rate)],
                    incident: begun.id, time: context.time, firstSeen: begun.since, observed: observed)
            ]
        }
        guard let ended = incident, let steady = steadySince,
            context.now - steady >= context.settings.dwell.clear.unsignedNanoseconds
        else { return [] }
        incident = nil
        return [
            Event(
                .rapidRise, .information, .cleared, part: sensor.part, reading: reading,
                message: messages.steady(value: value),
                arguments: [sensor.part.name, sensor.quantity.text(value)], incident: ended.id, time: context.time,
                firstSeen: ended.since, observed: observed)
        ]
    }
}

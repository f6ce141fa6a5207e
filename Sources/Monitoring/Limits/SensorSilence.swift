// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// What is told of a sensor that says nothing any more, or that says that it is broken.
struct SensorSilence: Sendable {
    private var loss: LimitSide.Incident?
    private var fault: LimitSide.Incident?
    private var faultCondition = LimitCondition()
    /// How many samples in a row were none.
    private var missed = 0
    /// Whether there ever was a reading: a channel that is wired to nothing cannot be lost.
    private var hasSpoken = false

    /// Whether the next sample may decide something; a loss is decided by rounds, which nothing hastens.
    var isPending: Bool { faultCondition.isPending }

    /// What holds and was told.
    var incidents: [LimitSide.Incident] { [loss, fault].compactMap { $0 } }

    /// Goes on with what was told before the agent ended; false where that is about something else.
    mutating func restore(_ incident: LimitSide.Incident) -> Bool {
        switch incident.kind {
        case .sensorLost:
            loss = incident
            hasSpoken = true
        case .sensorFault:
            fault = incident
            faultCondition = LimitCondition(assertedSince: incident.since)
        default: return false
        }
        return true
    }

    mutating func take(_ sample: SensorSample, of sensor: WatchedSensor, _ context: MonitorContext) -> [Event] {
        let messages = LimitMessages(sensor: sensor)
        func begin(_ kind: EventKind, _ message: String) -> (LimitSide.Incident, [Event]) {
            let incident = LimitSide.Incident(
                id: context.makeIncident(), since: context.time, kind: kind, severity: .warning, rank: 0)
            let event = Event(
                kind, .warning, .asserted, part: sensor.part, message: message, arguments: [sensor.part.name],
                incident: incident.id, time: context.time, observed: sample.observed)
            return (incident, [event])
        }
        func end(_ incident: LimitSide.Incident, _ message: String) -> Event {
            Event(
                incident.kind, .information, .cleared, part: sensor.part, message: message,
                arguments: [sensor.part.name], incident: incident.id, time: context.time, firstSeen: incident.since,
                observed: sample.observed)
        }

        var events: [Event] = []
        faultCondition.take(
            sample.condition == .faulty ? .beyond : sample.condition == .good ? .within : .between,
            assertAfter: context.settings.dwell.fault, clearAfter: .zero, isCertain: false, now: context.now,
            time: context.time)
        if faultCondition.isAsserted, fault == nil {
            (fault, events) = begin(.sensorFault, messages.faulty)
        } else if !faultCondition.isAsserted, let ended = fault {
            fault = nil
            events = [end(ended, messages.repaired)]
        }
        switch sample.condition {
        case .faulty: break
        case .suspended: missed = 0
        case .good:
            missed = 0
            hasSpoken = true
            if let ended = loss {
                loss = nil
                events.append(end(ended, messages.back))
            }
        case .missing where hasSpoken && loss == nil:
            missed += 1
            guard missed > context.settings.lostAfterSamples else { break }
            let (incident, told) = begin(.sensorLost, messages.lost)
            loss = incident
            events += told
        case .missing: break
        }
        return events
    }
}

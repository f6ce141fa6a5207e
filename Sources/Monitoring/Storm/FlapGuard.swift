// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Holds back what comes and goes too often, until it is quiet (EVENTS.md 3.4).
///
/// A value without I/O. What becomes critical, or worse than anything told of the condition, is told all the same.
public struct FlapGuard: Sendable {
    private struct Key: Hashable {
        let part: String
        let kind: EventKind
    }

    private struct Flapping {
        let incident: String
        let since: Timestamp
        let settled: Event
        var count: Int
        var last: UInt64
        var worst: EventSeverity
        /// The last that was told, and the last that happened.
        var told: Event
        var latest: Event
    }

    private let settings: FlapSettings
    private var transitions: [Key: [UInt64]] = [:]
    private var flapping: [Key: Flapping] = [:]

    /// A guard that saw nothing yet.
    public init(_ settings: FlapSettings = FlapSettings()) { self.settings = settings }

    /// When the first condition will have been quiet for long enough, or what is remembered is too old.
    public var deadline: UInt64? {
        flapping.values.map { $0.last &+ settings.quiet.unsignedNanoseconds }.min()
    }

    /// Those of the events that are told, and that a condition is held back from now on.
    public mutating func pass(
        _ events: [Event], now: UInt64, makeIncident: () -> String
    ) -> [Event] {
        if events.isEmpty { return [] }
        var told: [Event] = []
        for event in events {
            guard event.incident != nil, let part = event.part else {
                told.append(event)
                continue
            }
            // A fan that stands and one that is slow are one condition.
            let key = Key(part: part.id, kind: event.kind == .fanStopped ? .fanSlow : event.kind)
            if var known = flapping[key] {
                known.count += 1
                known.last = now
                known.latest = event
                if event.severity >= .critical, event.severity > known.worst {
                    known.worst = event.severity
                    known.told = event
                    told.append(event)
                }
                flapping[key] = known
                continue
            }
            told.append(event)
            // What becomes worse and better within one incident neither comes nor goes.
            guard event.transition == .asserted || event.transition == .cleared else { continue }
            if let begun = count(event, key, now: now, makeIncident: makeIncident) { told.append(begun) }
        }
        return told
    }

    /// Tells that conditions are quiet again, and how they are now where that is not what was told last.
    public mutating func advance(now: UInt64, time: Timestamp) -> [Event] {
        let oldest = settings.window.unsignedNanoseconds
        transitions = transitions.filter { now &- ($0.value.last ?? 0) < oldest }
        var told: [Event] = []
        let quiet = flapping.filter { now &- $0.value.last >= settings.quiet.unsignedNanoseconds }
        for (key, known) in quiet.sorted(by: { ($0.key.part, $0.key.kind.name) < ($1.key.part, $1.key.kind.name) }) {
            flapping[key] = nil
            var closing = known.settled
            closing.severity = .information
            closing.transition = .cleared
            closing.time = time
            closing.firstSeen = known.since
            closing.message =
                "\(name(known.settled)) is quiet again, after \(known.count) changes. Now: \(known.latest.message)"
            closing.arguments = [name(known.settled), "\(known.count)", known.latest.message]
            told += remainder(known)
            told.append(closing)
        }
        return told
    }

    /// What ends the incident that was told last, and what begins the one that holds.
    private func remainder(_ known: Flapping) -> [Event] {
        if known.latest == known.told { return [] }
        var events: [Event] = []
        if known.told.incident != known.latest.incident, known.told.transition != .cleared {
            var end = known.latest
            end.incident = known.told.incident
            end.transition = .cleared
            end.severity = .information
            events.append(end)
        }
        if known.latest.transition != .cleared {
            var begin = known.latest
            if known.told.incident != begin.incident { begin.transition = .asserted }
            events.append(begin)
        } else if known.told.incident == known.latest.incident {
            events.append(known.latest)
        }
        return events
    }

    private mutating func count(
        _ event: Event, _ key: Key, now: UInt64, makeIncident: () -> String
    ) -> Event? {
        let oldest = settings.window.unsignedNanoseconds
        var times = transitions[key, default: []].filter { now &- $0 <= oldest }
        times.append(now)
        guard times.count >= max(2, settings.transitions) else {
            transitions[key] = times
            return nil
        }
        transitions[key] = nil
        let name = event.part?.name ?? ""
        let incident = makeIncident()
        let begun = Event(
            .flapping, .warning, .asserted, part: event.part,
            message: "\(name) comes and goes: \(times.count) changes of \(key.kind.name) in a short time. "
                + "Nothing more is told of it until it is quiet.",
            arguments: [name, "\(times.count)", key.kind.name], incident: incident, time: event.time,
            observed: event.observed)
        flapping[key] = Flapping(
            incident: incident, since: event.time, settled: begun, count: times.count, last: now,
            worst: max(event.severity, .warning), told: event, latest: event)
        return begun
    }

    private func name(_ event: Event) -> String { event.part?.name ?? "" }
}

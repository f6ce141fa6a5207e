// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Tells that something slows down because it is hot, and when it does so no longer: by counters that grow, and by what
/// the kernel says of its own cooling (EVENTS.md 3.2).
///
/// A value without I/O; times are monotonic nanoseconds, and the wall clock's for people.
public struct ThrottleWatch: Sendable {
    /// What slows down at present, and was told.
    private struct Incident {
        let id: String
        let since: Timestamp
        var part: EventPart
        /// What the counters grew by meanwhile.
        var times: UInt64 = 0
        var milliseconds: UInt64 = 0
        /// When a counter grew last; nil for what is known by its state.
        var grownAt: UInt64?
        var isConsequence = false
    }

    private let quiet: UInt64
    private let makeIncident: @Sendable () -> String
    private var known: [String: ThrottleCount] = [:]
    private var incidents: [String: Incident] = [:]

    /// A watch that saw no counter yet.
    ///
    /// - Parameter quiet: for how long a counter must stand until the processor counts as cool.
    public init(quiet: Duration = .seconds(30), makeIncident: @escaping @Sendable () -> String) {
        self.quiet = quiet.unsignedNanoseconds
        self.makeIncident = makeIncident
    }

    /// Whether something slows down.
    public var isThrottling: Bool { !incidents.isEmpty }

    /// Whether it was told that this one slows down, by its part's id.
    public func isThrottling(_ id: String) -> Bool { incidents[id] != nil }

    /// What holds and was told, in the order of parts.
    public var asserted: [AssertedCondition] {
        incidents.map { id, incident in
            AssertedCondition(
                sensor: id, kind: .throttling, severity: .warning, incident: incident.id, since: incident.since)
        }.sorted { $0.sensor < $1.sensor }
    }

    /// Goes on with what held when the agent ended: it is checked, and not told again.
    public mutating func restore(_ conditions: [AssertedCondition]) {
        for condition in conditions {
            let part = EventPart(className: "", id: condition.sensor, name: condition.sensor)
            incidents[condition.sensor] = Incident(id: condition.incident, since: condition.since, part: part)
        }
    }

    // MARK: Counters

    /// Takes the counters of one look; those seen for the first time are only remembered, for they may be as old as the
    /// boot.
    public mutating func take(_ counts: [ThrottleCount], now: UInt64, time: Timestamp) -> [Event] {
        // A processor before its cores: they are slowed down with it.
        let ordered = counts.filter { $0.container == nil } + counts.filter { $0.container != nil }
        return ordered.compactMap { take($0, now: now, time: time) }
    }

    private mutating func take(_ count: ThrottleCount, now: UInt64, time: Timestamp) -> Event? {
        let id = count.part.id
        let before = known.updateValue(count, forKey: id)
        incidents[id]?.part = count.part
        guard let before else {
            incidents[id]?.grownAt = now
            return nil
        }
        // A smaller one was set back, as by a suspend.
        guard count.count > before.count else { return end(id, now: now, time: time) }
        let times = count.count - before.count
        let milliseconds = count.milliseconds.flatMap { after in
            before.milliseconds.flatMap { after > $0 ? after - $0 : nil }
        }
        let isNews = incidents[id] == nil
        if isNews, let container = count.container, incidents[container] != nil { return nil }
        var incident = incidents[id] ?? Incident(id: makeIncident(), since: time, part: count.part)
        incident.times += times
        incident.milliseconds += milliseconds ?? 0
        incident.grownAt = now
        incidents[id] = incident
        guard isNews else { return nil }
        return event(
            .asserted, incident, Self.phrase(incident, "slowed itself down"), Self.arguments(incident), time)
    }

    /// Ends what a counter told of once it has stood for long enough.
    private mutating func end(_ id: String, now: UInt64, time: Timestamp) -> Event? {
        guard let incident = incidents[id], let grown = incident.grownAt, now &- grown >= quiet else { return nil }
        incidents[id] = nil
        // Of what was restored nobody counted.
        let message =
            incident.times == 0
            ? "\(incident.part.name) runs at full speed again."
            : Self.phrase(incident, "runs at full speed again; it slowed itself down")
        return event(.cleared, incident, message, Self.arguments(incident), time)
    }

    private static func phrase(_ incident: Incident, _ verb: String) -> String {
        let often = incident.times == 1 ? "once" : "\(incident.times) times"
        let long = incident.milliseconds == 0 ? "" : ", for \(incident.milliseconds) ms in all"
        return "\(incident.part.name) \(verb) \(often) because it was hot\(long)."
    }

    private static func arguments(_ incident: Incident) -> [String] {
        incident.times == 0 ? [] : ["\(incident.times)", "\(incident.milliseconds)"]
    }

    // MARK: States

    /// Takes what the kernel says of its cooling.
    public mutating func take(
        _ state: ThrottleState, observed: Event.Observation = .live, time: Timestamp
    ) -> Event? {
        let id = state.part.id
        if state.isSlowed {
            incidents[id]?.part = state.part
            guard incidents[id] == nil else { return nil }
            // What cools does so for a trip that was told of.
            if state.isConsequence, incidents.values.contains(where: { $0.grownAt == nil && !$0.isConsequence }) {
                return nil
            }
            var incident = Incident(id: makeIncident(), since: time, part: state.part)
            incident.isConsequence = state.isConsequence
            incidents[id] = incident
            return event(.asserted, incident, state.message, state.arguments, time, observed)
        }
        guard var incident = incidents.removeValue(forKey: id) else { return nil }
        incident.part = state.part
        return event(.cleared, incident, state.message, state.arguments, time, observed)
    }

    /// Takes which parts there are; what slowed others that are gone is over.
    public mutating func keep(_ isPresent: (String) -> Bool, time: Timestamp) -> [Event] {
        known = known.filter { isPresent($0.key) }
        let gone = incidents.keys.filter { !isPresent($0) }.sorted()
        return gone.compactMap { id in
            incidents.removeValue(forKey: id).map {
                event(.cleared, $0, "\($0.part.name) is no longer there.", [], time, .rescan)
            }
        }
    }

    private func event(
        _ transition: EventTransition, _ incident: Incident, _ message: String, _ arguments: [String],
        _ time: Timestamp, _ observed: Event.Observation = .live
    ) -> Event {
        Event(
            .throttling, transition == .asserted ? .warning : .information, transition, part: incident.part,
            message: message, arguments: [incident.part.name] + arguments, incident: incident.id, time: time,
            firstSeen: transition == .asserted ? nil : incident.since, observed: observed)
    }
}

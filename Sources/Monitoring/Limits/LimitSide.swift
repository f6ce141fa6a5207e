// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// The limits on one side of one sensor: a ladder of conditions, and the one incident that runs along it.
struct LimitSide: Sendable {
    /// One limit on the ladder, or the standstill of a fan.
    struct Rung: Sendable {
        /// Nil for the standstill of a fan.
        let level: LimitLevel?
        /// Nil where only an alarm bit tells.
        var limit: WatchedLimit?
        var condition = LimitCondition()

        var severity: EventSeverity { level?.severity ?? .critical }
        /// A standstill says more than that a fan is too slow.
        var rank: Int { Int(severity.rawValue) * 2 + (level == nil ? 1 : 0) }
    }

    /// A condition that was told.
    ///
    /// Kept apart, as few sensors have one and each has room for four.
    final class Incident: Sendable {
        let id: String
        let since: Timestamp
        let kind: EventKind
        let severity: EventSeverity
        let rank: Int

        init(id: String, since: Timestamp, kind: EventKind, severity: EventSeverity, rank: Int) {
            self.id = id
            self.since = since
            self.kind = kind
            self.severity = severity
            self.rank = rank
        }
    }

    /// What a reading did to the incident.
    struct Change: Sendable {
        let transition: EventTransition
        let kind: EventKind
        let severity: EventSeverity
        /// The rung that is told of: the highest that holds, or held.
        let rung: Rung?
        /// The rung that holds no longer, where a lower one still does.
        let left: Rung?
        let incident: Incident
    }

    let isUpper: Bool
    private(set) var rungs: [Rung] = []
    private(set) var incident: Incident?

    init(isUpper: Bool) { self.isUpper = isUpper }

    /// Whether the next sample may decide something.
    var isPending: Bool { rungs.contains { $0.condition.isPending } }

    /// Takes over limits; a limit that stays keeps its condition.
    mutating func setLimits(_ limits: [WatchedLimit], isFan: Bool) {
        var next = limits.filter { $0.level.isUpper == isUpper }.map { limit in
            Rung(level: limit.level, limit: limit, condition: condition(of: limit.level))
        }
        // What only an alarm bit tells of.
        for rung in rungs
        where rung.level != nil && rung.limit == nil && !next.contains(where: { $0.level == rung.level }) {
            next.append(rung)
        }
        if isFan, !isUpper { next.append(Rung(level: nil, limit: nil, condition: condition(of: nil))) }
        rungs = next.sorted { $0.rank < $1.rank }
    }

    /// Adds a rung of which only an alarm bit tells.
    mutating func addAlarm(_ level: LimitLevel) {
        guard level.isUpper == isUpper, !rungs.contains(where: { $0.level == level }) else { return }
        rungs.append(Rung(level: level, limit: nil))
        rungs.sort { $0.rank < $1.rank }
    }

    /// Goes on with what was told before the agent ended.
    mutating func restore(_ kept: AssertedCondition) {
        let isStopped = kept.kind == .fanStopped
        let rank = Int(kept.severity.rawValue) * 2 + (isStopped ? 1 : 0)
        incident = Incident(
            id: kept.incident, since: kept.since, kind: kept.kind, severity: kept.severity, rank: rank)
        for index in rungs.indices where rungs[index].rank <= rank {
            rungs[index].condition = LimitCondition(assertedSince: kept.since)
        }
    }

    mutating func interrupt() {
        for index in rungs.indices { rungs[index].condition.interrupt() }
    }

    /// Takes where a reading lies of each rung, and by that what becomes of the incident.
    mutating func take(
        now: UInt64, time: Timestamp, clearAfter: Duration, isCertain: Bool, alarms: Set<LimitLevel>,
        dwell: (Rung) -> Dwell, position: (Rung) -> LimitCondition.Position
    ) {
        for index in rungs.indices {
            let rung = rungs[index]
            let place = position(rung)
            let isConfirmed = place == .beyond && rung.level.map(alarms.contains) ?? false
            rungs[index].condition.take(
                place, assertAfter: dwell(rung), clearAfter: clearAfter, isCertain: isCertain || isConfirmed, now: now,
                time: time)
        }
    }

    /// What is to be told since the last time.
    mutating func settle(
        _ quantity: SensorQuantity, time: Timestamp, makeIncident: () -> String
    ) -> Change? {
        let top = rungs.last { $0.condition.isAsserted }
        guard let top else {
            guard let ended = incident else { return nil }
            incident = nil
            return Change(
                transition: .cleared, kind: ended.kind, severity: .information, rung: nil, left: nil, incident: ended)
        }
        let kind = top.level == nil ? EventKind.fanStopped : quantity.kind(isUpper: isUpper)
        guard let before = incident else {
            let since = top.condition.firstSeen ?? time
            let begun = Incident(
                id: makeIncident(), since: since, kind: kind, severity: top.severity, rank: top.rank)
            incident = begun
            return Change(
                transition: .asserted, kind: kind, severity: top.severity, rung: top, left: nil, incident: begun)
        }
        guard top.rank != before.rank else { return nil }
        let isWorse = top.rank > before.rank
        let left = isWorse ? nil : rungs.last { $0.rank == before.rank }
        let current = Incident(id: before.id, since: before.since, kind: kind, severity: top.severity, rank: top.rank)
        incident = current
        return Change(
            transition: isWorse ? .escalated : .deescalated, kind: kind, severity: top.severity, rung: top, left: left,
            incident: current)
    }

    private func condition(of level: LimitLevel?) -> LimitCondition {
        rungs.first { $0.level == level }?.condition ?? LimitCondition()
    }
}

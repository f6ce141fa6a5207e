// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ResourceModel
import SensorProvider

/// Which sensors are read when: all in rounds, and between them those whose next reading decides something, those that
/// somebody waits for, and those that the administrator named.
///
/// A value without I/O.
struct SensorSchedule {
    /// Sensors of one bus that are due.
    struct Turn: Sendable {
        let lane: BusKey?
        let ids: [PartID]
    }

    /// When sensors of a bus were read between the rounds.
    private struct Reads {
        var closely: HardwareAccess.Timestamp
        var unsettled: HardwareAccess.Timestamp
    }

    /// Whether somebody waits for what passes a limit.
    var isInterestExpected = false

    private let pace: SensorPace
    private var groups: [SensorGroup] = []
    private var marked: Set<PartID> = []
    private var reads: [BusKey?: Reads] = [:]
    private var busy: Set<BusKey?> = []
    private var lastRound: HardwareAccess.Timestamp?

    init(_ pace: SensorPace) { self.pace = pace }

    /// Whether all are due.
    func isRoundDue(_ now: HardwareAccess.Timestamp) -> Bool {
        lastRound.map { now.age(since: $0) >= pace.interval } ?? true
    }

    /// Begins a round over the sensors that there are.
    ///
    /// - Parameter marked: those that the administrator named.
    mutating func begin(round now: HardwareAccess.Timestamp, _ groups: [SensorGroup], marked: Set<PartID>) {
        lastRound = now
        self.groups = groups
        self.marked = marked
        let lanes = Set(groups.map(\.lane))
        reads = reads.filter { lanes.contains($0.key) }
    }

    /// Takes what is due; a bus that is still being read is left out, and its sensors are due again later.
    mutating func take(_ now: HardwareAccess.Timestamp, isRound: Bool, isUnsettled: (PartID) -> Bool) -> [Turn] {
        var turns: [Turn] = []
        for group in groups where !busy.contains(group.lane) {
            let isCloselyDue = isRound || left(of: group, now, since: \.closely, closePace(group)) == .zero
            let isUnsettledDue = isRound || left(of: group, now, since: \.unsettled, pace.closeInterval) == .zero
            guard isCloselyDue || isUnsettledDue else { continue }
            let ids =
                isRound
                ? group.ids
                : group.ids.filter { isCloselyDue && isClose($0) || isUnsettledDue && isUnsettled($0) }
            guard !ids.isEmpty else { continue }
            var times = reads[group.lane] ?? Reads(closely: now, unsettled: now)
            if isCloselyDue { times.closely = now }
            if isUnsettledDue { times.unsettled = now }
            reads[group.lane] = times
            busy.insert(group.lane)
            turns.append(Turn(lane: group.lane, ids: ids))
        }
        return turns
    }

    /// Takes that a bus is read no more.
    mutating func finish(_ turn: Turn) { busy.remove(turn.lane) }

    /// How long nothing is due.
    func rest(_ now: HardwareAccess.Timestamp, isUnsettled: (PartID) -> Bool) -> Duration {
        var rest = lastRound.map { pace.interval - now.age(since: $0) } ?? pace.interval
        for group in groups where !busy.contains(group.lane) {
            if group.ids.contains(where: isUnsettled),
                let left = left(of: group, now, since: \.unsettled, pace.closeInterval)
            {
                rest = min(rest, left)
            }
            if group.ids.contains(where: isClose), let left = left(of: group, now, since: \.closely, closePace(group)) {
                rest = min(rest, left)
            }
        }
        return max(.zero, rest)
    }

    private func isClose(_ id: PartID) -> Bool { isInterestExpected || marked.contains(id) }

    private func closePace(_ group: SensorGroup) -> Duration? { pace[group.cost] }

    /// How long until sensors of a bus are due; nil for never.
    private func left(
        of group: SensorGroup, _ now: HardwareAccess.Timestamp, since read: KeyPath<Reads, HardwareAccess.Timestamp>,
        _ interval: Duration?
    ) -> Duration? {
        guard let interval else { return nil }
        guard let last = reads[group.lane]?[keyPath: read] else { return .zero }
        return max(.zero, interval - now.age(since: last))
    }
}

/// How often sensors are read.
struct SensorPace: Sendable {
    /// All that are worth it.
    var interval: Duration = .seconds(60)
    /// Those whose next reading decides something.
    var closeInterval: Duration = .seconds(2)
    /// Those that somebody waits for, where reading is a matter of microseconds.
    var cheap: Duration = .seconds(2)
    /// The same behind a slow bus or firmware.
    var bus: Duration = .seconds(15)
    /// The same where each reading is a command to a busy device.
    var command: Duration = .seconds(60)

    /// The pace for a cost; nil for what is never read by its own, for it could wake a disk.
    subscript(cost: CostClass) -> Duration? {
        switch cost {
        case .cheap: cheap
        case .bus: bus
        case .command: command
        case .mayWake: nil
        }
    }
}

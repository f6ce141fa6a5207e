// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Watches counters of errors, and tells when the rate of one is another.
///
/// A value without I/O: counts and times in, events out; times are monotonic nanoseconds.
public struct ErrorWatch: Sendable {
    private struct Key: Hashable {
        let sort: ErrorCount.Sort
        let id: String
    }

    private let rules: ErrorRateRules
    private let limit: Int
    private var rates: [Key: ErrorRate] = [:]
    private var incidents: [Key: String] = [:]

    /// A watch that saw no counter yet.
    ///
    /// - Parameter limit: of how many counters something is kept.
    public init(_ rules: ErrorRateRules = ErrorRateRules(), limit: Int = 65_536) {
        self.rules = rules
        self.limit = limit
    }

    /// Of how many counters something is kept.
    public var count: Int { rates.count }

    /// Takes what counters say.
    ///
    /// - Parameter isComplete: whether counters that are not among these are no more.
    public mutating func take(
        _ counts: [ErrorCount], isComplete: Bool, now: UInt64, time: Timestamp
    ) -> [Event] {
        var events: [Event] = []
        var seen: Set<Key> = []
        for count in counts {
            let key = Key(sort: count.sort, id: count.part.id)
            seen.insert(key)
            guard rates[key] != nil || rates.count < limit else { continue }
            let rule = rule(for: count.sort)
            var rate = rates[key] ?? ErrorRate(rule)
            let before = rate.rateClass
            rate.sample(count.count, now: now)
            rates[key] = rate
            if let event = event(count, key, rule, from: before, rate, time) { events.append(event) }
        }
        if isComplete {
            rates = rates.filter { seen.contains($0.key) }
            incidents = incidents.filter { seen.contains($0.key) }
        }
        return events
    }

    private mutating func event(
        _ count: ErrorCount, _ key: Key, _ rule: ErrorRateRule, from before: ErrorRateClass, _ rate: ErrorRate,
        _ time: Timestamp
    ) -> Event? {
        let now = rate.rateClass
        guard now != before, max(now, before) >= .high else { return nil }
        let isOver = now < .high
        let transition: EventTransition =
            isOver ? .cleared : before < .high ? .asserted : now > before ? .escalated : .deescalated
        let incident = incidents[key] ?? "errors:\(key.sort.rawValue):\(key.id)@\(time.microseconds)"
        incidents[key] = isOver ? nil : incident
        let severity = isOver ? .information : (now == .storm ? rule.storm?.severity : nil) ?? rule.high.severity
        let detail = count.detail.map { " (\($0))" } ?? ""
        let message =
            isOver
            ? "\(count.part.name): \(count.sort.words) have ceased."
            : "\(count.part.name): \(rate.total) \(count.sort.words) lately\(detail), \(count.count) since boot."
        var part = count.part
        part.facts.append(EventFact("ErrorCount", "\(count.count)"))
        part.facts.append(EventFact("ErrorRate", "\(now)"))
        return Event(
            rule.kind, severity, transition, part: part, message: message,
            arguments: [count.part.name, "\(rate.total)", "\(count.count)"], incident: incident, time: time)
    }

    private func rule(for sort: ErrorCount.Sort) -> ErrorRateRule {
        switch sort {
        case .pciCorrectable: rules.pciCorrectable
        case .pciNonFatal: rules.pciNonFatal
        case .pciFatal: rules.pciFatal
        case .memoryCorrectable: rules.memoryCorrectable
        case .memoryUncorrectable: rules.memoryUncorrectable
        }
    }
}

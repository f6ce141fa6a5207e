// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// How often a processor slowed itself down because it was hot, since it started.
public struct ThrottleCount: Sendable, Hashable {
    /// The processor.
    public var part: EventPart
    /// How often.
    public var count: UInt64
    /// For how long in all, in milliseconds, where the kernel says.
    public var milliseconds: UInt64?

    /// A count.
    public init(part: EventPart, count: UInt64, milliseconds: UInt64? = nil) {
        self.part = part
        self.count = count
        self.milliseconds = milliseconds
    }
}

/// Tells by counters that processors slow down because they are hot, and when they do so no longer.
public struct ThrottleWatch: Sendable {
    private struct Known {
        var count: ThrottleCount
        var grownAt: UInt64?
        var incident: (id: String, since: Timestamp)?
    }

    private let quiet: Duration
    private let makeIncident: @Sendable () -> String
    private var known: [String: Known] = [:]

    /// A watch that saw no counter yet.
    ///
    /// - Parameter quiet: for how long a counter must stand until the processor counts as cool.
    public init(quiet: Duration = .seconds(30), makeIncident: @escaping @Sendable () -> String) {
        self.quiet = quiet
        self.makeIncident = makeIncident
    }

    /// Whether a processor slows down.
    public var isThrottling: Bool { known.values.contains { $0.incident != nil } }

    /// Takes a counter; the first is only remembered, for it may be as old as the boot.
    public mutating func take(_ count: ThrottleCount, now: UInt64, time: Timestamp) -> Event? {
        guard var entry = known[count.part.id] else {
            known[count.part.id] = Known(count: count)
            return nil
        }
        defer {
            entry.count = count
            known[count.part.id] = entry
        }
        // A smaller one was set back, as by a suspend.
        if count.count > entry.count.count {
            entry.grownAt = now
            guard entry.incident == nil else { return nil }
            let incident = (id: makeIncident(), since: time)
            entry.incident = incident
            let times = count.count - entry.count.count
            let phrase = times == 1 ? "once" : "\(times) times"
            var message = "\(count.part.name) slowed itself down \(phrase) because it is hot"
            if let after = count.milliseconds, let before = entry.count.milliseconds, after > before {
                message += ", for \(after - before) ms in all"
            }
            return Event(
                .throttling, .warning, .asserted, part: count.part, message: message + ".",
                arguments: [count.part.name, "\(times)"], incident: incident.id, time: time)
        }
        guard let incident = entry.incident, let grown = entry.grownAt, now &- grown >= quiet.unsignedNanoseconds
        else { return nil }
        entry.incident = nil
        return Event(
            .throttling, .information, .cleared, part: count.part,
            message: "\(count.part.name) runs at full speed again.", arguments: [count.part.name],
            incident: incident.id, time: time, firstSeen: incident.since)
    }
}

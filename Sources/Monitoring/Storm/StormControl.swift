// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Lets so many events pass as somebody can read, and tells how many did not (EVENTS.md 3.4).
///
/// A value without I/O. It bounds what is told; what holds is known to whoever asks.
public struct StormControl: Sendable {
    private struct Source: Hashable {
        let part: String
        let kind: EventKind
    }

    private struct Withheld {
        var count = 0
        var first: Event
        var last: Timestamp
        var greatest: Event
    }

    private let settings: StormSettings
    private var sources: [Source: TokenBucket] = [:]
    private var kinds: [EventKind: TokenBucket] = [:]
    private var all: TokenBucket
    private var withheld: [EventKind: Withheld] = [:]
    private var summaryDue: UInt64?

    /// A control that saw nothing yet.
    public init(_ settings: StormSettings = StormSettings(), now: UInt64) {
        self.settings = settings
        all = TokenBucket(settings.all, now: now)
    }

    /// When `advance` has something to tell; nil while nothing was withheld.
    public var deadline: UInt64? { summaryDue }

    /// Those of the events that are told.
    public mutating func pass(_ events: [Event], now: UInt64) -> [Event] {
        if events.isEmpty { return [] }
        return events.filter { passes($0, now: now) }
    }

    /// Tells what was not told in the last minute, one event a kind.
    public mutating func advance(now: UInt64, time: Timestamp) -> [Event] {
        guard let due = summaryDue, now >= due else { return [] }
        summaryDue = nil
        let told = withheld.sorted { $0.key.name < $1.key.name }.map { summary($0.key, $0.value, time) }
        withheld.removeAll()
        return told
    }

    private mutating func passes(_ event: Event, now: UInt64) -> Bool {
        let key = Source(part: event.part?.id ?? "", kind: event.kind)
        makeRoom(now: now)
        var source = sources[key] ?? TokenBucket(settings.source, now: now)
        var kind = kinds[event.kind] ?? TokenBucket(settings.kind, now: now)
        // All are asked, so that each fills by its own time; none pays where another refuses.
        let isFree = source.hasToken(settings.source, now: now)
        let isKindFree = kind.hasToken(settings.kind, now: now)
        let passes = all.hasToken(settings.all, now: now) && isFree && isKindFree
        if passes {
            source.take()
            kind.take()
            all.take()
        } else {
            withhold(event, now: now)
        }
        sources[key] = source
        kinds[event.kind] = kind
        return passes
    }

    private mutating func makeRoom(now: UInt64) {
        guard sources.count >= settings.sourceLimit else { return }
        sources = sources.filter { !$0.value.isFull(settings.source, now: now) }
        // All of them busy: the bounds of kinds and of all still hold.
        if sources.count >= settings.sourceLimit { sources.removeAll() }
    }

    private mutating func withhold(_ event: Event, now: UInt64) {
        var known = withheld[event.kind] ?? Withheld(first: event, last: event.time, greatest: event)
        known.count += 1
        known.last = event.time
        if isGreater(event, than: known.greatest) { known.greatest = event }
        withheld[event.kind] = known
        if summaryDue == nil { summaryDue = now &+ settings.summaryInterval.unsignedNanoseconds }
    }

    private func isGreater(_ event: Event, than other: Event) -> Bool {
        if event.severity != other.severity { return event.severity > other.severity }
        return (event.reading?.observed ?? -.infinity) > (other.reading?.observed ?? -.infinity)
    }

    private func summary(_ kind: EventKind, _ withheld: Withheld, _ time: Timestamp) -> Event {
        let events = withheld.count == 1 ? "1 event" : "\(withheld.count) events"
        let span = "from \(withheld.first.time) to \(withheld.last)"
        return Event(
            .suppressed, max(.warning, withheld.greatest.severity),
            reading: withheld.greatest.reading,
            message: "\(events) of kind \(kind.name) were not told, \(span). The worst: \(withheld.greatest.message)",
            arguments: [
                "\(withheld.count)", kind.name, "\(withheld.first.time)", "\(withheld.last)",
                withheld.greatest.message,
            ],
            time: time, firstSeen: withheld.first.time)
    }
}

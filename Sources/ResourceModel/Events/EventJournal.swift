// SPDX-License-Identifier: Apache-2.0

/// What reads the log: those who deliver events and those who show them.
///
/// Confined to the event loop.
public protocol EventJournal: Sendable {
    /// The log's epoch.
    var epoch: String { get }

    /// The last number given, 0 before the first; and the first that is still kept.
    var bounds: (first: UInt64, last: UInt64) { get }

    /// How many events are kept, and how many can be at most.
    var size: (count: Int, capacity: Int) { get }

    /// Grows whenever an event is added or removed.
    var generation: UInt64 { get }

    /// The events behind a number, in order, `limit` at most; those that retention removed are passed over.
    func events(after sequence: UInt64, limit: Int) async throws(EventJournalError) -> [RecordedEvent]

    /// One event; nil where there is none of this number any more.
    func event(_ sequence: UInt64) async throws(EventJournalError) -> RecordedEvent?

    /// The numbers of all events that are kept, in order.
    func sequences() async throws(EventJournalError) -> [UInt64]

    /// Removes every event but one that says who did it; the numbers go on.
    func clear(by principal: Principal) async throws(EventJournalError)
}

/// What takes events in: the log.
///
/// Confined to the event loop.
public protocol EventRecorder: Sendable {
    /// Writes events, all with one commit, and returns when they are on the disk; who delivers events knows of them then.
    ///
    /// It never throws: what cannot be kept is counted, and told in one event as soon as there is room.
    func record(_ events: [Event]) async
}

/// Why the log could not be read or written.
public enum EventJournalError: Error, Sendable, Hashable {
    /// There is no room for more; what was told is not kept.
    case full
    /// The storage failed; the text is for the agent's own log.
    case failed(String)
}

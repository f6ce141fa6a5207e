// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// A log in memory.
///
/// Unchecked: confined to the test's loop, as all fixtures here.
public final class TestJournal: EventJournal, @unchecked Sendable {
    /// The log's epoch.
    public var epoch = "01234567-89ab-4def-8123-456789abcdef"
    /// Whether reading fails.
    public var isBroken = false
    /// How often it was read.
    public private(set) var reads = 0
    /// Is called within a read, once.
    public var whileReading: (() -> Void)?
    /// The numbers of records that cannot be read, and are passed over.
    public var unreadable: Set<UInt64> = []

    private var records: [RecordedEvent] = []
    private var first: UInt64 = 1
    private var last: UInt64 = 0

    /// An empty log.
    public init() {}

    /// The last number given, and the first that is still kept.
    public var bounds: (first: UInt64, last: UInt64) { (first, last) }
    /// How many events are kept.
    public var size: (count: Int, capacity: Int) { (records.count, 1000) }
    /// Grows with every event.
    public var generation: UInt64 { last }

    /// Takes an event in.
    public func append(_ message: String, _ kind: EventKind = .overheat, _ severity: EventSeverity = .critical) {
        last += 1
        records.append(
            RecordedEvent(
                position: EventPosition(epoch: epoch, sequence: last), recorded: Timestamp(microseconds: 0),
                clock: RecordingClock(state: .synchronized, bootID: "b", monotonic: 0),
                event: Event(kind, severity, message: message, time: Timestamp(microseconds: 0))))
    }

    /// What retention does: everything up to a number goes.
    public func remove(through sequence: UInt64) {
        records.removeAll { $0.position.sequence <= sequence }
        first = sequence + 1
    }

    /// The events behind a number.
    public func events(after sequence: UInt64, limit: Int) async throws(EventJournalError) -> [RecordedEvent] {
        reads += 1
        if isBroken { throw .failed("broken") }
        let found = Array(records.drop { $0.position.sequence <= sequence }.prefix(limit))
        whileReading?()
        whileReading = nil
        return found.filter { !unreadable.contains($0.position.sequence) }
    }

    /// One event.
    public func event(_ sequence: UInt64) async throws(EventJournalError) -> RecordedEvent? {
        records.first { $0.position.sequence == sequence }
    }

    /// The numbers of all.
    public func sequences() async throws(EventJournalError) -> [UInt64] { records.map(\.position.sequence) }

    /// Removes all.
    public func clear(by principal: Principal) async throws(EventJournalError) { remove(through: last) }
}

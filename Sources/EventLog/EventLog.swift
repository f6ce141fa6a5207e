// SPDX-License-Identifier: Apache-2.0

public import Database
public import ResourceModel

/// What is done to other tables by the commit that writes events.
public typealias EventLogChanges = @Sendable (borrowing Transaction) throws(DatabaseError) -> Void

/// The event log: what happened, in order, on the disk before anybody hears of it.
///
/// Confined to the event loop; the disk is the database's thread's. The newest records are in memory too, so that
/// whoever delivers them reads no disk.
public final class EventLog: EventJournal, EventRecorder {
    /// The steps of the state database's schema that the log needs.
    public static let migrations = [EventTable.migration]

    /// How the agent that wrote this log before ended.
    public let previousStop: PreviousStop

    private let database: Database
    private let limits: EventLogLimits
    private let clock: any EventLogClock
    private let report: @Sendable (String) -> Void
    // Touched on the loop alone.
    private nonisolated(unsafe) var state: LogState
    private nonisolated(unsafe) var firstKept: UInt64
    private nonisolated(unsafe) var changes: UInt64 = 0
    private nonisolated(unsafe) var recent: [RecordedEvent] = []
    private nonisolated(unsafe) var lost: (count: Int, since: Timestamp)?
    /// Whether the log was read, so that its numbers are known.
    private nonisolated(unsafe) var isKnown: Bool
    /// Whether the storage refused what was written last.
    private nonisolated(unsafe) var isRefused: Bool
    private nonisolated(unsafe) var observers: [@Sendable () -> Void] = []

    /// Opens the log in the state database, and begins one where there is none.
    ///
    /// A disk that is full is no failure: what is there can be read, and the first event that finds room begins what is
    /// missing.
    ///
    /// - Parameter report: hears, for the agent's own log, when nothing can be kept, and when it can again.
    public init(
        database: Database, limits: EventLogLimits = EventLogLimits(), clock: any EventLogClock,
        report: @escaping @Sendable (String) -> Void
    ) async throws(DatabaseError) {
        self.database = database
        self.limits = limits
        self.clock = clock
        self.report = report
        var found: LogBeginning?
        var refusal: DatabaseError?
        do throws(DatabaseError) {
            found = try await database.write { transaction throws(DatabaseError) in
                let state = try LogState(in: transaction)
                // Whoever opens it runs: from here on an end that is not orderly shows.
                try state.save(in: transaction)
                return try LogBeginning(state, in: transaction)
            }
        } catch {
            guard error.kind == .full else { throw error }
            refusal = error
            found = try? await database.read { transaction throws(DatabaseError) in
                try LogState.find(in: transaction).map { state throws(DatabaseError) in
                    try LogBeginning(state, in: transaction)
                }
            }
        }
        isKnown = found != nil
        isRefused = refusal != nil
        state = found?.state ?? .unknown
        firstKept = found?.first ?? state.last + 1
        previousStop = found?.previousStop ?? .none
        if let refusal { report("the event log cannot be written, events are lost: \(refusal)") }
    }

    /// Has somebody told, on the loop, whenever events have been added: they are on the disk then.
    public func observe(_ observer: @escaping @Sendable () -> Void) { observers.append(observer) }

    // MARK: Writing

    /// Writes events with one commit.
    ///
    /// Where the storage refuses, they are counted; the first events that find room again are preceded by one that says
    /// how many are missing. Without events it tries whether there is room.
    public func record(_ events: [Event]) async { try? await record(events, with: nil) }

    /// Writes events, and what else is to be on the disk by the same commit: all of it or nothing.
    ///
    /// - Parameter changes: what is done to other tables of the log's database.
    /// - Throws: why nothing of it is on the disk; the events are counted then.
    public func record(_ events: [Event], with changes: EventLogChanges?) async throws(DatabaseError) {
        let now = clock.wallClock()
        let recording = clock.recordingClock()
        let limits = limits
        let isKnown = isKnown
        // Taken by one only, where several wait: it is told once.
        let missed = lost
        lost = nil
        let all = (missed.map { [Self.storageWasFull($0.count, since: $0.since, now: now)] } ?? []) + events
        guard !all.isEmpty || changes != nil else { return }
        do throws(DatabaseError) {
            let outcome = try await database.write { transaction throws(DatabaseError) in
                try changes?(transaction)
                guard !all.isEmpty else { return nil as LogWriting.Outcome? }
                var outcome = try LogWriting.append(all, at: now, recording, limits, in: transaction)
                if !isKnown { outcome.first = try LogWriting.first(in: transaction) }
                return outcome
            }
            isRefused = false
            if let missed { report("the event log can be written again; \(missed.count) events were lost") }
            if let outcome { take(over: outcome) }
        } catch {
            if !isRefused { report("the event log cannot be written, events are lost: \(error)") }
            isRefused = true
            let count = (missed?.count ?? 0) + (lost?.count ?? 0) + events.count
            if count > 0 { lost = (count: count, since: missed?.since ?? lost?.since ?? now) }
            throw error
        }
    }

    /// Removes every event but one that says who did it; the numbers go on.
    public func clear(by principal: Principal) async throws(EventJournalError) {
        let now = clock.wallClock()
        let recording = clock.recordingClock()
        let event = Event(
            .logCleared, .information, message: "\(principal.name) cleared the event log.", arguments: [principal.name],
            time: now)
        let outcome = try await journaling { () throws(DatabaseError) in
            try await self.database.write { transaction throws(DatabaseError) in
                try LogWriting.clear(leaving: event, at: now, recording, in: transaction)
            }
        }
        recent = []
        firstKept = outcome.state.last
        take(over: outcome)
    }

    /// Notes that the agent stops because it was told to; the last that is written.
    public func stop() async {
        let now = clock.wallClock().microseconds
        do throws(DatabaseError) {
            _ = try await database.write { transaction throws(DatabaseError) in
                try transaction.execute("UPDATE event_log SET stopped = ? WHERE id = 1", [.integer(now)])
            }
        } catch {
            report("the event log cannot note the stop: \(error)")
        }
    }

    private func take(over outcome: LogWriting.Outcome) {
        changes += 1
        if !isKnown {
            isKnown = true
            state = outcome.state
            firstKept = outcome.first ?? outcome.records.first?.position.sequence ?? outcome.state.last
        }
        // Answers of jobs that shared a commit may come in another order than they were written in.
        if outcome.state.last > state.last { state = outcome.state }
        remember(outcome.records)
        if let removed = outcome.state.removed?.upperBound, removed >= firstKept {
            firstKept = removed
            recent.removeFirst(recent.firstIndex { $0.position.sequence > removed } ?? recent.count)
        }
        for observer in observers { observer() }
    }

    private func remember(_ records: [RecordedEvent]) {
        guard let first = records.first?.position.sequence, first == (recent.last?.position.sequence ?? first - 1) + 1
        else {
            recent = []
            return
        }
        recent += records
        // In one go, and seldom: removing one at a time would move all others.
        if recent.count > 2 * limits.recentRecords { recent.removeFirst(recent.count - limits.recentRecords) }
    }

    private static func storageWasFull(_ count: Int, since: Timestamp, now: Timestamp) -> Event {
        Event(
            .storageFull, .major,
            message: "The event log could not be written from \(since) on; \(count) events are not in it.",
            arguments: ["\(since)", "\(count)"], time: now, firstSeen: since)
    }

    // MARK: Reading

    /// The log's name.
    public var epoch: String { state.epoch }

    /// The first number that is kept, one past the last where none is, and the last that was given.
    public var bounds: (first: UInt64, last: UInt64) { (firstKept, state.last) }

    /// Grows with every change.
    public var generation: UInt64 { changes }

    /// How many records there are, and how many there may be.
    public var size: (count: Int, capacity: Int) { (state.records, limits.maximumRecords) }

    /// How many octets the records count for.
    public var bytes: Int { state.bytes }

    /// The events behind a number, in order, `limit` at most.
    public func events(after sequence: UInt64, limit: Int) async throws(EventJournalError) -> [RecordedEvent] {
        guard sequence < state.last else { return [] }
        if let first = recent.first?.position.sequence, recent.last?.position.sequence == state.last,
            sequence + 1 >= first
        {
            return Array(recent.dropFirst(Int(clamping: sequence + 1 - first)).prefix(limit))
        }
        return try await select("sequence > ? ORDER BY sequence LIMIT ?", sequence, limit)
    }

    /// The event of a number, where it is kept.
    public func event(_ sequence: UInt64) async throws(EventJournalError) -> RecordedEvent? {
        guard firstKept...max(firstKept, state.last) ~= sequence else { return nil }
        if let first = recent.first?.position.sequence, sequence >= first, sequence - first < UInt64(recent.count) {
            return recent[Int(sequence - first)]
        }
        return try await select("sequence = ? LIMIT ?", sequence, 1).first
    }

    /// The numbers of all events that are kept, in order.
    public func sequences() async throws(EventJournalError) -> [UInt64] {
        try await journaling { () throws(DatabaseError) in
            try await self.database.read { transaction throws(DatabaseError) in
                try transaction.rows("SELECT sequence FROM event ORDER BY sequence") { row throws(DatabaseError) in
                    UInt64(clamping: row.int64(0) ?? 0)
                }
            }
        }
    }

    private func select(_ condition: String, _ sequence: UInt64, _ limit: Int) async throws(EventJournalError)
        -> [RecordedEvent]
    {
        let epoch = state.epoch
        return try await journaling { () throws(DatabaseError) in
            try await self.database.read { transaction throws(DatabaseError) in
                try transaction.rows(
                    "SELECT \(EventTable.columns) FROM event WHERE \(condition)",
                    [.integer(Int64(clamping: sequence)), .integer(Int64(limit))]
                ) { row throws(DatabaseError) in EventTable.event(row, epoch: epoch) }
            }.compactMap { $0 }
        }
    }

    private func journaling<R: Sendable>(
        _ body: () async throws(DatabaseError) -> R
    ) async throws(EventJournalError) -> R {
        do throws(DatabaseError) {
            return try await body()
        } catch {
            throw error.kind == .full ? .full : .failed("\(error)")
        }
    }
}

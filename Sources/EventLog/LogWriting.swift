// SPDX-License-Identifier: Apache-2.0

import Database
import ResourceModel

/// What the log does to its tables, each in one transaction on the database's thread.
enum LogWriting {
    /// What a job did.
    struct Outcome: Sendable {
        let records: [RecordedEvent]
        let state: LogState
        /// The first number that is kept, where that was asked for.
        var first: UInt64?
    }

    /// The first number that is kept.
    static func first(in transaction: borrowing Transaction) throws(DatabaseError) -> UInt64? {
        try transaction.first("SELECT min(sequence) FROM event") { row throws(DatabaseError) in
            row.int64(0).flatMap(UInt64.init(exactly:))
        }.flatMap { $0 }
    }

    /// Appends events, then removes what is too much or too old.
    static func append(
        _ events: [Event], at now: Timestamp, _ clock: RecordingClock, _ limits: EventLogLimits,
        in transaction: borrowing Transaction
    ) throws(DatabaseError) -> Outcome {
        var state = try LogState(in: transaction)
        let records = try insert(events, at: now, clock, &state, in: transaction)
        try retain(&state, at: now, clock, limits, in: transaction)
        try state.save(in: transaction)
        return Outcome(records: records, state: state)
    }

    /// Removes every event, and leaves one that says so.
    static func clear(
        leaving event: Event, at now: Timestamp, _ clock: RecordingClock, in transaction: borrowing Transaction
    ) throws(DatabaseError) -> Outcome {
        var state = try LogState(in: transaction)
        try transaction.execute("DELETE FROM event")
        state.records = 0
        state.bytes = 0
        state.removed = nil
        let records = try insert([event], at: now, clock, &state, in: transaction)
        try state.save(in: transaction)
        return Outcome(records: records, state: state)
    }

    private static func insert(
        _ events: [Event], at now: Timestamp, _ clock: RecordingClock, _ state: inout LogState,
        in transaction: borrowing Transaction
    ) throws(DatabaseError) -> [RecordedEvent] {
        var records: [RecordedEvent] = []
        for event in events {
            state.last += 1
            let record = RecordedEvent(
                position: EventPosition(epoch: state.epoch, sequence: state.last), recorded: now, clock: clock,
                event: event)
            let (values, bytes) = EventTable.values(record)
            try transaction.execute(EventTable.insertion, values)
            state.records += 1
            state.bytes += bytes
            records.append(record)
        }
        return records
    }

    /// Removes the oldest records while there are too many, too large or too old ones, but never the newest.
    ///
    /// A tenth more than is needed goes with them where they are too many, so that not every event has one removed. How old
    /// a record is counts only where the clock was right, both then and now: a wrong one would clear the log. In the place
    /// of the last that went stands a record of what is missing: readers that come late find it first (EVENTS.md 3.7).
    private static func retain(
        _ state: inout LogState, at now: Timestamp, _ clock: RecordingClock, _ limits: EventLogLimits,
        in transaction: borrowing Transaction
    ) throws(DatabaseError) {
        let before = state.removed?.upperBound ?? 0
        var tooOld: UInt64 = 0
        if clock.state == .synchronized {
            let last = try transaction.first(
                "SELECT max(sequence) FROM event WHERE recorded < ? AND clock = ?",
                [
                    .integer(now.microseconds - limits.maximumAge * 1_000_000),
                    .text(RecordingClock.State.synchronized.rawValue),
                ]
            ) { row throws(DatabaseError) in row.int64(0) }
            tooOld = UInt64(clamping: last.flatMap { $0 } ?? 0)
        }
        let isTooMuch = state.records > limits.maximumRecords || state.bytes > limits.maximumBytes
        guard isTooMuch || tooOld > before else { return }
        let records = isTooMuch ? limits.maximumRecords / 10 * 9 : limits.maximumRecords
        let bytes = isTooMuch ? limits.maximumBytes / 10 * 9 : limits.maximumBytes
        var left = state
        var end = before
        try transaction.forEach(
            "SELECT sequence, bytes FROM event WHERE sequence > ? AND sequence < ? ORDER BY sequence",
            [.integer(Int64(clamping: before)), .integer(Int64(clamping: state.last))]
        ) { row throws(DatabaseError) in
            let sequence = UInt64(clamping: row.int64(0) ?? 0)
            guard left.records > records || left.bytes > bytes || sequence <= tooOld else { return false }
            left.records -= 1
            left.bytes -= Int(row.int64(1) ?? 0)
            end = sequence
            return true
        }
        guard end > before else { return }
        let first = try transaction.first("SELECT min(sequence) FROM event") { row throws(DatabaseError) in
            UInt64(clamping: row.int64(0) ?? 0)
        }
        let removed = min(state.removed?.lowerBound ?? first ?? end, end)...end
        try transaction.execute("DELETE FROM event WHERE sequence <= ?", [.integer(Int64(clamping: end))])
        state = left
        state.removed = removed
        try transaction.execute(
            EventTable.insertion,
            EventTable.values(gap(removed, at: now, clock, epoch: state.epoch)).values)
    }

    private static func gap(
        _ removed: ClosedRange<UInt64>, at now: Timestamp, _ clock: RecordingClock, epoch: String
    ) -> RecordedEvent {
        RecordedEvent(
            position: EventPosition(epoch: epoch, sequence: removed.upperBound), recorded: now, clock: clock,
            event: Event(
                .logGap, .information,
                message: "The log no longer keeps events \(removed.lowerBound) to \(removed.upperBound).",
                arguments: ["\(removed.lowerBound)", "\(removed.upperBound)"], time: now, observed: .rescan))
    }
}

// SPDX-License-Identifier: Apache-2.0

import Database
import ResourceModel

import struct Database.Row

/// The log's tables in the state database.
enum EventTable {
    static let migration = Migration(
        "events",
        [
            // What is kept, and the numbers that are never used again. One row.
            """
            CREATE TABLE event_log(
                id INTEGER PRIMARY KEY CHECK(id = 1), epoch TEXT NOT NULL, last INTEGER NOT NULL,
                records INTEGER NOT NULL, bytes INTEGER NOT NULL, removed_from INTEGER, removed_to INTEGER,
                stopped INTEGER
            ) STRICT
            """,
            """
            CREATE TABLE event(
                sequence INTEGER PRIMARY KEY, recorded INTEGER NOT NULL, time INTEGER NOT NULL,
                kind TEXT NOT NULL, severity INTEGER NOT NULL, transition TEXT NOT NULL,
                part_class TEXT, part_id TEXT, part_name TEXT, incident TEXT, observed TEXT NOT NULL,
                rehearsal INTEGER NOT NULL, message TEXT NOT NULL,
                clock TEXT NOT NULL, boot TEXT NOT NULL, monotonic INTEGER NOT NULL,
                details BLOB NOT NULL, bytes INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX event_recorded ON event(recorded)",
        ])

    static let columns = """
        sequence, recorded, time, kind, severity, transition, part_class, part_id, part_name, incident, observed,
        rehearsal, message, clock, boot, monotonic, details
        """

    static let insertion = "INSERT OR REPLACE INTO event(\(columns), bytes) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"

    /// The values of a row, and how many octets it counts for.
    static func values(_ record: RecordedEvent) -> (values: [DatabaseValue], bytes: Int) {
        let event = record.event
        let part = event.part
        let details = EventDetails.encode(event)
        // What SQLite adds to a row of so many columns.
        let overhead = 96
        let bytes =
            overhead + event.message.utf8.count + details.count
            + (part.map { $0.className.utf8.count + $0.id.utf8.count + $0.name.utf8.count } ?? 0)
        let values: [DatabaseValue] = [
            .integer(Int64(clamping: record.position.sequence)), .integer(record.recorded.microseconds),
            .integer(event.time.microseconds), .text(event.kind.name), .integer(Int64(event.severity.rawValue)),
            .text(event.transition.rawValue), part.map { .text($0.className) } ?? .null,
            part.map { .text($0.id) } ?? .null, part.map { .text($0.name) } ?? .null,
            event.incident.map { .text($0) } ?? .null, .text(event.observed.rawValue),
            .integer(event.isRehearsal ? 1 : 0), .text(event.message), .text(record.clock.state.rawValue),
            .text(record.clock.bootID), .integer(Int64(clamping: record.clock.monotonic)), .blob(details),
            .integer(Int64(bytes)),
        ]
        return (values, bytes)
    }

    /// The event in a row; nil for one that cannot be read.
    static func event(_ row: borrowing Row, epoch: String) -> RecordedEvent? {
        guard let sequence = row.int64(0).flatMap(UInt64.init(exactly:)), let recorded = row.int64(1),
            let time = row.int64(2), let kind = row.text(3),
            let severity = row.int64(4).flatMap(UInt8.init(exactly:)).flatMap(EventSeverity.init(rawValue:)),
            let transition = row.text(5).flatMap(EventTransition.init(rawValue:)),
            let observed = row.text(10).flatMap(Event.Observation.init(rawValue:)), let message = row.text(12)
        else { return nil }
        var event = Event(
            EventKind(named: kind), severity, transition, message: message, incident: row.text(9),
            time: Timestamp(microseconds: time), observed: observed, isRehearsal: row.int64(11) == 1)
        if let id = row.text(7) {
            event.part = EventPart(className: row.text(6) ?? "", id: id, name: row.text(8) ?? "")
        }
        EventDetails.decode(row.blob(16) ?? [], into: &event)
        return RecordedEvent(
            position: EventPosition(epoch: epoch, sequence: sequence), recorded: Timestamp(microseconds: recorded),
            clock: RecordingClock(
                state: row.text(13).flatMap(RecordingClock.State.init(rawValue:)) ?? .unsynchronized,
                bootID: row.text(14) ?? "", monotonic: UInt64(clamping: row.int64(15) ?? 0)),
            event: event)
    }
}

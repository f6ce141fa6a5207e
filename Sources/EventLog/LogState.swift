// SPDX-License-Identifier: Apache-2.0

import Database
import ResourceModel

/// The log's one row about itself, as a job finds and leaves it.
struct LogState: Sendable {
    /// The log's name.
    let epoch: String
    /// The last number given.
    var last: UInt64
    /// How many records there are, the one about what was removed not counted.
    var records: Int
    /// How many octets they count for.
    var bytes: Int
    /// What retention removed: from where to where.
    var removed: ClosedRange<UInt64>?
    /// When the agent stopped last, where it was told to; nil while it runs, or when it was not.
    let stopped: Timestamp?

    /// A log of which nothing is known yet.
    static let unknown = LogState(
        epoch: "", last: 0, records: 0, bytes: 0, removedFrom: nil, removedTo: nil, stopped: nil)

    /// Reads the row; nil in a log that has none.
    static func find(in transaction: borrowing Transaction) throws(DatabaseError) -> LogState? {
        let sql = "SELECT epoch, last, records, bytes, removed_from, removed_to, stopped FROM event_log WHERE id = 1"
        return try transaction.first(sql) { row throws(DatabaseError) in
            LogState(
                epoch: row.text(0) ?? "", last: UInt64(clamping: row.int64(1) ?? 0), records: Int(row.int64(2) ?? 0),
                bytes: Int(row.int64(3) ?? 0), removedFrom: row.int64(4), removedTo: row.int64(5),
                stopped: row.int64(6))
        }
    }

    /// Reads the row, and makes it in a log that has none.
    init(in transaction: borrowing Transaction) throws(DatabaseError) {
        if let found = try Self.find(in: transaction) {
            self = found
            return
        }
        self.init(
            epoch: RandomIdentifier.make(), last: 0, records: 0, bytes: 0, removedFrom: nil, removedTo: nil,
            stopped: nil)
        try transaction.execute(
            "INSERT INTO event_log(id, epoch, last, records, bytes) VALUES(1, ?, 0, 0, 0)", [.text(epoch)])
    }

    private init(
        epoch: String, last: UInt64, records: Int, bytes: Int, removedFrom: Int64?, removedTo: Int64?, stopped: Int64?
    ) {
        self.epoch = epoch
        self.last = last
        self.records = records
        self.bytes = bytes
        if let from = removedFrom.flatMap(UInt64.init(exactly:)), let to = removedTo.flatMap(UInt64.init(exactly:)),
            from <= to
        {
            removed = from...to
        }
        self.stopped = stopped.map(Timestamp.init(microseconds:))
    }

    /// Writes the row; the agent runs from then on.
    func save(in transaction: borrowing Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            UPDATE event_log SET last = ?, records = ?, bytes = ?, removed_from = ?, removed_to = ?, stopped = NULL
            WHERE id = 1
            """,
            [
                .integer(Int64(clamping: last)), .integer(Int64(records)), .integer(Int64(bytes)),
                removed.map { .integer(Int64(clamping: $0.lowerBound)) } ?? .null,
                removed.map { .integer(Int64(clamping: $0.upperBound)) } ?? .null,
            ])
    }
}

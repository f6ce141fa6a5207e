// SPDX-License-Identifier: Apache-2.0

import Database

/// The overlay's table in the state database.
enum OverlayStore {
    static let table = Migration(
        "overlay",
        [
            """
            CREATE TABLE overlay(
                class TEXT NOT NULL, part TEXT NOT NULL, property TEXT NOT NULL,
                type TEXT NOT NULL, value ANY NOT NULL, set_by TEXT NOT NULL, set_at INTEGER NOT NULL,
                PRIMARY KEY(class, part, property)
            ) STRICT, WITHOUT ROWID
            """
        ])

    /// Reads all rows up to `limit`, and says what is wrong with those that it leaves out.
    static func load(from database: Database, limit: Int) async throws(DatabaseError) -> ([OverlayEntry], [String]) {
        try await database.read { transaction throws(DatabaseError) in
            var entries: [OverlayEntry] = []
            var complaints: [String] = []
            let sql = "SELECT class, part, property, type, value, set_by, set_at FROM overlay"
            try transaction.forEach(sql) { row throws(DatabaseError) in
                guard entries.count < limit else {
                    complaints.append("the overlay has more than \(limit) entries; the others are ignored")
                    return false
                }
                let part = OverlayPart(deviceClass: row.text(0) ?? "", identifier: row.text(1) ?? "")
                let property = row.text(2) ?? ""
                let type = row.text(3) ?? ""
                if let scalar = OverlayScalar(storedType: type, storedValue: row.value(4)) {
                    let value = OverlayValue(scalar, setBy: row.text(5) ?? "", setAt: row.int64(6) ?? 0)
                    entries.append(OverlayEntry(part: part, property: property, value: value))
                } else {
                    complaints.append(
                        "overlay of \(part.deviceClass) \(part.identifier), \(property): "
                            + "no \(type) can be read from what is stored; ignored")
                }
                return true
            }
            return (entries, complaints)
        }
    }

    static func apply(
        _ changes: [String: OverlayValue?], of part: OverlayPart, in database: Database, numberedBy order: ChangeOrder
    ) async throws(DatabaseError) -> UInt64 {
        try await database.write { transaction throws(DatabaseError) in
            for (property, value) in changes {
                let key: [DatabaseValue] = [.text(part.deviceClass), .text(part.identifier), .text(property)]
                if let value {
                    try transaction.execute(
                        "INSERT OR REPLACE INTO overlay(class, part, property, type, value, set_by, set_at) "
                            + "VALUES(?, ?, ?, ?, ?, ?, ?)",
                        key + [
                            .text(value.value.storedType), value.value.storedValue, .text(value.setBy),
                            .integer(value.setAt),
                        ])
                } else {
                    try transaction.execute("DELETE FROM overlay WHERE class = ? AND part = ? AND property = ?", key)
                }
            }
            return order.next()
        }
    }
}

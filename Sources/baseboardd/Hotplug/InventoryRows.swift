// SPDX-License-Identifier: Apache-2.0

import Database
import Monitoring
import ResourceModel

/// The inventory's tables in the state database.
struct InventoryRows: InventoryStore {
    let database: Database
    let log: any EventCommitter

    static let tables = Migration(
        "inventory",
        [
            """
            CREATE TABLE inventory_part(
                kind TEXT NOT NULL, identity TEXT NOT NULL, class TEXT NOT NULL, part TEXT NOT NULL,
                name TEXT NOT NULL, place TEXT, slot TEXT, serial TEXT, model TEXT, firmware TEXT,
                traits TEXT NOT NULL, facts TEXT NOT NULL, topology TEXT NOT NULL, embodies TEXT, nodes TEXT NOT NULL,
                online INTEGER, link TEXT, power INTEGER, health TEXT,
                PRIMARY KEY(kind, identity)
            ) STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE inventory_incident(
                about TEXT NOT NULL PRIMARY KEY, incident TEXT NOT NULL
            ) STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE inventory_watch(
                id INTEGER PRIMARY KEY CHECK(id = 1), watched INTEGER NOT NULL
            ) STRICT
            """,
        ])

    func load() async throws(InventoryStoreError) -> KeptInventory? {
        do throws(DatabaseError) {
            return try await database.read { transaction throws(DatabaseError) in
                try Self.read(transaction)
            }
        } catch {
            throw InventoryStoreError("\(error)", isTemporary: error.kind == .full)
        }
    }

    func record(_ update: InventoryUpdate, at time: Timestamp) async throws(InventoryStoreError) {
        do throws(DatabaseError) {
            try await log.record(update.events) { transaction throws(DatabaseError) in
                try Self.write(update, transaction)
                try transaction.execute(
                    "INSERT OR REPLACE INTO inventory_watch(id, watched) VALUES(1, ?)",
                    [.integer(time.microseconds)])
            }
        } catch {
            throw InventoryStoreError("\(error)")
        }
    }

    private static func read(_ transaction: borrowing Transaction) throws(DatabaseError) -> KeptInventory? {
        let watched = try transaction.rows("SELECT watched FROM inventory_watch") { row throws(DatabaseError) in
            row.int64(0) ?? 0
        }
        guard let watched = watched.first else { return nil }
        let rows = try transaction.rows("SELECT \(PartRecord.columns) FROM inventory_part") {
            row throws(DatabaseError) in
            (0..<PartRecord.columnCount).map { row.value($0) }
        }
        let incidents = try transaction.rows("SELECT about, incident FROM inventory_incident") {
            row throws(DatabaseError) in
            (row.text(0) ?? "", row.text(1) ?? "")
        }
        return KeptInventory(
            // Of a kind that is not known here: a newer agent may have written it.
            records: rows.compactMap { PartRecord(values: $0) },
            incidents: Dictionary(incidents, uniquingKeysWith: { $1 }),
            watched: Timestamp(microseconds: watched))
    }

    private static func write(
        _ update: InventoryUpdate, _ transaction: borrowing Transaction
    ) throws(DatabaseError) {
        for key in update.removed {
            try transaction.execute(
                "DELETE FROM inventory_part WHERE kind = ? AND identity = ?",
                [.text(key.kind.rawValue), .text(key.identity)])
        }
        for record in update.stored {
            try transaction.execute(
                "INSERT OR REPLACE INTO inventory_part(\(PartRecord.columns)) "
                    + "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", record.values)
        }
        for about in update.ended {
            try transaction.execute("DELETE FROM inventory_incident WHERE about = ?", [.text(about)])
        }
        for (about, incident) in update.begun {
            try transaction.execute(
                "INSERT OR REPLACE INTO inventory_incident(about, incident) VALUES(?, ?)",
                [.text(about), .text(incident)])
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// What a job may do with the database while it runs on the database's thread.
///
/// SQL is fixed text with `?` for values; each text is prepared once and kept. One call is one statement. Statements
/// that begin or end transactions are refused: the database does that, around many jobs at once.
public struct Transaction: ~Copyable {
    let connection: Connection
    let mayWrite: Bool

    /// Runs a statement that answers no rows.
    ///
    /// - Returns: how many rows an INSERT, UPDATE or DELETE touched; after other statements it means nothing.
    @discardableResult
    public func execute(_ sql: String, _ values: [DatabaseValue] = []) throws(DatabaseError) -> Int {
        try forEach(sql, values) { _ throws(DatabaseError) in true }
        return connection.changes
    }

    /// Decodes every row of a query; bound their number with `LIMIT`.
    public func rows<T>(
        _ sql: String, _ values: [DatabaseValue] = [], _ decode: (borrowing Row) throws(DatabaseError) -> T
    ) throws(DatabaseError) -> [T] {
        var rows: [T] = []
        try forEach(sql, values) { row throws(DatabaseError) in
            rows.append(try decode(row))
            return true
        }
        return rows
    }

    /// Decodes the first row of a query; nil when there is none.
    public func first<T>(
        _ sql: String, _ values: [DatabaseValue] = [], _ decode: (borrowing Row) throws(DatabaseError) -> T
    ) throws(DatabaseError) -> T? {
        var first: T?
        try forEach(sql, values) { row throws(DatabaseError) in
            first = try decode(row)
            return false
        }
        return first
    }

    /// Hands over the rows of a query one by one until `body` answers false.
    public func forEach(
        _ sql: String, _ values: [DatabaseValue] = [], _ body: (borrowing Row) throws(DatabaseError) -> Bool
    ) throws(DatabaseError) {
        let statement = try connection.statement(sql)
        guard mayWrite || statement.isReadOnly else {
            throw DatabaseError(.misuse, "a statement that writes, in a read: \(sql.prefix(200))")
        }
        defer {
            statement.reset()
            connection.keep(statement, for: sql)
        }
        try statement.bind(values)
        while try statement.step() {
            guard try body(Row(statement.handle)) else { return }
        }
    }

    /// The key that the latest INSERT into a table with integer keys made.
    public var lastInsertedRowID: Int64 { connection.lastInsertedRowID }
}

// SPDX-License-Identifier: Apache-2.0

import Database

/// A small schema for the tests, and what they do with it.
enum Notes {
    static let first = Migration(
        "notes", ["CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT"])
    static let second = Migration(
        "authors", ["ALTER TABLE note ADD COLUMN author TEXT", "UPDATE note SET author = 'unknown'"])

    static func open(_ path: String, _ options: DatabaseOptions = DatabaseOptions()) throws -> Database {
        try Database(path: path, migrations: [first], options: options)
    }
}

extension Transaction {
    func add(_ text: String) throws(DatabaseError) {
        try execute("INSERT INTO note(text) VALUES(?)", [.text(text)])
    }

    func texts() throws(DatabaseError) -> [String] {
        try rows("SELECT text FROM note ORDER BY text") { row throws(DatabaseError) in row.text(0) ?? "" }
    }
}

extension Database {
    func add(_ text: String) async throws(DatabaseError) {
        try await write { transaction throws(DatabaseError) in try transaction.add(text) }
    }

    func texts() async throws(DatabaseError) -> [String] {
        try await read { transaction throws(DatabaseError) in try transaction.texts() }
    }
}

// SPDX-License-Identifier: Apache-2.0

extension Connection {
    /// Brings the schema up to the last of the migrations, each in its own transaction.
    ///
    /// - Throws: `.newerSchema` when the file knows more migrations than the program, `.migrationMismatch` when it
    ///   knows others.
    func migrate(_ migrations: [Migration]) throws(DatabaseError) {
        let version = try integer("PRAGMA user_version") ?? 0
        guard version >= 0, version <= migrations.count else {
            throw DatabaseError(
                .newerSchema,
                "its schema has version \(version) and this program knows up to \(migrations.count): a later program "
                    + "wrote it; install that one, or move the file away to begin a new one")
        }
        try checkNames(Array(migrations.prefix(Int(version))))
        for (index, migration) in migrations.enumerated().dropFirst(Int(version)) {
            do throws(DatabaseError) {
                try apply(migration, version: index + 1)
            } catch {
                if isInTransaction { try run(.rollback) }
                throw DatabaseError(
                    error.kind, code: error.code, "migration \(index + 1) (\(migration.name)): \(error.message)")
            }
        }
    }

    private func apply(_ migration: Migration, version: Int) throws(DatabaseError) {
        try run(.begin)
        try run("CREATE TABLE IF NOT EXISTS migration(version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        for sql in migration.statements {
            let statement = try statement(sql)
            try statement.run()
        }
        try Transaction(connection: self, mayWrite: true).execute(
            "INSERT INTO migration(version, name) VALUES(?, ?)",
            [.integer(Int64(version)), .text(migration.name)])
        // A pragma takes no parameters; the version is a number of ours.
        try run("PRAGMA user_version = \(version)")
        try run(.commit)
    }

    private func checkNames(_ applied: [Migration]) throws(DatabaseError) {
        guard !applied.isEmpty else { return }
        let recorded = try Transaction(connection: self, mayWrite: false).rows(
            "SELECT name FROM migration ORDER BY version LIMIT ?", [.integer(Int64(applied.count))]
        ) { row throws(DatabaseError) in row.text(0) ?? "" }
        guard recorded == applied.map(\.name) else {
            throw DatabaseError(
                .migrationMismatch,
                "its migrations are \(recorded.joined(separator: ", ")) where this program has "
                    + "\(applied.map(\.name).joined(separator: ", ")): another program or version wrote it")
        }
    }
}

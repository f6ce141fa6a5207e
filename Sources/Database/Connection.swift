// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// An open SQLite file; confined to one thread at a time.
final class Connection {
    /// The statements around jobs; kept apart from the cache, so that a job cannot reach them.
    enum Control: String, CaseIterable {
        case begin = "BEGIN IMMEDIATE"
        case beginRead = "BEGIN"
        case savepoint = "SAVEPOINT job"
        case rollbackToSavepoint = "ROLLBACK TO job"
        case release = "RELEASE job"
        case commit = "COMMIT"
        case rollback = "ROLLBACK"
    }

    private let handle: OpaquePointer
    private var cache: StatementCache
    private var controls: [Control: Statement] = [:]

    /// Opens a file that exists, and sets it up; the schema is not touched yet.
    ///
    /// - Parameter isAlone: whether other processes are kept out, so that no memory is shared with them.
    init(path: String, options: DatabaseOptions, isAlone: Bool = false) throws(DatabaseError) {
        var opened: OpaquePointer?
        // One thread at a time uses the connection, so SQLite's own mutexes would only cost.
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard let opened else { throw DatabaseError(.outOfMemory, code: code, "\(path): no memory to open it") }
        guard code == SQLITE_OK else {
            let error = DatabaseError(code: code, of: opened, "\(path): \(String(cString: sqlite3_errmsg(opened)))")
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        cache = StatementCache(capacity: options.maximumStatements)
        try configure(options, isAlone: isAlone)
        for control in Control.allCases { controls[control] = try prepare(control.rawValue) }
    }

    deinit {
        close()
    }

    var changes: Int { Int(sqlite3_changes64(handle)) }
    var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle) }
    /// False also after SQLite has rolled back by itself, as it may on a full disk.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func close() {
        cache.removeAll()
        controls.removeAll()
        // With _v2 a statement that outlives this keeps the handle valid; a second call finds `isClosed`.
        if !isClosed { sqlite3_close_v2(handle) }
        isClosed = true
    }

    private var isClosed = false

    func run(_ control: Control) throws(DatabaseError) {
        guard let statement = controls[control] else { throw DatabaseError(.closed, "the database is closed") }
        try statement.run()
    }

    /// Runs one statement without values that need not be kept.
    func run(_ sql: String) throws(DatabaseError) {
        try prepare(sql).run()
    }

    /// Answers the integer in the first column of the first row.
    func integer(_ sql: String) throws(DatabaseError) -> Int64? {
        let statement = try prepare(sql)
        return try statement.step() ? Row(statement.handle).int64(0) : nil
    }

    /// Answers a statement for a job: the kept one, or a new one that is checked first.
    func statement(_ sql: String) throws(DatabaseError) -> Statement {
        if let kept = cache.take(sql) { return kept }
        let keyword = sql.drop { $0.isWhitespace }.prefix { $0.isLetter }.uppercased()
        guard !["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"].contains(keyword) else {
            throw DatabaseError(.misuse, "a job may not say \(keyword): transactions are the database's")
        }
        return try prepare(sql)
    }

    func keep(_ statement: Statement, for sql: String) {
        cache.put(statement, for: sql)
    }

    private func prepare(_ sql: String) throws(DatabaseError) -> Statement {
        var sql = sql
        var statement: OpaquePointer?
        let (code, hasMore) = sql.withUTF8 { bytes -> (Int32, Bool) in
            guard let start = bytes.baseAddress, let count = Int32(exactly: bytes.count) else {
                return (SQLITE_TOOBIG, false)
            }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
                var tail: UnsafePointer<CChar>?
                let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
                let code = sqlite3_prepare_v3(handle, start, count, flags, &statement, &tail)
                guard let tail else { return (code, false) }
                let rest = UnsafeBufferPointer(start: tail, count: bytes.count - (tail - start))
                return (code, rest.contains { $0 != 0x20 && $0 != 0x0A && $0 != 0x3B })
            }
        }
        guard code == SQLITE_OK else {
            throw DatabaseError(
                code: code, of: handle, "\(String(cString: sqlite3_errmsg(handle))) in: \(sql.prefix(200))")
        }
        guard let statement else { throw DatabaseError(.misuse, "there is no statement in: \(sql.prefix(200))") }
        let prepared = Statement(handle: statement)
        guard !hasMore else { throw DatabaseError(.misuse, "more than one statement in: \(sql.prefix(200))") }
        return prepared
    }

    private func configure(_ options: DatabaseOptions, isAlone: Bool) throws(DatabaseError) {
        sqlite3_busy_timeout(handle, options.busyTimeoutMilliseconds)
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, options.maximumValueBytes)
        // A file that was tampered with must not run code through its schema.
        guard csqlite_set_defensive(handle) == SQLITE_OK else {
            throw DatabaseError(.other, "SQLite does not know its defensive mode")
        }
        try run("PRAGMA trusted_schema = OFF")
        try run("PRAGMA cell_size_check = ON")
        if isAlone { try run("PRAGMA locking_mode = EXCLUSIVE") }
        // The first statement that reads the file: damage shows here.
        try run("PRAGMA journal_mode = WAL")
        // FULL, or a power cut may take commits that were answered (NORMAL syncs the WAL only at checkpoints).
        try run("PRAGMA synchronous = FULL")
        try run("PRAGMA foreign_keys = ON")
        try run("PRAGMA cache_size = -\(options.pageCacheKibibytes)")
        try run("PRAGMA journal_size_limit = 4194304")
        if let pages = options.maximumPages { try run("PRAGMA max_page_count = \(pages)") }
        // Parses the whole schema, so that damage there is found at start too.
        _ = try integer("SELECT count(*) FROM sqlite_schema")
    }
}

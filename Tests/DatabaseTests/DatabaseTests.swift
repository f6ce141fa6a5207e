// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import TemporaryFiles
import Testing

struct DatabaseTests {
    let directory: TemporaryDirectory
    let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("state.db")
    }

    @Test func `what was written is there after closing and opening again`() async throws {
        let first = try Notes.open(path)
        try await first.add("one")
        first.close()
        let second = try Notes.open(path)
        #expect(try await second.texts() == ["one"])
    }

    @Test func `a write that returned survives a crash`() async throws {
        let database = try Notes.open(path)
        try await database.add("one")
        // What a killed process leaves behind is what lies on the disk at this moment.
        let crashed = directory.file("crashed.db")
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: crashed + suffix)
        }
        #expect(try await Notes.open(crashed).texts() == ["one"])
    }

    @Test(arguments: [
        ("journal_mode", DatabaseValue.text("wal")), ("synchronous", .integer(2)), ("foreign_keys", .integer(1)),
    ])
    func `durability and integrity are switched on`(pragma: String, expected: DatabaseValue) async throws {
        // SQLite counts every journal_mode pragma among the statements that write.
        let value = try await Notes.open(path).write { transaction throws(DatabaseError) in
            try transaction.first("PRAGMA \(pragma)") { row throws(DatabaseError) in row.value(0) }
        }
        #expect(value == expected)
    }

    @Test func `every storage class comes back as it went in`() async throws {
        let values: [DatabaseValue] = [
            .null, .integer(.min), .integer(.max), .real(-0.5), .text(""), .text("a\0b \u{1F321}"), .blob([]),
            .blob([0, 255]),
        ]
        let database = try Database(path: path, migrations: [Migration("any", ["CREATE TABLE t(v ANY) STRICT"])])
        try await database.write { transaction throws(DatabaseError) in
            for value in values { try transaction.execute("INSERT INTO t VALUES(?)", [value]) }
        }
        let stored = try await database.read { transaction throws(DatabaseError) in
            try transaction.rows("SELECT v FROM t ORDER BY rowid") { row throws(DatabaseError) in row.value(0) }
        }
        #expect(stored == values)
    }

    @Test func `a getter answers nil for another storage class and for a column that does not exist`() async throws {
        let answers = try await Notes.open(path).read { transaction throws(DatabaseError) in
            try transaction.first("SELECT 'text', 7") { row throws(DatabaseError) in
                [row.int64(0) == nil, row.blob(0) == nil, row.text(1) == nil, row.double(1) == nil]
                    + [row.isNull(2), row.int64(-1) == nil, row.int64(1) == 7, row.text(0) == "text"]
            }
        }
        #expect(answers == Array(repeating: true, count: 8))
    }

    @Test func `a job that throws leaves nothing behind`() async throws {
        let database = try Notes.open(path)
        try await database.add("kept")
        await #expect(throws: DatabaseError.self) {
            try await database.write { transaction throws(DatabaseError) in
                try transaction.add("lost")
                try transaction.add("kept")
            }
        }
        #expect(try await database.texts() == ["kept"])
    }

    @Test func `a broken constraint is told with its extended code`() async throws {
        let database = try Notes.open(path)
        try await database.add("one")
        let error = await #expect(throws: DatabaseError.self) { try await database.add("one") }
        #expect(error?.kind == .constraint)
        #expect(error?.code == 2067)  // SQLITE_CONSTRAINT_UNIQUE
    }

    @Test func `a full database says so and keeps serving reads`() async throws {
        var options = DatabaseOptions()
        options.maximumPages = 12
        let database = try Notes.open(path, options)
        let long = String(repeating: "x", count: 100_000)
        let error = await #expect(throws: DatabaseError.self) { try await database.add(long) }
        #expect(error?.kind == .full)
        try await database.add("small")
        #expect(try await database.texts() == ["small"])
    }

    @Test func `a disk that is full at the start is an error, or is waited for`() async throws {
        var options = DatabaseOptions()
        options.maximumPages = 1
        let error = #expect(throws: DatabaseError.self) { try Notes.open(path, options) }
        #expect(error?.kind == .full)
        options.waitsForRoom = true
        let database = try Notes.open(path, options)
        // Once and again: nothing is there yet, which is no mistake of whoever asks.
        for _ in 0..<2 {
            let write = await #expect(throws: DatabaseError.self) { try await database.add("one") }
            let read = await #expect(throws: DatabaseError.self) { try await database.texts() }
            #expect(write?.kind == .full && read?.kind == .full)
        }
        database.close()
    }

    @Test func `what an earlier version wrote is read while there is no room for what a later one needs`() async throws
    {
        let earlier = try Notes.open(path)
        try await earlier.add("one")
        earlier.close()
        var options = DatabaseOptions()
        // No more than there are.
        options.maximumPages = 1
        options.waitsForRoom = true
        let later = Migration("later", ["CREATE TABLE later(id INTEGER PRIMARY KEY) STRICT"])
        let database = try Database(path: path, migrations: [Notes.first, later], options: options)
        #expect(try await database.texts() == ["one"])
        let error = await #expect(throws: DatabaseError.self) { try await database.add("two") }
        #expect(error?.kind == .full)
        #expect(try await database.texts() == ["one"])
        database.close()
        let roomy = try Database(path: path, migrations: [Notes.first, later])
        try await roomy.add("two")
        #expect(try await roomy.texts() == ["one", "two"])
        roomy.close()
    }

    @Test func `a value longer than the limit is refused`() async throws {
        var options = DatabaseOptions()
        options.maximumValueBytes = 1000
        let database = try Notes.open(path, options)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.add(String(repeating: "x", count: 1001))
        }
        #expect(error?.kind == .tooLarge)
    }

    @Test(arguments: [
        "SELEKT 1", "", "SELECT 1; SELECT 2", "COMMIT", " rollback", "SELECT ?",
    ])
    func `a statement that a job cannot mean is misuse`(sql: String) async throws {
        let error = await #expect(throws: DatabaseError.self) {
            try await Notes.open(path).write { transaction throws(DatabaseError) in try transaction.execute(sql) }
        }
        #expect(error?.kind == .misuse)
    }

    @Test func `a read cannot write`() async throws {
        let database = try Notes.open(path)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { transaction throws(DatabaseError) in try transaction.add("one") }
        }
        #expect(error?.kind == .misuse)
        #expect(try await database.texts() == [])
    }

    @Test func `the same statement can run inside its own rows`() async throws {
        let database = try Notes.open(path)
        for text in ["a", "b"] { try await database.add(text) }
        let pairs = try await database.read { transaction throws(DatabaseError) in
            var pairs: [String] = []
            for outer in try transaction.texts() {
                try transaction.forEach("SELECT text FROM note ORDER BY text") { row throws(DatabaseError) in
                    pairs += try transaction.texts().map { outer + (row.text(0) ?? "") + $0 }
                    return true
                }
            }
            return pairs
        }
        #expect(pairs == ["aaa", "aab", "aba", "abb", "baa", "bab", "bba", "bbb"])
    }

    @Test func `writers from many tasks all arrive`() async throws {
        let database = try Notes.open(path)
        try await withThrowingTaskGroup { group in
            for index in 0..<500 { group.addTask { try await database.add("note \(index)") } }
            try await group.waitForAll()
        }
        #expect(try await database.texts().count == 500)
    }

    @Test func `another process's lock makes a write busy after the timeout`() async throws {
        var options = DatabaseOptions()
        options.busyTimeoutMilliseconds = 0
        let database = try Notes.open(path, options)
        let other = try Notes.open(path, options)
        let gate = Gate()
        async let holder: Void = other.write { transaction throws(DatabaseError) in
            try transaction.add("held")
            gate.enter()
        }
        await gate.entered()
        let error = await #expect(throws: DatabaseError.self) { try await database.add("one") }
        #expect(error?.kind == .busy)
        gate.open()
        try await holder
        try await database.add("two")
        #expect(try await database.texts() == ["held", "two"])
    }

    @Test func `a closed database refuses, and closing twice is harmless`() async throws {
        let used = try Notes.open(path)
        try await used.add("one")
        let unused = try Notes.open(directory.file("unused.db"))
        for database in [used, unused] {
            database.close()
            database.close()
            let error = await #expect(throws: DatabaseError.self) { try await database.texts() }
            #expect(error?.kind == .closed)
        }
        #expect(try directory.names() == ["state.db", "unused.db"], "closing leaves no write-ahead log")
    }
}

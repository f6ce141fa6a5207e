// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import TemporaryFiles
import Testing

struct MigrationTests {
    let directory: TemporaryDirectory
    let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("state.db")
    }

    private func refusal(_ migrations: [Migration], _ options: DatabaseOptions = DatabaseOptions()) -> DatabaseError? {
        do throws(DatabaseError) {
            try Database(path: path, migrations: migrations, options: options).close()
            return nil
        } catch {
            return error
        }
    }

    @Test func `an old file is brought up to date step by step`() async throws {
        let old = try Database(path: path, migrations: [Notes.first])
        try await old.add("one")
        old.close()
        let new = try Database(path: path, migrations: [Notes.first, Notes.second])
        let author = try await new.read { transaction throws(DatabaseError) in
            try transaction.first("SELECT author FROM note") { row throws(DatabaseError) in row.text(0) }
        }
        #expect(author == "unknown")
    }

    @Test func `a file that a later program wrote is refused and left alone`() throws {
        #expect(refusal([Notes.first, Notes.second]) == nil)
        let error = try #require(refusal([Notes.first]))
        #expect(error.kind == .newerSchema)
        #expect(error.message.contains("version 2 and this program knows up to 1"))
        #expect(refusal([Notes.first, Notes.second]) == nil)
    }

    @Test func `a step that fails leaves the file at the version before it`() async throws {
        let broken = Migration("broken", ["CREATE TABLE extra(id)", "INSERT INTO missing VALUES(1)"])
        let error = try #require(refusal([Notes.first, broken]))
        #expect(error.kind == .misuse)
        #expect(error.message.contains("migration 2 (broken)"))
        let database = try Notes.open(path)
        try await database.add("one")
        let tables = try await database.read { transaction throws(DatabaseError) in
            try transaction.rows("SELECT name FROM sqlite_schema WHERE name = 'extra'") { _ in 1 }
        }
        #expect(tables == [])
    }

    @Test func `other migrations than those the file records are refused`() {
        #expect(refusal([Notes.first]) == nil)
        #expect(refusal([Notes.second])?.kind == .migrationMismatch)
    }

    @Test func `a file that is not a database is refused with what to do, and kept`() throws {
        let bytes = Data(String(repeating: "not a database\n", count: 100).utf8)
        try bytes.write(to: URL(fileURLWithPath: path))
        let error = try #require(refusal([Notes.first]))
        #expect(error.kind == .corrupt)
        #expect(error.message.hasPrefix("\(path): "))
        #expect(error.message.contains("restore a copy, or move it away"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test func `a file with a damaged schema is refused`() throws {
        #expect(refusal([Notes.first]) == nil)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes.replaceSubrange(100..<4096, with: Data(repeating: 0xA5, count: 3996))
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(refusal([Notes.first])?.kind == .corrupt)
    }

    @Test func `a damaged file is set aside only when that is asked for`() throws {
        var options = DatabaseOptions()
        options.damagedFile = .setAside
        for _ in 1...2 {
            try Data(repeating: 0x42, count: 5000).write(to: URL(fileURLWithPath: path))
            #expect(refusal([Notes.first], options) == nil)
        }
        #expect(try directory.names() == ["state.db", "state.db.corrupt-1", "state.db.corrupt-2"])
    }

    @Test func `a directory that does not exist is named`() throws {
        let missing = directory.file("missing/state.db")
        let error = #expect(throws: DatabaseError.self) { try Notes.open(missing) }
        #expect(error?.kind == .cannotOpen)
        #expect(error?.description == "\(missing) cannot be made: No such file or directory; make its directory first")
    }

    @Test func `a directory in place of the file is refused`() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(refusal([Notes.first])?.kind == .cannotOpen)
    }

    @Test func `the file is readable for its owner alone`() throws {
        #expect(refusal([Notes.first]) == nil)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }
}

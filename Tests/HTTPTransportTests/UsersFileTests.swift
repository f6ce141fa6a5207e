// SPDX-License-Identifier: Apache-2.0

import Glibc
import ResourceModel
import Testing

@testable import HTTPTransport

struct UsersFileTests {
    @Test func `comments and empty lines are skipped`() throws {
        let table = try AccountTable(parsing: "# who may\n\nann:admin:$y$j9T$salt$hash\n  \n")
        #expect(table.accounts.keys.sorted() == ["ann"])
        #expect(table.accounts["ann"]?.principal == Principal(name: "ann", role: .admin))
    }

    @Test func `every bad line is reported with its number`() throws {
        let text = """
            ann:admin:$y$j9T$salt$hash
            ann:reader:$y$j9T$salt$hash
            bob:root:$y$j9T$salt$hash
            carl:reader
            :reader:$y$j9T$salt$hash
            dora:reader:plain text
            eve:reader:$unknown$x
            """
        let errors = #expect(throws: AccountTable.Errors.self) { try AccountTable(parsing: text) }
        #expect(errors?.errors.map(\.line) == [2, 3, 4, 5, 6, 7])
        #expect(errors?.errors[1].reason == "unknown role 'root'; allowed: reader, operator, admin")
    }

    @Test func `a file that others can read is refused`() throws {
        let path = try AccountFixture.temporaryFile("")
        defer { unlink(path) }
        chmod(path, 0o644)
        let error = #expect(throws: UsersFileError.self) { try UsersFile(path: path).check() }
        #expect(error?.description.contains("chmod") == true)
        chmod(path, 0o640)
        #expect(throws: UsersFileError.self) { try UsersFile(path: path).check() }
        chmod(path, 0o600)
        #expect(try UsersFile(path: path).check() == 0)
    }

    @Test func `a missing file is named in the error`() throws {
        #expect(
            throws: UsersFileError.system(
                path: "/nonexistent/users", operation: "read", reason: "No such file or directory")
        ) { try UsersFile(path: "/nonexistent/users").check() }
    }

    @Test func `what is not a file is refused`() throws {
        #expect(throws: UsersFileError.self) { try UsersFile(path: "/dev/null").check() }
    }

    @Test func `adding keeps the other lines and replaces the account of that name`() throws {
        let path = try AccountFixture.temporaryFile("# first\nann:reader:$6$s$h\nbob:reader:$6$s$h")
        defer { unlink(path) }
        let file = UsersFile(path: path)
        try file.add(.init(name: "ann", role: .admin, password: Array("new".utf8)))
        try file.add(.init(name: "carl", role: .operator, password: Array("his".utf8)))
        let lines = String(decoding: try file.contents().bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0] == "# first")
        #expect(lines[1].hasPrefix("ann:admin:$y$"))
        #expect(lines[2] == "bob:reader:$6$s$h")
        #expect(lines[3].hasPrefix("carl:operator:$y$"))
        let table = try file.read().table
        #expect(table.accounts["ann"]?.hash?.matches(Secret(Array("new".utf8))) == true)
        #expect(table.accounts["ann"]?.hash?.matches(Secret(Array("old".utf8))) == false)
        #expect(table.accounts["carl"]?.role == .operator)
    }

    @Test func `a new file is for its owner only`() throws {
        let path = try AccountFixture.temporaryFile("")
        unlink(path)
        defer { unlink(path) }
        try UsersFile(path: path).add(.init(name: "ann", role: .reader, password: [0x78]))
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(access("\(path).new", F_OK) != 0)
    }

    @Test(arguments: ["", "a:b", "a\nb", "#a", " a", String(repeating: "x", count: 65)])
    func `a name that would break the file is refused`(_ name: String) throws {
        let path = try AccountFixture.temporaryFile("")
        defer { unlink(path) }
        #expect(throws: UsersFileError.invalidName(name)) {
            try UsersFile(path: path).add(.init(name: name, role: .reader, password: [0x78]))
        }
    }

    @Test(arguments: [[], [0x78, 0], [UInt8](repeating: 0x78, count: 513)])
    func `a password that crypt would cut is refused`(_ password: [UInt8]) throws {
        let path = try AccountFixture.temporaryFile("")
        defer { unlink(path) }
        #expect(throws: UsersFileError.invalidPassword) {
            try UsersFile(path: path).add(.init(name: "ann", role: .reader, password: password))
        }
    }

    @Test func `a broken file is not touched by adding`() throws {
        let path = try AccountFixture.temporaryFile("broken\n")
        defer { unlink(path) }
        #expect(throws: UsersFileError.malformed(["\(path):1: expected name:role:hash"])) {
            try UsersFile(path: path).add(.init(name: "ann", role: .reader, password: [0x78]))
        }
        #expect(try UsersFile(path: path).contents().bytes == Array("broken\n".utf8))
    }
}

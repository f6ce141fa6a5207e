// SPDX-License-Identifier: Apache-2.0

import Foundation
import TemporaryFiles
import Testing

@testable import Configuration

/// Files as editors, other systems and accidents leave them.
struct ConfigurationFileTests {
    let directory: TemporaryDirectory
    let file: String

    init() throws {
        directory = try TemporaryDirectory()
        file = directory.file("baseboard.conf")
    }

    private func write(_ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: file))
    }

    private func errors(mustExist: Bool = true) -> [ConfigurationError] {
        do throws(InvalidConfiguration) {
            _ = try Configuration.load(file: file, mustExist: mustExist)
            return []
        } catch {
            return error.errors
        }
    }

    @Test func `a missing file is an error only when somebody named it`() {
        #expect(errors().map(\.description) == ["\(file): no such file"])
        #expect(errors(mustExist: false) == [])
    }

    @Test func `drop-ins count without the file beside them`() throws {
        try FileManager.default.createDirectory(atPath: "\(file).d", withIntermediateDirectories: false)
        try Data("[log]\nLevel=error\n".utf8).write(to: URL(fileURLWithPath: "\(file).d/a.conf"))
        #expect(try Configuration.load(file: file, mustExist: false).log.level == .error)
    }

    @Test func `a file that cannot be read is told apart from a missing one`() throws {
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: file)
        for mustExist in [true, false] {
            #expect(
                errors(mustExist: mustExist).map(\.message)
                    == ["cannot be read as user id \(geteuid()): Too many levels of symbolic links"])
        }
    }

    @Test func `a directory or a FIFO in place of the file is refused without waiting`() throws {
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
        #expect(errors().map(\.message) == ["is not a regular file"])
        try FileManager.default.removeItem(atPath: file)
        #expect(mkfifo(file, 0o600) == 0)
        #expect(errors().map(\.message) == ["is not a regular file"])
    }

    @Test func `a file in place of the directory of drop-ins is an error`() throws {
        try write([])
        try Data().write(to: URL(fileURLWithPath: "\(file).d"))
        #expect(errors().map(\.description) == ["\(file).d: cannot be read as user id \(geteuid()): Not a directory"])
    }

    @Test func `a byte order mark and line ends of DOS are taken`() throws {
        try write([0xEF, 0xBB, 0xBF] + Array("[log]\r\nLevel=error\r\n\r\n".utf8))
        #expect(try Configuration.load(file: file).log.level == .error)
    }

    @Test func `a last line without its end counts`() throws {
        try write(Array("[log]\nLevel=error".utf8))
        #expect(try Configuration.load(file: file).log.level == .error)
        try write(Array("[log]\nLevel".utf8))
        #expect(errors().map(\.line) == [2])
    }

    @Test func `an indented key is a key, not more of the value above it`() throws {
        try write(Array("[log]\nLevel=error\n\tLevel=debug\n".utf8))
        #expect(try Configuration.load(file: file).log.level == .debug)
    }

    @Test(arguments: [0, 1])
    func `a line may have so many bytes and no more`(excess: Int) throws {
        let path = "/" + String(repeating: "x", count: INIParser.maximumLineBytes + excess - "StateDirectory=/".count)
        try write(Array("[server]\nStateDirectory=\(path)\n[log]\nLevel=loud\n".utf8))
        let lines = errors().map(\.line)
        #expect(lines == (excess == 0 ? [4] : [2, 4]), "what follows a line that is too long is still read")
        try write(Array("[server]\nStateDirectory=\(path)\n".utf8))
        if excess == 0 {
            #expect(try Configuration.load(file: file).server.stateDirectory == path)
        } else {
            #expect(errors().map(\.message) == ["the line has 199 bytes; no line may be longer than 198"])
        }
    }

    @Test func `a comment may be as long as it likes`() throws {
        try write(Array("# \(String(repeating: "x", count: 5000))\n[log]\nLevel=error\n".utf8))
        #expect(try Configuration.load(file: file).log.level == .error)
    }

    @Test(arguments: [
        (Array("Level=\u{0}error".utf8), "the line holds control characters; expected text in UTF-8"),
        (Array("Level=error\u{1B}[2J".utf8), "the line holds control characters; expected text in UTF-8"),
        (Array("Level=".utf8) + [0xFF, 0xFE], "the line is not UTF-8"),
        ([0xC3], "the line is not UTF-8"),
    ])
    func `a line that is not text is refused without repeating it`(line: [UInt8], message: String) throws {
        try write(Array("[log]\n".utf8) + line + Array("\nLevel=loud\n".utf8))
        let errors = errors()
        #expect(errors.map(\.line) == [2, 3])
        #expect(errors.first?.message == message)
        #expect(errors.first?.text == nil)
    }

    @Test func `binary junk gives errors and nothing else`() throws {
        var state: UInt64 = 1
        for _ in 0..<50 {
            try write(
                (0..<4096).map { _ in
                    // Knuth's generator: the same junk in every run.
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return UInt8(truncatingIfNeeded: state >> 56)
                })
            #expect(!errors().isEmpty)
        }
    }

    @Test func `a file as large as the limit is read, a larger one refused`() throws {
        let line = Array("[log]\nLevel=error\n".utf8)
        let fill = [UInt8](repeating: UInt8(ascii: "\n"), count: Configuration.maximumFileBytes - line.count)
        try write(fill + line)
        #expect(try Configuration.load(file: file).log.level == .error)
        try write(fill + line + [UInt8(ascii: "\n")])
        #expect(errors().map(\.message) == ["is larger than 1048576 bytes"])
    }

    @Test func `more drop-ins than the limit are refused`() throws {
        try write([])
        try FileManager.default.createDirectory(atPath: "\(file).d", withIntermediateDirectories: false)
        for number in 0...Configuration.maximumDropIns {
            try Data().write(to: URL(fileURLWithPath: "\(file).d/\(number).conf"))
        }
        #expect(errors().map(\.message) == ["holds more than 256 files"])
    }
}

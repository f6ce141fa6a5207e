// SPDX-License-Identifier: Apache-2.0

import Glibc
import HTTPTransport
import ResourceModel

/// What the daemon's program does to the users file.
enum AccountTasks {
    /// The longest password, in bytes; longer input is refused, not cut.
    private static let longestPassword = 512

    /// Adds an account, or changes the one of that name.
    static func add(_ user: Options.User, file: String) {
        var change = UsersFile.Change(
            name: user.name, role: user.role, password: nil,
            certificates: user.certificates.isEmpty ? nil : user.certificates)
        if user.hasPassword {
            guard let password = readPassword() else {
                Baseboardd.fail(
                    "baseboardd: standard input holds no password, or one longer than \(longestPassword) bytes",
                    EX_USAGE)
            }
            change.password = password
        }
        edit(file) { file throws(UsersFileError) in try file.add(change) }
    }

    /// Removes an account.
    static func remove(name: String, file: String) {
        edit(file) { file throws(UsersFileError) in try file.remove(name: name) }
    }

    /// Prints the accounts, a line each: name, role, and what it can log in by.
    static func list(file: String) {
        edit(file) { file throws(UsersFileError) in
            for account in try file.list() {
                var means = account.hasPassword ? ["basic"] : []
                means += account.digests.map { "digest \($0.rawValue)" }
                means += account.certificates.map(\.description)
                print("\(account.name)\t\(account.role.rawValue)\t\(means.joined(separator: ", "))")
            }
        }
    }

    private static func edit(_ path: String, _ work: (UsersFile) throws(UsersFileError) -> Void) {
        do throws(UsersFileError) {
            try work(UsersFile(path: path))
        } catch {
            if case .unknownName = error { Baseboardd.fail("baseboardd: \(error)", EX_NOUSER) }
            Baseboardd.fail("baseboardd: \(error)", EX_CANTCREAT)
        }
    }

    /// The first line of standard input; on a terminal it is asked for and not shown.
    private static func readPassword() -> [UInt8]? {
        var saved = termios()
        let isTerminal = isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &saved) == 0
        if isTerminal {
            var silent = saved
            silent.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
            write("Password: ")
        }
        defer {
            if isTerminal {
                tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
                write("\n")
            }
        }
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(STDIN_FILENO, &byte, 1) == 1, byte != UInt8(ascii: "\n") {
            bytes.append(byte)
            guard bytes.count <= longestPassword else { return nil }
        }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return bytes.isEmpty ? nil : bytes
    }

    private static func write(_ text: String) {
        _ = Array(text.utf8).withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

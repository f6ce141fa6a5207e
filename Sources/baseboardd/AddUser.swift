// SPDX-License-Identifier: Apache-2.0

import Glibc
import HTTPTransport
import ResourceModel

/// Adds an account to the users file, or gives it another password and role.
enum AddUser {
    /// The longest password, in bytes; longer input is refused, not cut.
    private static let longestPassword = 512

    static func run(name: String, role: Role, file: String) {
        guard let password = readPassword() else {
            Baseboardd.fail(
                "baseboardd: standard input holds no password, or one longer than \(longestPassword) bytes", EX_USAGE)
        }
        do throws(UsersFileError) {
            try UsersFile(path: file).add(name: name, role: role, password: password)
        } catch {
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

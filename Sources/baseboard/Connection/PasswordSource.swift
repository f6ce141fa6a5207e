// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where passwords come from; never the command line, which every user of the machine can read.
struct PasswordSource: Sendable {
    /// The content of a file.
    var file: @Sendable (String) -> Data?
    /// The first line of standard input.
    var standardInput: @Sendable () -> String?
    /// What a person types at a prompt; nil where there is no terminal.
    var prompt: @Sendable (String) -> String?

    /// The process's own.
    static let process = PasswordSource(
        file: { FileManager.default.contents(atPath: $0) },
        standardInput: { readLine(strippingNewline: true) },
        prompt: { text in
            guard isatty(STDIN_FILENO) == 1, let typed = getpass(text) else { return nil }
            return String(cString: typed)
        })

    /// The first line of a file.
    func password(inFile path: String) throws(Failure) -> String {
        guard let data = file(path) else {
            throw Failure(.usage, "The password file \(path) cannot be read; check its name and owner.")
        }
        let line = data.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty else { throw Failure(.usage, "The first line of the password file \(path) is empty.") }
        return String(decoding: line, as: UTF8.self)
    }
}

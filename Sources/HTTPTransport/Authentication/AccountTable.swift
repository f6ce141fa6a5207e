// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// All accounts of a users file.
struct AccountTable: Sendable, Equatable {
    /// A line that cannot be read.
    struct LineError: Error, Sendable, Equatable {
        let line: Int
        let reason: String
    }

    struct Errors: Error, Equatable {
        let errors: [LineError]
    }

    private(set) var accounts: [String: Account] = [:]
    /// Any account: unknown names are checked against its hash, so that they cost what known ones cost.
    private(set) var decoy: Account?

    init() {}

    /// Reads `name:role:hash` lines; `#` starts a comment line, empty lines are skipped.
    init(parsing text: String) throws(Errors) {
        var errors: [LineError] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            do {
                guard let account = try Self.account(in: line) else { continue }
                guard accounts[account.name] == nil else {
                    errors.append(LineError(line: index + 1, reason: "the account '\(account.name)' appears twice"))
                    continue
                }
                accounts[account.name] = account
                if decoy == nil { decoy = account }
            } catch {
                errors.append(LineError(line: index + 1, reason: error.reason))
            }
        }
        guard errors.isEmpty else { throw Errors(errors: errors) }
    }

    /// The account in one line; nil in a comment or an empty line.
    static func account(in line: Substring) throws(Malformed) -> Account? {
        guard line.contains(where: { !$0.isWhitespace }), line.first != "#" else { return nil }
        let fields = line.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 3 else { throw Malformed(reason: "expected name:role:hash") }
        let name = String(fields[0])
        guard Account.isValid(name: name) else {
            throw Malformed(reason: "a name has 1 to 64 characters without colons, control characters or outer spaces")
        }
        guard let role = Role(rawValue: String(fields[1])) else {
            let allowed = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw Malformed(reason: "unknown role '\(fields[1])'; allowed: \(allowed)")
        }
        guard let hash = PasswordHash(String(fields[2])) else {
            throw Malformed(reason: "not a password hash that crypt(5) knows; use --add-user")
        }
        return Account(name: name, role: role, hash: hash)
    }

    struct Malformed: Error {
        let reason: String
    }
}

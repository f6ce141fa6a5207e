// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// An account as a line of text: `name:role:hash`, then any number of `:key=value`.
///
/// The hash is a crypt(5) string, or `*` for an account without a password. Keys are `digest-md5`, `digest-sha-256`,
/// `digest-sha-512-256` (each once, in hexadecimal), `fingerprint`, `san` and `subject`. In values `%`, `:` and control
/// characters are written as `%` and two hexadecimal digits.
enum AccountLine {
    struct Malformed: Error {
        let reason: String
    }

    /// The account in a line; nil in a comment or an empty line.
    static func account(in line: Substring) throws(Malformed) -> Account? {
        guard line.contains(where: { !$0.isWhitespace }), line.first != "#" else { return nil }
        let fields = line.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count >= 3 else { throw Malformed(reason: "expected name:role:hash") }
        let name = String(fields[0])
        guard Account.isValid(name: name) else {
            throw Malformed(reason: "a name has 1 to 64 characters without colons, control characters or outer spaces")
        }
        guard let role = Role(rawValue: String(fields[1])) else {
            let allowed = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw Malformed(reason: "unknown role '\(fields[1])'; allowed: \(allowed)")
        }
        let hash = fields[2] == "*" ? nil : PasswordHash(String(fields[2]))
        guard hash != nil || fields[2] == "*" else {
            throw Malformed(reason: "not a password hash that crypt(5) knows; use --add-user")
        }
        var account = Account(name: name, role: role, hash: hash)
        for field in fields.dropFirst(3) { try take(field, into: &account) }
        return account
    }

    private static func take(_ field: Substring, into account: inout Account) throws(Malformed) {
        guard let equals = field.firstIndex(of: "="),
            let value = PercentCoding.decode(field[field.index(after: equals)...])
        else {
            throw Malformed(reason: "expected key=value after the hash, not '\(field.prefix(40))'")
        }
        let key = field[..<equals]
        if let algorithm = DigestAlgorithm.allCases.first(where: { $0.key == key }) {
            guard let digest = Hexadecimal.decode(value), digest.count == algorithm.length,
                account.digests.updateValue(digest, forKey: algorithm) == nil
            else { throw Malformed(reason: "\(key) takes \(algorithm.length * 2) hexadecimal digits, once") }
        } else if let mapping = CertificateMapping("\(key):\(value)") {
            guard !account.certificates.contains(mapping) else {
                throw Malformed(reason: "\(mapping) stands here twice")
            }
            account.certificates.append(mapping)
        } else {
            throw Malformed(reason: "unknown or broken field '\(field.prefix(40))'")
        }
    }

    /// The line of an account.
    static func text(_ account: Account) -> String {
        var fields = [account.name, account.role.rawValue, account.hash?.text ?? "*"]
        for algorithm in DigestAlgorithm.allCases {
            if let digest = account.digests[algorithm] {
                fields.append("\(algorithm.key)=\(Hexadecimal.encode(digest))")
            }
        }
        for mapping in account.certificates {
            let text = mapping.description
            let key = text.prefix { $0 != ":" }
            fields.append("\(key)=\(PercentCoding.encode(text.dropFirst(key.count + 1)))")
        }
        return fields.joined(separator: ":")
    }
}

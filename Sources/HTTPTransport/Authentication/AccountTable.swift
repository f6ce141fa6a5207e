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
    /// Any account with a password: unknown names are checked against it, so that they cost what known ones cost.
    private(set) var decoy: Account?
    /// Whose a certificate is.
    private(set) var owners: [CertificateMapping: String] = [:]

    init() {}

    /// Reads lines of `AccountLine`; `#` starts a comment line, empty lines are skipped.
    init(parsing text: String) throws(Errors) {
        var errors: [LineError] = []
        var lines: [CertificateMapping: Int] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            do throws(AccountLine.Malformed) {
                guard let account = try AccountLine.account(in: line) else { continue }
                for mapping in account.certificates {
                    if let other = lines.updateValue(index + 1, forKey: mapping) {
                        throw AccountLine.Malformed(reason: "\(mapping) stands in line \(other) already")
                    }
                }
                try add(account)
            } catch {
                errors.append(LineError(line: index + 1, reason: error.reason))
            }
        }
        guard errors.isEmpty else { throw Errors(errors: errors) }
    }

    private mutating func add(_ account: Account) throws(AccountLine.Malformed) {
        guard accounts.updateValue(account, forKey: account.name) == nil else {
            throw AccountLine.Malformed(reason: "the account '\(account.name)' appears twice")
        }
        for mapping in account.certificates { owners[mapping] = account.name }
        if decoy == nil, account.hash != nil { decoy = account }
    }

    /// The account that a certificate stands for: by fingerprint, else by the names in it, else by its subject.
    ///
    /// Nil as well when its names stand for different accounts.
    func owner(of certificate: PeerCertificate) -> Account? {
        guard !owners.isEmpty else { return nil }
        for candidates in CertificateMapping.candidates(certificate) {
            let names = Set(candidates.compactMap { owners[$0] })
            if let name = names.first { return names.count == 1 ? accounts[name] : nil }
        }
        return nil
    }
}

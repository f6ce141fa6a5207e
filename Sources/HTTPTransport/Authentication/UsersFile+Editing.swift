// SPDX-License-Identifier: Apache-2.0

import Glibc
public import ResourceModel

extension UsersFile {
    /// What an account is to have.
    public struct Change: Sendable {
        /// The account's name.
        public var name: String
        /// What it may do.
        public var role: Role
        /// Its password, or nil for an account that logs in by certificate alone.
        public var password: [UInt8]?
        /// What certificates stand for it; nil leaves those that it has.
        public var certificates: [CertificateMapping]?

        /// Describes an account.
        public init(name: String, role: Role, password: [UInt8]?, certificates: [CertificateMapping]? = nil) {
            self.name = name
            self.role = role
            self.password = password
            self.certificates = certificates
        }
    }

    /// What may be told of an account.
    public struct Summary: Sendable, Equatable {
        /// The account's name.
        public let name: String
        /// What it may do.
        public let role: Role
        /// Whether it has a password.
        public let hasPassword: Bool
        /// The algorithms of Digest that it can log in by.
        public let digests: [DigestAlgorithm]
        /// What certificates stand for it.
        public let certificates: [CertificateMapping]
    }

    /// Adds an account, or changes the one of that name; hashing takes tens of milliseconds.
    ///
    /// The file is replaced as a whole or not at all; its other lines, owner and group stay, and its mode is 0600.
    public func add(_ change: Change) throws(UsersFileError) {
        guard Account.isValid(name: change.name) else { throw .invalidName(change.name) }
        var hash: PasswordHash?
        var digests: [DigestAlgorithm: [UInt8]] = [:]
        if let password = change.password {
            let secret = Secret(password)
            guard (1...512).contains(secret.count), !secret.containsNul, let made = PasswordHash(hashing: secret) else {
                throw .invalidPassword
            }
            hash = made
            digests = Self.digests(name: change.name, password: secret)
        }
        try edit { table, lines throws(UsersFileError) in
            let certificates = change.certificates ?? table.accounts[change.name]?.certificates ?? []
            guard hash != nil || !certificates.isEmpty else { throw .noMeans(change.name) }
            for mapping in certificates {
                if let owner = table.owners[mapping], owner != change.name { throw .certificateTaken(mapping, owner) }
            }
            let account = Account(
                name: change.name, role: change.role, hash: hash, digests: digests, certificates: certificates)
            let line = AccountLine.text(account)[...]
            if let index = lines.firstIndex(where: { Self.name(in: $0) == change.name }) {
                lines[index] = line
            } else {
                lines.append(line)
            }
        }
    }

    /// Removes an account; whoever is logged in by it is so no longer.
    public func remove(name: String) throws(UsersFileError) {
        try edit { table, lines throws(UsersFileError) in
            guard table.accounts[name] != nil else { throw .unknownName(name) }
            lines.removeAll { Self.name(in: $0) == name }
        }
    }

    /// The accounts in the order of their names, without anything secret.
    public func list() throws(UsersFileError) -> [Summary] {
        guard version() != nil else { return [] }
        return try read(isForEditing: true).table.accounts.values.sorted { $0.name < $1.name }.map { account in
            Summary(
                name: account.name, role: account.role, hasPassword: account.hash != nil,
                digests: DigestAlgorithm.allCases.filter { account.digests[$0] != nil },
                certificates: account.certificates)
        }
    }

    /// What Digest compares answers with (RFC 7616 §3.4.2); an algorithm that the system forbids is left out.
    private static func digests(name: String, password: Secret) -> [DigestAlgorithm: [UInt8]] {
        let start = Array("\(name):\(AccountState.realm):".utf8)
        return password.withCString { text in
            let whole = Secret(start + UnsafeRawBufferPointer(start: text, count: password.count))
            return whole.withCString { text in
                var digests: [DigestAlgorithm: [UInt8]] = [:]
                for algorithm in DigestAlgorithm.allCases {
                    digests[algorithm] = MessageDigest(algorithm)?(
                        UnsafeRawBufferPointer(start: text, count: whole.count))
                }
                return digests
            }
        }
    }

    private static func name(in line: Substring) -> String? {
        guard line.first != "#", let end = line.firstIndex(of: ":") else { return nil }
        return String(line[..<end])
    }

    // MARK: The file

    private func edit(
        _ change: (AccountTable, inout [Substring]) throws(UsersFileError) -> Void
    ) throws(UsersFileError) {
        let directory = try lockDirectory()
        defer { close(directory) }
        var lines: [Substring] = []
        var table = AccountTable()
        var status: stat?
        var found: [UInt8] = []
        if version() != nil {
            let (bytes, current) = try contents(isForEditing: true)
            table = try read(isForEditing: true).table
            found = bytes
            status = current
        }
        let text = String(decoding: found, as: UTF8.self)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        try change(table, &lines)
        let bytes = Array(lines.map { "\($0)\n" }.joined().utf8)
        do throws(AtomicFile.Failure) {
            try AtomicFile.replace(path, with: bytes, mode: 0o600) { descriptor throws(AtomicFile.Failure) in
                guard let status else { return }
                guard fchown(descriptor, status.st_uid, status.st_gid) == 0 else { throw AtomicFile.Failure(errno) }
            }
        } catch {
            throw .system(path: path, operation: "replace", reason: error.reason)
        }
    }

    /// Keeps a second editor out until the descriptor is closed.
    private func lockDirectory() throws(UsersFileError) -> Int32 {
        let directory = open(AtomicFile.directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw failure("write") }
        while flock(directory, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let error = failure("lock the directory of")
                close(directory)
                throw error
            }
        }
        return directory
    }
}

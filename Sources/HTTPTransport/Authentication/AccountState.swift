// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NIOPosix
import ResourceModel

/// What the schemes of all listeners share: the accounts as they stand, and the slowing of guesses; confined to the loop.
final class AccountState {
    /// The name of the place that a password is for: part of what Digest hashes, so it never changes.
    static let realm = "baseboard"

    let source: Accounts.Source
    let limits: Accounts.Limits
    let loop: ServiceLoop
    let logger: Logger
    let now: @Sendable () -> UInt64
    var throttle: LoginThrottle
    private(set) var table = AccountTable()
    /// Rises whenever what was found out about passwords may be wrong.
    private(set) var generation: UInt64 = 0

    private(set) lazy var basic = BasicScheme(self)
    /// Nil where Digest cannot be spoken.
    private(set) lazy var digest = DigestScheme(self, algorithms: digestAlgorithms)

    /// The digest that good passwords are remembered by.
    let memory: KeyedDigest
    private let digestAlgorithms: [DigestAlgorithm]
    private let hashing: NIOThreadPool
    /// The thread starts with the first check: a daemon nobody talks to does without.
    private var isHashing = false
    private let matches: @Sendable (PasswordHash, Secret) -> Bool
    private var version: UsersFile.Version?
    private var lastLook: UInt64
    private var delayedChecks = 0

    init(
        _ source: Accounts.Source, digestAlgorithms: [DigestAlgorithm], limits: Accounts.Limits, loop: ServiceLoop,
        hashing: NIOThreadPool, logger: Logger, now: @escaping @Sendable () -> UInt64,
        matches: @escaping @Sendable (PasswordHash, Secret) -> Bool
    ) throws(UsersFileError) {
        guard let memory = KeyedDigest() else { throw .noDigest }
        if case .users(let file) = source, let found = file.version() {
            (table, version) = (try file.read().table, found)
        }
        self.source = source
        self.digestAlgorithms = digestAlgorithms
        self.limits = limits
        self.loop = loop
        self.hashing = hashing
        self.logger = logger
        self.now = now
        self.matches = matches
        self.memory = memory
        lastLook = now()
        var slowing = LoginThrottle.Limits()
        slowing.freeFailures = limits.freeFailures
        slowing.firstDelay = limits.firstDelay
        slowing.longestDelay = limits.longestDelay
        throttle = LoginThrottle(limits: slowing)
        // FIPS has no MD5: an address that offers Digest would let nobody in, and not say why.
        guard digestAlgorithms.isEmpty || digest != nil else { throw .noAlgorithm(digestAlgorithms) }
        tellMissingDigests()
    }

    // MARK: Passwords

    /// Has a password checked on the hashing thread; `done` is called on the loop, with nil for a wrong one.
    func check(user: String, password: Secret, address: String, done: @escaping (Principal?) -> Void) {
        let check: @Sendable () -> Principal?
        let account = table.accounts[user]
        switch source {
        case .pam(let service): check = { service.authenticate(user: user, password: password, address: address) }
        case .users:
            // Who is unknown, or has no password, costs what the others cost.
            guard let hash = account?.hash ?? table.decoy?.hash else { return done(nil) }
            let principal = account?.hash == nil ? nil : account?.principal
            check = { [matches] in matches(hash, password) ? principal : nil }
        }
        if !isHashing {
            isHashing = true
            hashing.start()
        }
        let bound = NIOLoopBound(
            { [self] (principal: Principal?) in
                refresh()
                // The file may have changed under the check.
                if case .users = source, table.accounts[user] != account { return done(nil) }
                done(principal)
            }, eventLoop: loop.eventLoop)
        hashing.submit { [loop] pool in
            let principal = pool == .active ? check() : nil
            loop.execute { bound.value(principal) }
        }
    }

    /// Takes note of a failed login.
    func failed(account: String, isKnown: Bool, address: String, now: UInt64) {
        throttle.failed(account: account, address: address, now: now)
        // An unknown name may be a password typed into the wrong field.
        logger.notice(
            "login failed", metadata: ["address": "\(address)", "user": "\(isKnown ? account : "(unknown)")"])
    }

    /// Whether one more check may wait for its time; `finishDelayedCheck` gives the place back.
    func takeDelayedCheck() -> Bool {
        guard delayedChecks < limits.maxPendingChecks else { return false }
        delayedChecks += 1
        return true
    }

    func finishDelayedCheck() { delayedChecks -= 1 }

    // MARK: The users file

    /// Looks at the users file again, if it is time to.
    func refresh() {
        guard case .users(let file) = source else { return }
        let now = now()
        guard now &- lastLook >= limits.fileCheckInterval else { return }
        lastLook = now
        if file.version() != version { read(file) }
    }

    /// Whether an account still may what it could when it logged in, as far as that is known without its logging in anew.
    func isEntitled(_ principal: Principal) -> Bool {
        // Groups may be asked of a server far away, which is no question for the loop.
        guard case .users = source else { return true }
        refresh()
        return table.accounts[principal.name].map { $0.role >= principal.role } ?? false
    }

    func reload() {
        lastLook = now()
        switch source {
        case .users(let file): read(file)
        // Groups and passwords are asked for anew.
        case .pam: generation &+= 1
        }
    }

    /// Takes the file as it is now; what cannot be read lets nobody in, for it may have been changed to keep someone out.
    private func read(_ file: UsersFile) {
        do {
            let known = table
            (table, version) = try file.read()
            // Read again and found the same, as on every SIGHUP: who is logged in stays so.
            if table == known { return }
            generation &+= 1
            logger.info("users file read", metadata: ["accounts": "\(table.accounts.count)"])
            tellMissingDigests()
        } catch {
            generation &+= 1
            table = AccountTable()
            version = file.version()
            logger.error("users file cannot be used; nobody can log in", metadata: ["error": "\(error)"])
        }
    }

    /// Accounts of older files have nothing that Digest could be checked against.
    private func tellMissingDigests() {
        let names = table.accounts.values.filter { account in
            account.hash != nil && !digestAlgorithms.allSatisfy { account.digests[$0] != nil }
        }.map(\.name).sorted()
        guard !names.isEmpty else { return }
        logger.info(
            "accounts cannot log in by Digest until their passwords are set again",
            metadata: ["accounts": "\(names.prefix(20).joined(separator: ", "))"])
    }
}

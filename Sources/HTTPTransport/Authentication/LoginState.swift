// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NIOPosix
import ResourceModel

/// What a `BasicAuthenticator` knows; confined to the loop.
final class LoginState {
    private final class Login {
        let digest: KeyedDigest.Value
        let principal: Principal
        let generation: UInt64
        let expires: UInt64

        init(digest: KeyedDigest.Value, principal: Principal, generation: UInt64, expires: UInt64) {
            self.digest = digest
            self.principal = principal
            self.generation = generation
            self.expires = expires
        }
    }

    private let users: UsersFile
    private let digest: KeyedDigest
    private let refusal: AuthenticationOutcome
    private let limits: BasicAuthenticator.Limits
    private let loop: ServiceLoop
    private let hashing: NIOThreadPool
    /// The thread starts with the first check: a daemon nobody talks to does without.
    private var isHashing = false
    private let logger: Logger
    private let now: @Sendable () -> UInt64
    private let matches: @Sendable (PasswordHash, Secret) -> Bool

    private var table: AccountTable
    private var version: UsersFile.Version?
    private var lastLook: UInt64
    private var generation: UInt64 = 0
    private var logins: [KeyedDigest.Value: Login] = [:]
    /// Who waits for which check; one check serves all who sent the same credentials.
    private var checks: [KeyedDigest.Value: [(AuthenticationOutcome) -> Void]] = [:]
    private var throttle: LoginThrottle

    init(
        users: UsersFile, table: AccountTable, version: UsersFile.Version?, digest: KeyedDigest, realm: String,
        limits: BasicAuthenticator.Limits, loop: ServiceLoop, hashing: NIOThreadPool, logger: Logger,
        now: @escaping @Sendable () -> UInt64, matches: @escaping @Sendable (PasswordHash, Secret) -> Bool
    ) {
        self.users = users
        self.table = table
        self.version = version
        self.digest = digest
        self.limits = limits
        self.loop = loop
        self.hashing = hashing
        self.logger = logger
        self.now = now
        self.matches = matches
        refusal = .refused(.challenge(["Basic realm=\"\(realm)\", charset=\"UTF-8\""]))
        lastLook = now()
        var slowing = LoginThrottle.Limits()
        slowing.freeFailures = limits.freeFailures
        slowing.firstDelay = limits.firstDelay
        slowing.longestDelay = limits.longestDelay
        throttle = LoginThrottle(limits: slowing)
    }

    func authenticate(_ request: AuthenticationRequest) -> AuthenticationOutcome {
        // Clients of the certificate profiles send the profile's URI instead of credentials.
        guard let authorization = request.authorization, BasicCredentials.isBasic(authorization) else { return refusal }
        let now = now()
        lookAtFile(now: now)
        guard let key = digest.digest(authorization) else { return refusal }

        if let login = request.memory.value as? Login, login.digest == key, isGood(login, now: now) {
            return .accepted(login.principal)
        }
        if let login = logins[key], isGood(login, now: now) {
            request.memory.value = login
            return .accepted(login.principal)
        }
        request.memory.value = nil
        if checks[key] != nil {
            return .pending { [self] in join(key, memory: request.memory, finish: $0) }
        }

        guard let credentials = BasicCredentials(authorization) else { return refusal }
        guard checks.count < limits.maxPendingChecks else { return .refused(.tooManyAttempts(retryAfterSeconds: 1)) }
        switch throttle.admit(account: credentials.user, address: request.peerAddress, now: now) {
        case .refused(let wait):
            return .refused(.tooManyAttempts(retryAfterSeconds: Int(clamping: wait / 1_000_000_000 + 1)))
        case .after(let delay):
            let address = request.peerAddress
            let memory = request.memory
            return .pending { [self] finish in
                join(key, memory: memory, finish: finish)
                begin(credentials, key, address: address, delay: delay)
            }
        }
    }

    private func isGood(_ login: Login, now: UInt64) -> Bool {
        login.generation == generation && login.expires > now
    }

    /// Waits with the others for the outcome of a check.
    private func join(
        _ key: KeyedDigest.Value, memory: AuthenticationMemory, finish: @escaping (AuthenticationOutcome) -> Void
    ) {
        checks[key, default: []].append { [self] outcome in
            memory.value = logins[key]
            finish(outcome)
        }
    }

    // MARK: Checking

    private func begin(_ credentials: BasicCredentials, _ key: KeyedDigest.Value, address: String, delay: UInt64) {
        guard delay > 0 else { return check(credentials, key, address: address) }
        let state = NIOLoopBound(self, eventLoop: loop.eventLoop)
        _ = loop.schedule(after: delay) { state.value.check(credentials, key, address: address) }
    }

    private func check(_ credentials: BasicCredentials, _ key: KeyedDigest.Value, address: String) {
        let account = table.accounts[credentials.user]
        guard let hash = (account ?? table.decoy)?.hash else {
            return finish(key, account: nil, user: credentials.user, address: address, isRight: false)
        }
        if !isHashing {
            isHashing = true
            hashing.start()
        }
        let state = NIOLoopBound(self, eventLoop: loop.eventLoop)
        let user = credentials.user
        let password = credentials.password
        hashing.submit { [loop, matches] pool in
            let isRight = pool == .active && matches(hash, password)
            loop.execute {
                state.value.finish(key, account: account, user: user, address: address, isRight: isRight)
            }
        }
    }

    private func finish(
        _ key: KeyedDigest.Value, account: Account?, user: String, address: String, isRight: Bool
    ) {
        let now = now()
        lookAtFile(now: now)
        let outcome: AuthenticationOutcome
        // The file may have changed under the check.
        if isRight, let account, table.accounts[user] == account {
            throttle.succeeded(account: user, address: address, now: now)
            remember(
                Login(
                    digest: key, principal: account.principal, generation: generation,
                    expires: now &+ limits.cacheLifetime),
                now: now)
            outcome = .accepted(account.principal)
        } else {
            throttle.failed(account: user, address: address, now: now)
            // An unknown name may be a password typed into the wrong field.
            logger.notice(
                "login failed", metadata: ["address": "\(address)", "user": "\(account?.name ?? "(unknown)")"])
            outcome = refusal
        }
        for waiter in checks.removeValue(forKey: key) ?? [] { waiter(outcome) }
    }

    private func remember(_ login: Login, now: UInt64) {
        if logins.count >= limits.maxCachedLogins { logins = logins.filter { isGood($0.value, now: now) } }
        if logins.count >= limits.maxCachedLogins, let oldest = logins.min(by: { $0.value.expires < $1.value.expires })
        {
            logins[oldest.key] = nil
        }
        logins[login.digest] = login
    }

    // MARK: The users file

    private func lookAtFile(now: UInt64) {
        guard now &- lastLook >= limits.fileCheckInterval else { return }
        lastLook = now
        if users.version() != version { read() }
    }

    func reload() {
        lastLook = now()
        read()
    }

    /// Takes the file as it is now; what cannot be read lets nobody in, for it may have been changed to keep someone out.
    private func read() {
        do {
            let known = table
            (table, version) = try users.read()
            // Read again and found the same, as on every SIGHUP: who is logged in stays so.
            if table == known { return }
            forget()
            logger.info("users file read", metadata: ["accounts": "\(table.accounts.count)"])
        } catch {
            forget()
            table = AccountTable()
            version = users.version()
            logger.error("users file cannot be used; nobody can log in", metadata: ["error": "\(error)"])
        }
    }

    private func forget() {
        generation &+= 1
        logins.removeAll()
    }
}

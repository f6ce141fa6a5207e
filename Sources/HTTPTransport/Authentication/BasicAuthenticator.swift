// SPDX-License-Identifier: Apache-2.0

public import Logging
import NIOCore
import NIOPosix

/// HTTP Basic authentication against a users file.
///
/// A good check is remembered for its lifetime, for the connection and for the process, as a keyed digest of the
/// Authorization field. A change of the users file ends what is remembered.
public final class BasicAuthenticator: Authenticator {
    /// What an authenticator remembers and tolerates; times are nanoseconds.
    public struct Limits: Sendable {
        /// How long a good check is remembered.
        public var cacheLifetime: UInt64 = 300_000_000_000
        /// How many good checks are remembered.
        public var maxCachedLogins = 1024
        /// How many passwords may be in the queue of the hashing thread, or wait to get there.
        public var maxPendingChecks = 64
        /// The least time between two looks at the users file.
        public var fileCheckInterval: UInt64 = 1_000_000_000
        /// Failed logins before further ones are delayed.
        public var freeFailures = 2
        /// The first delay; each further one is twice as long.
        public var firstDelay: UInt64 = 500_000_000
        /// The longest delay.
        public var longestDelay: UInt64 = 10_000_000_000

        /// The defaults.
        public init() {}
    }

    private let loop: ServiceLoop
    private let state: NIOLoopBoundBox<LoginState>
    private let hashing: NIOThreadPool

    /// Reads the users file; while there is none nobody can log in.
    ///
    /// - Throws: what is wrong with it.
    public convenience init(
        users: UsersFile, realm: String = "baseboard", limits: Limits = Limits(), loop: ServiceLoop, logger: Logger
    ) throws(UsersFileError) {
        try self.init(
            users: users, realm: realm, limits: limits, loop: loop, logger: logger, now: { loop.now() },
            matches: { hash, password in hash.matches(password) })
    }

    /// As above, with a clock and a hash of the caller's.
    init(
        users: UsersFile, realm: String, limits: Limits, loop: ServiceLoop, logger: Logger,
        now: @escaping @Sendable () -> UInt64,
        matches: @escaping @Sendable (PasswordHash, Secret) -> Bool
    ) throws(UsersFileError) {
        let (table, version) = users.version() == nil ? (AccountTable(), nil) : try users.read()
        guard let digest = KeyedDigest() else {
            throw .system(path: users.path, operation: "authenticate users of", reason: "OpenSSL offers no HMAC")
        }
        self.loop = loop
        // One thread: a flood of guesses takes one core at most.
        hashing = NIOThreadPool(numberOfThreads: 1)
        state = .makeBoxSendingValue(
            LoginState(
                users: users, table: table, version: version, digest: digest, realm: realm, limits: limits, loop: loop,
                hashing: hashing, logger: logger, now: now, matches: matches),
            eventLoop: loop.eventLoop)
    }

    /// Decides from what is remembered, or has the password checked.
    public func authenticate(_ request: AuthenticationRequest) -> AuthenticationOutcome {
        state.value.authenticate(request)
    }

    /// Looks at the users file now and forgets all good checks.
    public func reload() {
        loop.execute { [state] in state.value.reload() }
    }

    /// Ends the hashing thread; blocks until it has ended.
    public func shutdown() {
        // It fails only when it was shut down before, which leaves nothing to do.
        try? hashing.syncShutdownGracefully()
    }
}

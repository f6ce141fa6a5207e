// SPDX-License-Identifier: Apache-2.0

public import Logging
import NIOCore
import NIOPosix
public import ResourceModel

/// The accounts of a server: who there is, how they prove it, and how often strangers may guess.
///
/// One for all listeners; each gets its own `authenticator(_:)` with the schemes that it offers.
public final class Accounts: Sendable {
    /// What is remembered and tolerated; times are nanoseconds.
    public struct Limits: Sendable {
        /// How long a good password is remembered, as a keyed digest of the Authorization field.
        public var cacheLifetime: UInt64 = 300_000_000_000
        /// How many good passwords are remembered.
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
        /// How long a nonce of Digest may be used.
        public var nonceLifetime: UInt64 = 300_000_000_000
        /// How many nonces are remembered that somebody has logged in with.
        public var maxNonces = 4096

        /// The defaults.
        public init() {}
    }

    /// Where passwords are known.
    public enum Source: Sendable {
        /// A file of ours.
        case users(UsersFile)
        /// The system's, by PAM.
        case pam(PAMService)
    }

    private let loop: ServiceLoop
    private let state: NIOLoopBoundBox<AccountState>
    private let hashing: NIOThreadPool

    /// Reads the users file; while there is none nobody can log in.
    ///
    /// - Throws: what is wrong with it.
    public convenience init(
        _ source: Source, digestAlgorithms: [DigestAlgorithm] = [.md5], limits: Limits = Limits(), loop: ServiceLoop,
        logger: Logger
    ) throws(UsersFileError) {
        try self.init(
            source, digestAlgorithms: digestAlgorithms, limits: limits, loop: loop, logger: logger,
            now: { loop.now() }, matches: { hash, password in hash.matches(password) })
    }

    /// As above, with a clock and a hash of the caller's.
    init(
        _ source: Source, digestAlgorithms: [DigestAlgorithm], limits: Limits, loop: ServiceLoop, logger: Logger,
        now: @escaping @Sendable () -> UInt64, matches: @escaping @Sendable (PasswordHash, Secret) -> Bool
    ) throws(UsersFileError) {
        self.loop = loop
        // One thread: a flood of guesses takes one core at most.
        hashing = NIOThreadPool(numberOfThreads: 1)
        state = .makeBoxSendingValue(
            try AccountState(
                source, digestAlgorithms: digestAlgorithms, limits: limits, loop: loop, hashing: hashing,
                logger: logger, now: now, matches: matches),
            eventLoop: loop.eventLoop)
    }

    /// An authenticator that offers these schemes.
    public func authenticator(_ schemes: [ListenerAuthenticator.Scheme]) -> ListenerAuthenticator {
        ListenerAuthenticator(schemes, state: state)
    }

    /// Whether an account still may what it could when it logged in: it is there, with that role or a greater one.
    ///
    /// Called on the loop. By PAM that is known of who logs in only, so that everybody may.
    public func isEntitled(_ principal: Principal) -> Bool { state.value.isEntitled(principal) }

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

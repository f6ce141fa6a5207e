// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Slows password guessing, for each account and each address; a value without a clock of its own.
///
/// After a few failures each further attempt waits, twice as long each time, and attempts on one account or from one
/// address wait one behind the other. An account that has logged in from an address before waits there for its own
/// failures only, so that nobody's guessing keeps its owner out.
struct LoginThrottle {
    /// How much guessing is let through.
    struct Limits {
        /// Failures before the first delay.
        var freeFailures = 2
        /// The first delay, in nanoseconds.
        var firstDelay: UInt64 = 500_000_000
        /// The longest delay.
        var longestDelay: UInt64 = 10_000_000_000
        /// How far ahead attempts may queue.
        var longestWait: UInt64 = 30_000_000_000
        /// After how long without failures an entry is forgotten.
        var memory: UInt64 = 900_000_000_000
        /// Accounts and addresses remembered, each.
        var maxEntries = 1024
    }

    /// What becomes of an attempt.
    enum Admission: Equatable {
        /// Check it after so many nanoseconds.
        case after(UInt64)
        /// Do not check it; try again after so many nanoseconds.
        case refused(UInt64)
    }

    private struct Entry {
        var failures = 0
        var lastFailure: UInt64
        var nextAttempt: UInt64
    }

    private enum Key: Hashable {
        case account(String)
        case address(String)
        case pair(String, String)
    }

    let limits: Limits
    private var entries: [Key: Entry] = [:]
    /// When an account last logged in from an address.
    private var proven: [Key: UInt64] = [:]

    init(limits: Limits = Limits()) { self.limits = limits }

    /// How many accounts and addresses are remembered.
    var count: Int { entries.count }

    /// Gives an attempt its place in time.
    mutating func admit(account: String, address: String, now: UInt64) -> Admission {
        let keys = isProven(account, address, now: now) ? [Self.pair(account, address)] : Self.keys(account, address)
        for key in keys {
            guard let last = entries[key]?.lastFailure, now &- last > limits.memory else { continue }
            entries[key] = nil
        }
        let start = keys.reduce(now) { max($0, entries[$1]?.nextAttempt ?? 0) }
        guard start - now <= limits.longestWait else { return .refused(start - now) }
        for key in keys {
            guard let failures = entries[key]?.failures else { continue }
            let delay = delay(after: failures)
            entries[key]?.nextAttempt = start &+ delay
        }
        return .after(start - now)
    }

    /// Notes a wrong password.
    mutating func failed(account: String, address: String, now: UInt64) {
        for key in Self.keys(account, address) + [Self.pair(account, address)] {
            var entry = entries[key] ?? Entry(lastFailure: now, nextAttempt: 0)
            entry.failures += 1
            entry.lastFailure = now
            entry.nextAttempt = max(entry.nextAttempt, now &+ delay(after: entry.failures))
            if entries[key] == nil { makeRoom(now: now) }
            entries[key] = entry
        }
    }

    /// Notes a right password: the account's owner is here.
    ///
    /// The address keeps its record, or an account of one's own would buy guesses at others.
    mutating func succeeded(account: String, address: String, now: UInt64) {
        let pair = Self.pair(account, address)
        entries[.account(account)] = nil
        entries[pair] = nil
        if proven.count >= limits.maxEntries { proven = proven.filter { now &- $0.value <= limits.memory } }
        if proven.count < limits.maxEntries { proven[pair] = now }
    }

    private func isProven(_ account: String, _ address: String, now: UInt64) -> Bool {
        proven[Self.pair(account, address)].map { now &- $0 <= limits.memory } ?? false
    }

    private static func pair(_ account: String, _ address: String) -> Key {
        .pair(String(account.prefix(64)), network(of: address))
    }

    private func delay(after failures: Int) -> UInt64 {
        let steps = failures - limits.freeFailures - 1
        guard steps >= 0 else { return 0 }
        guard steps < 32 else { return limits.longestDelay }
        return min(limits.firstDelay << UInt64(steps), limits.longestDelay)
    }

    private mutating func makeRoom(now: UInt64) {
        guard entries.count >= 2 * limits.maxEntries else { return }
        entries = entries.filter { now &- $0.value.lastFailure <= limits.memory }
        while entries.count >= 2 * limits.maxEntries,
            let oldest = entries.min(by: { $0.value.lastFailure < $1.value.lastFailure })
        {
            entries[oldest.key] = nil
        }
    }

    private static func keys(_ account: String, _ address: String) -> [Key] {
        // A guesser's name may be as long as a header.
        [.account(String(account.prefix(64))), .address(network(of: address))]
    }

    /// The address, or for IPv6 its /64, which is what one household or host commands.
    static func network(of address: String) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard address.contains(":"), inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Why a subscription cannot be made or managed.
public enum SubscriptionError: Error, Sendable, Hashable {
    /// There is no such subscription, or it has ended.
    case unknown
    /// The subscription is another account's (R10.10-x).
    case notOwner
    /// The account may do less than when it subscribed (R10.10-x).
    case demoted
    /// The account has as many subscriptions as it may have; the number says how many.
    case tooManyForPrincipal(Int)
    /// There are as many subscriptions as there may be; the number says how many.
    case tooMany(Int)
    /// The end that is asked for is over already.
    case endPassed
    /// What is the same in every message leaves no room for events; the number is its size in octets of UTF-8.
    case noRoom(Int)
    /// The bookmark is of another log, or of what has not happened yet (R10.2.6-6).
    case invalidBookmark
    /// Events behind the bookmark are kept no more (R10.2.6-6).
    case expiredBookmark
    /// Events are not pulled in this subscription's mode.
    case notPulled
    /// Another Pull of this subscription waits.
    case busy
    /// Nothing has happened in time (R10.2.9.5-5).
    case timedOut
    /// One event alone is larger than what the client takes; the number is its size in octets of UTF-8.
    case tooLarge(Int)
    /// The storage is full, so that nothing can be promised.
    case storageFull
    /// The storage failed; the text is for the agent's own log.
    case failed(String)
}

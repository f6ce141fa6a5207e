// SPDX-License-Identifier: Apache-2.0

/// How many subscriptions there may be, for how long, and how hard their sinks are tried.
public struct EventingLimits: Sendable, Hashable {
    /// The most subscriptions in all.
    public var subscriptions = 10_000
    /// The most subscriptions of one account.
    public var subscriptionsPerPrincipal = 1000
    /// The longest life of a subscription, in nanoseconds, also of one that asked for no end; nil for no limit.
    public var longestExpiration: UInt64?
    /// How long a sink that has not taken a delivery is left alone at first, in nanoseconds; twice as long each time.
    public var shortestRetry: UInt64 = 1_000_000_000
    /// How long a sink is left alone at most, in nanoseconds.
    public var longestRetry: UInt64 = 300_000_000_000
    /// The most events of a batch, whatever the subscriber asks for.
    public var maxBatch = 1000
    /// The largest message, in octets, whatever the subscriber asks for.
    public var maxEnvelopeSize = 512 * 1024
    /// How many events are read from the log at once: what others wait for in between.
    public var readAhead = 64
    /// How many are read at once for a sink that takes one at a time: so many are held while it is waited for.
    public var singleReadAhead = 8
    /// How long progress may wait for that of others before all is stored with one commit, in nanoseconds.
    public var progressDelay: UInt64 = 50_000_000
    /// How many events that are none of a subscription's may pass before it is stored that they have.
    public var progressLag: UInt64 = 1000
    /// How much later than asked for a timer may fire, so that it serves many subscriptions at once, in nanoseconds.
    public var timerSlack: UInt64 = 20_000_000
    /// How long the loop is held before others have a turn, in nanoseconds.
    public var timeSlice: UInt64 = 1_000_000

    /// The defaults.
    public init() {}
}

// SPDX-License-Identifier: Apache-2.0

/// How many events are told (EVENTS.md 3.4).
public struct StormSettings: Sendable, Hashable {
    /// Of one part and kind.
    public var source = TokenBucketSettings(burst: 10, rate: 1)
    /// Of one kind.
    public var kind = TokenBucketSettings(burst: 50, rate: 50)
    /// Of all.
    public var all = TokenBucketSettings(burst: 200, rate: 200)
    /// How often it is told what was not.
    public var summaryInterval: Duration = .seconds(60)
    /// Of how many parts and kinds something is kept.
    public var sourceLimit = 16_384

    /// The defaults.
    public init() {}
}

/// When a condition comes and goes too often (EVENTS.md 3.4).
public struct FlapSettings: Sendable, Hashable {
    /// So many transitions.
    public var transitions = 4
    /// Within so long.
    public var window: Duration = .seconds(300)
    /// For how long there must be none until something is told again.
    public var quiet: Duration = .seconds(600)

    /// The defaults.
    public init() {}
}

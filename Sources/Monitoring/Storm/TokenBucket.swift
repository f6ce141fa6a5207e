// SPDX-License-Identifier: Apache-2.0

/// So many at once, and so many a second in the long run.
public struct TokenBucketSettings: Sendable, Hashable {
    /// So many at once.
    public var burst: Double
    /// So many a second.
    public var rate: Double

    /// A burst and a rate.
    public init(burst: Double, rate: Double) {
        self.burst = burst
        self.rate = rate
    }
}

/// A bucket that fills by time and is emptied by what happens.
struct TokenBucket: Sendable, Hashable {
    private var tokens: Double
    private var filled: UInt64

    init(_ settings: TokenBucketSettings, now: UInt64) {
        tokens = settings.burst
        filled = now
    }

    /// Whether there is a token.
    mutating func hasToken(_ settings: TokenBucketSettings, now: UInt64) -> Bool {
        let passed = now > filled ? Double(now - filled) / 1e9 : 0
        tokens = min(settings.burst, tokens + passed * settings.rate)
        filled = max(filled, now)
        return tokens >= 1
    }

    mutating func take() { tokens -= 1 }

    /// Whether it is as full as one that is made now, so that it need not be kept.
    func isFull(_ settings: TokenBucketSettings, now: UInt64) -> Bool {
        tokens + (now > filled ? Double(now - filled) / 1e9 : 0) * settings.rate >= settings.burst
    }
}

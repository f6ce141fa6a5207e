// SPDX-License-Identifier: Apache-2.0

/// How a subscriber wants its sink to be tried again when it cannot be reached (`wsman:ConnectionRetry`, R10.2.3-1).
public struct ConnectionRetry: Sendable, Hashable {
    /// How long to wait before the next attempt, in nanoseconds.
    public let pause: UInt64
    /// How many attempts there are to be; nil leaves that to the service.
    public let total: UInt64?

    /// A wish for retries.
    public init(pause: UInt64, total: UInt64? = nil) {
        self.pause = pause
        self.total = total
    }
}

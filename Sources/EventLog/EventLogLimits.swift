// SPDX-License-Identifier: Apache-2.0

/// How much the log keeps.
public struct EventLogLimits: Sendable, Hashable {
    /// The most records; of 5,000 alerts a day it keeps ten days.
    public var maximumRecords = 50_000
    /// The most octets of all records together.
    public var maximumBytes = 64 << 20
    /// How old a record may become, in seconds.
    public var maximumAge: Int64 = 90 * 86_400
    /// How many of the newest records are kept in memory, so that delivery does not read the disk.
    public var recentRecords = 256

    /// The defaults.
    public init() {}
}

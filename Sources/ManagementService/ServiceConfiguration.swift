// SPDX-License-Identifier: Apache-2.0

public import Enumeration
public import QueryLanguage
public import ResourceModel
public import WSMan
public import XML

/// The service's limits and what it says of itself.
public struct ServiceConfiguration: Sendable {
    /// How large the parts of a request may be.
    public var message = MessageLimits()
    /// How large and how deep a request's XML may be.
    public var xml = XMLLimits()
    /// What a query may cost.
    public var query = QueryLimits()
    /// Who may do what.
    public var access = AccessPolicy()
    /// How many enumerations may be open.
    public var enumeration = EnumerationLimits()
    /// The largest answer, in octets, whatever the client asks for.
    public var maxEnvelopeSize = 512 * 1024
    /// The largest answer to a client that states no MaxEnvelopeSize, in octets.
    public var defaultMaxEnvelopeSize = 512 * 1024
    /// The most items in one answer.
    public var maxBatch = 1000
    /// How long an operation may take when the client states no OperationTimeout, in nanoseconds.
    public var defaultOperationTimeout: UInt64 = 60_000_000_000
    /// The longest OperationTimeout, in nanoseconds.
    public var maxOperationTimeout: UInt64 = 600_000_000_000
    /// How long the service works on one request before it lets others have a turn, in nanoseconds.
    public var timeSlice: UInt64 = 1_000_000
    /// The vendor that Identify names.
    public var productVendor = "Baseboard"
    /// The version that Identify names.
    public var productVersion = ""
    /// The security profiles that Identify names to callers who are known.
    public var securityProfiles: [String] = []

    /// The defaults.
    public init() {}
}

/// Time as the service sees it: its loop's.
public protocol ServiceClock: Sendable {
    /// Nanoseconds on a clock that only grows.
    func now() -> UInt64
    /// The time of day.
    func wallClock() -> Timestamp
    /// Calls back on the service's executor after a while; the result cancels it.
    func schedule(after nanoseconds: UInt64, _ work: @escaping @Sendable () -> Void) -> @Sendable () -> Void
    /// Calls back on the service's executor once others have had their turn.
    func enqueue(_ work: @escaping @Sendable () -> Void)
}

// SPDX-License-Identifier: Apache-2.0

/// A subscription as it is shown: who gets which events, and how far that has come.
public struct SubscriptionRecord: Sendable, Hashable {
    /// How it is with the sink.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It has what there is for it, or is getting it.
        case active
        /// It has not taken the last delivery and will be tried again.
        case retrying
        /// It takes events itself, by Pull.
        case pulled
    }

    /// The subscription, as `wse:Identifier` names it.
    public let identifier: String
    /// Whose it is.
    public let owner: String
    /// The URI of the source.
    public let source: String
    /// The delivery mode's URI.
    public let mode: String
    /// Where events go; nil where they are pulled.
    public let sinkAddress: String?
    /// The filter, in its own language; nil for none.
    public let filter: String?
    /// How it is with the sink.
    public let state: State
    /// The last event that the sink has, or that is none of its.
    public let acknowledged: EventPosition
    /// How many events could not be delivered since it began.
    public let dropped: UInt64
    /// When it ends; nil where it does not.
    public let expires: Timestamp?
    /// When something was delivered last; nil before the first since the agent's start.
    public let lastDelivered: Timestamp?
    /// Why the last delivery failed; nil where it did not.
    public let lastFailure: String?
    /// How many deliveries have failed in a row.
    public let failures: UInt64

    /// A record.
    public init(
        identifier: String, owner: String, source: String, mode: String, sinkAddress: String?, filter: String?,
        state: State, acknowledged: EventPosition, dropped: UInt64, expires: Timestamp?, lastDelivered: Timestamp?,
        lastFailure: String?, failures: UInt64
    ) {
        self.identifier = identifier
        self.owner = owner
        self.source = source
        self.mode = mode
        self.sinkAddress = sinkAddress
        self.filter = filter
        self.state = state
        self.acknowledged = acknowledged
        self.dropped = dropped
        self.expires = expires
        self.lastDelivered = lastDelivered
        self.lastFailure = lastFailure
        self.failures = failures
    }
}

/// What knows of all subscriptions; confined to the event loop.
public protocol SubscriptionList: Sendable {
    /// Grows whenever one begins or ends.
    var generation: UInt64 { get }

    /// The names of all, in order.
    var identifiers: [String] { get }

    /// How many there are.
    var count: Int { get }

    /// Ends one, where an account may: its owner, or an administrator; the result says whether it has.
    func end(_ identifier: String, by principal: Principal) async -> Bool

    /// One of them; nil where there is none of this name.
    func record(_ identifier: String) -> SubscriptionRecord?
}

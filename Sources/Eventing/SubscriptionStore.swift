// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// What keeps subscriptions beyond the process; called on the loop.
public protocol SubscriptionStore: Sendable {
    /// All of them, `limit` at most; what cannot be read is left out.
    func load(limit: Int) async throws(SubscriptionStoreError) -> [StoredSubscription]

    /// Stores a new one; when this returns, it outlives the process.
    func insert(_ subscription: StoredSubscription) async throws(SubscriptionStoreError)

    /// Takes down how far sinks have got, those of many subscriptions with one commit; passes over those that have ended.
    func advance(_ progress: [SubscriptionProgress]) async throws(SubscriptionStoreError)

    /// Takes down another end.
    func renew(_ identifier: String, expires: Timestamp?) async throws(SubscriptionStoreError)

    /// Forgets subscriptions, and the credentials in them.
    func remove(_ identifiers: [String]) async throws(SubscriptionStoreError)
}

/// Why subscriptions could not be stored or read.
public enum SubscriptionStoreError: Error, Sendable, Hashable {
    /// There is no room for more.
    case full
    /// The storage failed; the text is for the agent's own log.
    case failed(String)
}

/// A subscription as it outlives the process: what was asked for, and how far its sink has got.
public struct StoredSubscription: Sendable, Equatable {
    /// The subscription, as `wse:Identifier` names it.
    public let identifier: String
    /// Who asked for it.
    public let owner: Principal
    /// The address that it was asked for from, which decides where its events may go.
    public let peer: String
    /// The Subscribe as it came, in UTF-8, read again by the same code; the credentials for its sink are in it.
    public let envelope: [UInt8]
    /// The last event that its sink has acknowledged, or the place from which it begins.
    public var cursor: EventPosition
    /// When it ends; nil where it does not.
    public var expires: Timestamp?
    /// How many of its events could not be delivered since it began.
    public var dropped: UInt64

    /// A subscription.
    public init(
        identifier: String, owner: Principal, peer: String, envelope: [UInt8], cursor: EventPosition,
        expires: Timestamp?, dropped: UInt64
    ) {
        self.identifier = identifier
        self.owner = owner
        self.peer = peer
        self.envelope = envelope
        self.cursor = cursor
        self.expires = expires
        self.dropped = dropped
    }
}

/// How far a sink has got: what changes with every delivery.
public struct SubscriptionProgress: Sendable, Equatable {
    /// The subscription.
    public let identifier: String
    /// The last event that its sink has, or that is none of its.
    public let cursor: EventPosition
    /// How many of its events could not be delivered since it began.
    public let dropped: UInt64

    /// Progress.
    public init(identifier: String, cursor: EventPosition, dropped: UInt64) {
        self.identifier = identifier
        self.cursor = cursor
        self.dropped = dropped
    }
}

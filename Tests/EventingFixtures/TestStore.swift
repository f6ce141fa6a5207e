// SPDX-License-Identifier: Apache-2.0

public import Eventing
public import ManualLoop
public import ResourceModel

/// A store in memory, which outlives the subscriptions.
///
/// Unchecked: confined to the test's loop.
public final class TestStore: SubscriptionStore, @unchecked Sendable {
    /// What is stored, by its identifier.
    public private(set) var rows: [String: StoredSubscription] = [:]
    /// What writing fails with.
    public var failure: SubscriptionStoreError?
    /// Whether a Renew is held until `proceed`.
    public var holdsRenewals = false

    private var held: [CheckedContinuation<Void, Never>] = []
    private let loop: ManualLoop

    /// An empty store.
    public init(_ loop: ManualLoop) { self.loop = loop }

    private func check() throws(SubscriptionStoreError) {
        if let failure { throw failure }
    }

    /// Goes on with what is held.
    public func proceed() {
        let waiting = held
        held = []
        for continuation in waiting { continuation.resume() }
        loop.drain()
    }

    /// All of them.
    public func load(limit: Int) async throws(SubscriptionStoreError) -> [StoredSubscription] { Array(rows.values) }

    /// Stores one.
    public func insert(_ subscription: StoredSubscription) async throws(SubscriptionStoreError) {
        try check()
        rows[subscription.identifier] = subscription
    }

    /// Takes down progress.
    public func advance(_ progress: [SubscriptionProgress]) async throws(SubscriptionStoreError) {
        try check()
        for progress in progress {
            rows[progress.identifier]?.cursor = progress.cursor
            rows[progress.identifier]?.dropped = progress.dropped
        }
    }

    /// Takes down another end.
    public func renew(_ identifier: String, expires: Timestamp?) async throws(SubscriptionStoreError) {
        try check()
        if holdsRenewals {
            await withTaskExecutorPreference(loop) { await withCheckedContinuation { held.append($0) } }
        }
        rows[identifier]?.expires = expires
    }

    /// Forgets some.
    public func remove(_ identifiers: [String]) async throws(SubscriptionStoreError) {
        try check()
        for identifier in identifiers { rows[identifier] = nil }
    }
}

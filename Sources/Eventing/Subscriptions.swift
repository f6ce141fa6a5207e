// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import WSMan
import XML

/// All subscriptions: each a cursor over the event log that moves when its sink has what is behind it.
///
/// What a sink has not got costs nothing but the cursor; a sink that is slow, wrong or away costs others nothing.
/// Confined to the loop. `@unchecked Sendable`: it is handed to callbacks that come on the loop.
public final class Subscriptions: @unchecked Sendable {
    let journal: any EventJournal
    let store: any SubscriptionStore
    let delivery: any EventDelivery
    let loop: any EventingLoop
    let limits: EventingLimits
    let report: @Sendable (String) -> Void
    let progress: ProgressKeeper

    var all: [String: Subscription] = [:]
    var messageIDs = MessageIDGenerator()
    var isStopped = false
    /// Whether a Pull is answered at once, with what there is.
    var isHurried = false
    /// Grows with every subscription that begins or ends.
    public internal(set) var generation: UInt64 = 0

    // The timer's.
    var agenda = Agenda()
    var armed: (due: UInt64, cancel: @Sendable () -> Void)?
    var isServingDue = false
    // The round's, which goes over all when the log has grown.
    var isGoingRound = false
    var hasGrown = false
    // Whether the log could not be read when it was read last.
    var isLogBroken = false

    private var perOwner: [String: Int] = [:]
    private var watchers = Watchers()
    let isEntitled: @Sendable (Principal) -> Bool

    /// Subscriptions to a log, none yet.
    ///
    /// - Parameters:
    ///   - isEntitled: whether an account still may what it could when it subscribed; as long as it may not, its events wait
    ///     in the log.
    ///   - watchersChanged: hears when the first subscription to what sensors say begins, and when the last has ended: as
    ///     long as there is one, sensors are worth a closer look.
    ///   - report: hears, for the agent's own log, what subscribers are not told.
    public init(
        journal: any EventJournal, store: any SubscriptionStore, delivery: any EventDelivery, loop: any EventingLoop,
        limits: EventingLimits = EventingLimits(), isEntitled: @escaping @Sendable (Principal) -> Bool = { _ in true },
        watchersChanged: @escaping @Sendable (Bool) -> Void = { _ in }, report: @escaping @Sendable (String) -> Void
    ) {
        self.journal = journal
        self.store = store
        self.delivery = delivery
        self.loop = loop
        self.limits = limits
        self.report = report
        self.isEntitled = isEntitled
        watchers.changed = watchersChanged
        progress = ProgressKeeper(store: store, loop: loop, delay: limits.progressDelay, report: report)
    }

    /// Why no event would be sent to a sink; nil where they may be.
    public func refusal(of sink: EventSink, wishedFrom peer: String) -> Fault? {
        delivery.refusal(of: sink, wishedFrom: peer)
    }

    /// How many there are.
    public var count: Int { all.count }

    // MARK: Begin

    /// Makes a subscription, on the disk when this returns (R10.2.1-1).
    ///
    /// - Parameter envelope: the Subscribe as it came, to be read again after a restart.
    public func subscribe(
        _ order: SubscriptionOrder, envelope: [UInt8]
    ) async throws(SubscriptionError) -> (manager: SubscriptionManager, expires: Expiration?) {
        let mine = perOwner[order.owner.name, default: 0]
        guard mine < limits.subscriptionsPerPrincipal else { throw .tooManyForPrincipal(mine) }
        guard all.count < limits.subscriptions else { throw .tooMany(limits.subscriptions) }
        let subscription = Subscription(
            "uuid:\(RandomIdentifier.make())", order, cursor: try start(order.request.bookmark))
        if let sink = order.request.sink, room(of: subscription, in: sink) < EventComposer.leastRoom {
            throw .noRoom(subscription.overhead)
        }
        let now = loop.now()
        let granted = try grant(order.request.expires, now)
        subscription.expires = granted
        // Counted before the disk is waited for, so that many at once do not pass the limit.
        enter(subscription)
        do throws(SubscriptionStoreError) {
            try await store.insert(
                StoredSubscription(
                    identifier: subscription.identifier, owner: order.owner, peer: order.peer, envelope: envelope,
                    cursor: EventPosition(epoch: journal.epoch, sequence: subscription.cursor),
                    expires: granted?.end, dropped: 0))
        } catch {
            forget(subscription)
            throw SubscriptionError(error)
        }
        // After the answer, best.
        loop.enqueue { [self] in begin(subscription) }
        return (subscription.manager, granted.map { $0.told(at: now) })
    }

    /// Where to begin: behind a bookmark, or with what happens from now on (R10.2.6-4, R10.2.6-6).
    private func start(_ bookmark: EventBookmark?) throws(SubscriptionError) -> UInt64 {
        let bounds = journal.bounds
        switch bookmark {
        case nil: return bounds.last
        case .earliest: return bounds.first > 0 ? bounds.first - 1 : 0
        case .position(let position):
            guard position.epoch == journal.epoch, position.sequence <= bounds.last else { throw .invalidBookmark }
            guard position.sequence + 1 >= bounds.first else { throw .expiredBookmark }
            return position.sequence
        }
    }

    func begin(_ subscription: Subscription) {
        guard !subscription.hasEnded, !isStopped else { return }
        subscription.hasBegun = true
        subscription.restartHeartbeat(now: loop.now())
        arm(for: subscription)
        deliver(to: subscription)
    }

    func enter(_ subscription: Subscription) {
        all[subscription.identifier] = subscription
        perOwner[subscription.order.owner.name, default: 0] += 1
        watchers.enter(subscription.order.selection)
        generation += 1
    }

    /// How long a subscription lives that is to end as its subscriber says; nil where it does not end.
    private func grant(_ asked: Expiration?, _ now: UInt64) throws(SubscriptionError) -> Expiry? {
        let today = loop.wallClock()
        let wanted = asked?.nanoseconds(after: today)
        if asked != nil, wanted == nil { throw .endPassed }
        guard let left = [wanted, limits.longestExpiration].compactMap(\.self).min() else { return nil }
        guard case .moment(let end) = Expiration.moment(today).granting(left, from: today) else { return nil }
        return Expiry(deadline: now.saturatingSum(left), end: end, asked: asked ?? .duration(left))
    }

    // MARK: Manage

    /// The subscription of an identifier, where an account may manage it: its owner, or an administrator (R10.10-x).
    func subscription(_ identifier: String, for principal: Principal) throws(SubscriptionError) -> Subscription {
        guard let subscription = all[identifier], !subscription.hasEnded else { throw .unknown }
        guard subscription.order.owner.name == principal.name || principal.role == .admin else { throw .notOwner }
        return subscription
    }

    /// Gives a subscription another end; the result says which (R10.5-1).
    public func renew(
        _ identifier: String, _ asked: Expiration?, by principal: Principal
    ) async throws(SubscriptionError) -> Expiration? {
        let subscription = try subscription(identifier, for: principal)
        let now = loop.now()
        let granted = try grant(asked, now)
        do throws(SubscriptionStoreError) {
            try await store.renew(identifier, expires: granted?.end)
        } catch {
            throw SubscriptionError(error)
        }
        // Its former end may have come while the disk was waited for.
        guard !subscription.hasEnded else { throw .unknown }
        subscription.expires = granted
        arm(for: subscription)
        return granted.map { $0.told(at: now) }
    }

    /// When a subscription ends; nil where it does not (R10.3-1).
    public func status(
        _ identifier: String, for principal: Principal
    ) throws(SubscriptionError) -> Expiration? {
        try subscription(identifier, for: principal).expires?.told(at: loop.now())
    }

    /// Ends a subscription that its subscriber wants no more (R10.4-1).
    public func unsubscribe(_ identifier: String, by principal: Principal) async throws(SubscriptionError) {
        let subscription = try subscription(identifier, for: principal)
        if subscription.order.owner.name != principal.name {
            // R10.4-2, R10.6-4.
            tell(subscription, .sourceCancelling, "An administrator has ended the subscription.")
        }
        forget(subscription)
        await remove([identifier])
    }

    // MARK: End

    /// Ends a subscription before its time and tells who wants to be told (R10.6-1 to R10.6-4).
    func end(_ subscription: Subscription, _ status: SubscriptionEnd.Status, _ reason: String) {
        guard !subscription.hasEnded else { return }
        tell(subscription, status, reason)
        forget(subscription)
        loop.run { [self] in await remove([subscription.identifier]) }
    }

    func tell(_ subscription: Subscription, _ status: SubscriptionEnd.Status, _ reason: String) {
        guard let sink = subscription.request.endTo else { return }
        var writer = XMLWriter(capacity: 1024)
        SubscriptionEnd.write(
            subscription.manager, status, reason, to: sink.endpoint, messageID: messageIDs.next(), &writer)
        delivery.send(writer.withUnsafeBytes { Array($0) }, to: sink)
    }

    /// Has nothing delivered any more, and the Pull that waits answered.
    func forget(_ subscription: Subscription) {
        guard !subscription.hasEnded else { return }
        subscription.hasEnded = true
        all[subscription.identifier] = nil
        let left = perOwner[subscription.order.owner.name, default: 1] - 1
        perOwner[subscription.order.owner.name] = left > 0 ? left : nil
        watchers.leave(subscription.order.selection)
        generation += 1
        agenda.set(subscription, at: nil)
        progress.forget(subscription)
        subscription.puller?.resume()
    }

    func remove(_ identifiers: [String]) async {
        do throws(SubscriptionStoreError) {
            try await store.remove(identifiers)
        } catch {
            report("ended subscriptions cannot be removed and may come back: \(error)")
        }
    }
}

extension SubscriptionError {
    init(_ error: SubscriptionStoreError) {
        self =
            switch error {
            case .full: .storageFull
            case .failed(let reason): .failed(reason)
            }
    }
}

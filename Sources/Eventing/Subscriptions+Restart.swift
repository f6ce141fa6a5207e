// SPDX-License-Identifier: Apache-2.0

import ResourceModel
public import WSMan

/// The end of the process and the next start.
extension Subscriptions {
    /// Goes on with a subscription that was stored, where it is not over.
    public func restore(_ stored: StoredSubscription, _ order: SubscriptionOrder) {
        guard !endedMeanwhile(stored) else { return }
        // Of another log it begins at this one's start: what that had is gone with it.
        let cursor = stored.cursor.epoch == journal.epoch ? min(stored.cursor.sequence, journal.bounds.last) : 0
        let subscription = Subscription(stored.identifier, order, cursor: cursor, dropped: stored.dropped)
        if let end = stored.expires {
            let left = Expiration.moment(end).nanoseconds(after: loop.wallClock()) ?? 0
            subscription.expires = Expiry(
                deadline: loop.now().saturatingSum(left), end: end, asked: order.request.expires ?? .duration(0))
        }
        enter(subscription)
        begin(subscription)
    }

    /// Whether a stored subscription has come to its end since; it is removed then.
    public func endedMeanwhile(_ stored: StoredSubscription) -> Bool {
        guard let end = stored.expires, end <= loop.wallClock() else { return false }
        loop.run { [self] in await remove([stored.identifier]) }
        return true
    }

    /// Lets no Pull wait any more: the service is about to stop, and waits for its answers.
    public func hurry() {
        isHurried = true
        for subscription in all.values { subscription.puller?.resume() }
    }

    /// Delivers no more, and stores how far sinks have got: nothing is sent twice after a start.
    ///
    /// - Parameter status: why the subscriptions end with the service; nil where they go on after a restart.
    public func stop(ending status: SubscriptionEnd.Status? = nil) async {
        isStopped = true
        hurry()
        armed?.cancel()
        armed = nil
        for subscription in all.values {
            if let status { tell(subscription, status, "The service is stopping.") }
            if subscription.cursor != subscription.stored { progress.note(subscription, epoch: journal.epoch) }
        }
        await progress.flush()
    }

    /// Waits until what is on its way has arrived or failed, some nanoseconds at most.
    public func settle(within grace: UInt64) async {
        let deadline = loop.now().saturatingSum(grace)
        while isGoingRound || isServingDue || all.values.contains(where: { $0.isDelivering && $0.mode != .pull }),
            loop.now() < deadline
        {
            await pause(Self.turn)
        }
    }

    /// How often it is looked whether everything has arrived, in nanoseconds.
    private static let turn: UInt64 = 5_000_000

    private func pause(_ nanoseconds: UInt64) async {
        await withTaskExecutorPreference(loop.executor) {
            await withUnsafeContinuation { continuation in
                _ = loop.schedule(after: nanoseconds) { continuation.resume() }
            }
        }
    }

    /// Stores what has arrived since the stop; nothing may be on its way any more.
    public func finish() async { await progress.flush() }
}

// SPDX-License-Identifier: Apache-2.0

extension Subscriptions {
    /// Sees to it that the timer fires when something is to be done for a subscription.
    ///
    /// There is one timer for all, and none while nothing waits. What is no longer due when it fires costs a look at all.
    func arm(for subscription: Subscription) {
        guard !isStopped, !subscription.hasEnded, let due = subscription.due else { return }
        arm(at: due)
    }

    private func arm(at due: UInt64) {
        if let armed {
            guard due < armed.due else { return }
            armed.cancel()
        }
        let now = loop.now()
        let cancel = loop.schedule(after: (due > now ? due - now : 0) + limits.timerSlack) { [weak self] in
            self?.timerFired()
        }
        armed = (due, cancel)
    }

    private func timerFired() {
        armed = nil
        guard !isStopped else { return }
        let now = loop.now()
        var ended: [String] = []
        for subscription in Array(all.values) {
            guard let due = subscription.due, due <= now else { continue }
            if let expires = subscription.expires, expires.deadline <= now {
                forget(subscription)
                ended.append(subscription.identifier)
            } else {
                deliver(to: subscription)
            }
        }
        if !ended.isEmpty { loop.run { [self, ended] in await remove(ended) } }
        if let due = all.values.lazy.compactMap(\.due).min() { arm(at: due) }
    }
}

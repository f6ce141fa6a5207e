// SPDX-License-Identifier: Apache-2.0

extension Subscriptions {
    /// Sees to it that the timer fires when something is to be done for a subscription, and no more once it has ended.
    ///
    /// There is one timer for all, and none while nothing waits.
    func arm(for subscription: Subscription) {
        agenda.set(subscription, at: subscription.hasEnded ? nil : subscription.due)
        arm()
    }

    private func arm() {
        guard !isStopped, let due = agenda.next else { return }
        if let armed {
            guard due < armed.due else { return }
            armed.cancel()
        }
        let now = loop.now()
        let cancel = loop.schedule(after: (due > now ? due - now : 0) + limits.timerSlack) { [self] in timerFired() }
        armed = (due, cancel)
    }

    private func timerFired() {
        armed = nil
        guard !isStopped, !isServingDue else { return }
        isServingDue = true
        loop.run { [self] in await serveDue() }
    }

    /// Does what is due for each, once; others have their turn in between.
    private func serveDue() async {
        let moment = loop.now()
        var turnEnd = moment + limits.timeSlice
        var ended: [String] = []
        while !isStopped, let subscription = agenda.next(dueBy: moment) {
            if let expires = subscription.expires, expires.deadline <= moment {
                forget(subscription)
                ended.append(subscription.identifier)
            } else {
                deliver(to: subscription)
                agenda.set(subscription, at: subscription.hasEnded ? nil : subscription.due.map { max($0, moment + 1) })
            }
            guard loop.now() >= turnEnd else { continue }
            await yield()
            turnEnd = loop.now() + limits.timeSlice
        }
        isServingDue = false
        if !ended.isEmpty { await remove(ended) }
        arm()
    }
}

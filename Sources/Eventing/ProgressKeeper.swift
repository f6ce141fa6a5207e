// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// Stores how far sinks have got, those of many subscriptions with one commit.
///
/// Nobody waits for it: what a crash takes of it is delivered again under the same name. `@unchecked Sendable`: confined
/// to the loop.
final class ProgressKeeper: @unchecked Sendable {
    private let store: any SubscriptionStore
    private let loop: any EventingLoop
    private let delay: UInt64
    private let report: @Sendable (String) -> Void
    private var noted: [String: (subscription: Subscription, progress: SubscriptionProgress)] = [:]
    private var isScheduled = false
    private var isFailing = false

    init(
        store: any SubscriptionStore, loop: any EventingLoop, delay: UInt64,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.store = store
        self.loop = loop
        self.delay = delay
        self.report = report
    }

    /// Has it stored soon how far a subscription's sink has got.
    func note(_ subscription: Subscription, epoch: String) {
        noted[subscription.identifier] = (
            subscription,
            SubscriptionProgress(
                identifier: subscription.identifier,
                cursor: EventPosition(epoch: epoch, sequence: subscription.cursor), dropped: subscription.dropped)
        )
        guard !isScheduled else { return }
        isScheduled = true
        _ = loop.schedule(after: delay) { [self] in loop.run { await self.flush() } }
    }

    /// Nothing more is stored of a subscription that has ended.
    func forget(_ subscription: Subscription) { noted[subscription.identifier] = nil }

    /// Stores what is noted; what the storage refuses is tried again with what comes next.
    func flush() async {
        isScheduled = false
        let batch = noted
        noted = [:]
        guard !batch.isEmpty else { return }
        do throws(SubscriptionStoreError) {
            try await store.advance(batch.values.map(\.progress))
            for (subscription, progress) in batch.values {
                subscription.stored = max(subscription.stored, progress.cursor.sequence)
            }
            isFailing = false
        } catch {
            if !isFailing { report("how far sinks have got cannot be stored: \(error)") }
            isFailing = true
            // Not what has been stored meanwhile by who came later and was luckier.
            let lost = batch.filter {
                !$0.value.subscription.hasEnded
                    && $0.value.progress.cursor.sequence > $0.value.subscription.stored
            }
            noted = lost.merging(noted) { _, newer in newer }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

public import ProviderKit
public import ResourceModel

/// Who is told what happens: the subscriptions, and the service that tells them.
public struct SubscriptionProvider: Provider {
    /// BB_SubscriptionView, BB_EventService.
    public let resourceClasses: [any ResourceClass]

    /// Shows the subscriptions to a log.
    public init(
        _ subscriptions: any SubscriptionList, journal: any EventJournal, recorder: any EventRecorder,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        let service = EventServices(subscriptions, journal: journal, recorder: recorder, clock: clock)
        resourceClasses = [
            subscriptionViewClass(SubscriptionRecords(subscriptions)), eventServiceClass(service),
        ]
    }
}

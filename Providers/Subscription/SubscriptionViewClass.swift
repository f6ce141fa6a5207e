// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// BB_SubscriptionView: a subscription in one flat row, and how far its sink has got.
func subscriptionViewClass(_ subscriptions: SubscriptionRecords) -> some ResourceClass {
    Table(
        "BB_SubscriptionView", of: subscriptions, displayName: "Subscriptions",
        summary: ["Identifier", "Owner", "Mode", "SinkAddress", "State", "Dropped"],
        columns: [
            .key("Identifier", "The subscription, as wse:Identifier names it.") { PartID($0.identifier) },
            .property("Owner", .string, "The account that subscribed.") { .string($0.owner) },
            .property("Source", .string, "The URI of what it is a subscription to.") { .string($0.source) },
            .property("Mode", .string, "How events are delivered: Push, PushWithAck, Events or Pull.") {
                .string($0.mode.split(separator: "/").last.map(String.init) ?? $0.mode)
            },
            .property("SinkAddress", .string, "Where events are sent; absent where they are pulled.") {
                Value($0.sinkAddress)
            },
            .property("Filter", .string, "Which events, in the filter's own language; absent for all.") {
                Value($0.filter)
            },
            .property(
                "State", .string,
                "How it is with the sink: \(SubscriptionRecord.State.allCases.map(\.rawValue).joined(separator: ", "))."
            ) { .string($0.state.rawValue) },
            .property(
                "AcknowledgedSequence", .uint64,
                "The number of the last event that the sink has, or that is none of its."
            ) { .unsigned($0.acknowledged.sequence) },
            .property("Dropped", .uint64, "How many events could not be delivered since it began.") {
                .unsigned($0.dropped)
            },
            .property("Expires", .datetime, "When it ends; absent where it does not.") { moment($0.expires) },
            .property(
                "LastDelivered", .datetime,
                "When something was delivered last; absent before the first since the start."
            ) { moment($0.lastDelivered) },
            .property("LastFailure", .string, "Why the last delivery failed; absent where it did not.") {
                Value($0.lastFailure)
            },
            .property("Failures", .uint64, "How many deliveries have failed in a row.") { .unsigned($0.failures) },
        ],
        delete: { subscriptions, id, principal throws(ProviderError) in
            guard await subscriptions.list.end(id.text, by: principal) else {
                throw .accessDenied("The subscription belongs to another account.")
            }
        },
        visible: { [subscriptions] in subscriptions.isVisible($0, to: $1) },
        "A subscription to events: an account sees its own, an administrator all. Deleting one ends it.")
}

private func moment(_ timestamp: Timestamp?) -> Value { timestamp.map(Value.dateTime) ?? .absent(.absent) }

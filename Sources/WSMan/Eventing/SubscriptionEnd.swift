// SPDX-License-Identifier: Apache-2.0

public import XML

/// The message that tells a subscriber of a subscription that ended before its end (R10.6-1 to R10.6-4).
public enum SubscriptionEnd {
    /// Why it ended, by the URI's last word.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        /// Its events could not be delivered.
        case deliveryFailure = "DeliveryFailure"
        /// The service is about to stop.
        case sourceShuttingDown = "SourceShuttingDown"
        /// The service wants the subscription no longer.
        case sourceCancelling = "SourceCancelling"

        /// What stands in `wse:Status`.
        public var uri: String { "\(Namespace.eventing)/\(rawValue)" }
    }

    /// Writes the whole envelope.
    public static func write(
        _ manager: SubscriptionManager, _ status: Status, _ reason: String, to endpoint: Endpoint, messageID: MessageID,
        _ writer: inout XMLWriter
    ) {
        MessageWriter.open(&writer, to: endpoint, action: Action.subscriptionEnd, messageID: messageID)
        writer.raw("</a:Header><a:Body><wse:SubscriptionEnd xmlns:wse=\"\(Namespace.eventing)\">")
        manager.write(to: &writer)
        writer.raw("<wse:Status>")
        writer.raw(status.uri)
        writer.raw("</wse:Status><wse:Reason xml:lang=\"en-US\">")
        writer.text(reason)
        writer.raw("</wse:Reason></wse:SubscriptionEnd>")
        ReplyWriter.close(&writer)
    }
}

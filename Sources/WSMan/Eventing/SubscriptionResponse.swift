// SPDX-License-Identifier: Apache-2.0

public import XML

/// The bodies that answer what is about subscriptions; their envelopes are `ReplyWriter`'s.
public enum SubscriptionResponse {
    /// Writes the answer to Subscribe.
    ///
    /// - Parameters:
    ///   - expires: when the subscription ends; nil where it does not (R10.2.4-2).
    ///   - context: what events are pulled by, in Pull mode (R10.2.9.5-3).
    public static func subscribed(
        _ manager: SubscriptionManager, expires: Expiration?, context: String? = nil, to writer: inout XMLWriter
    ) {
        writer.raw("<wse:SubscribeResponse xmlns:wse=\"\(Namespace.eventing)\">")
        manager.write(to: &writer)
        write(expires, to: &writer)
        if let context {
            writer.raw("<wsen:EnumerationContext>")
            writer.text(context)
            writer.raw("</wsen:EnumerationContext>")
        }
        writer.raw("</wse:SubscribeResponse>")
    }

    /// Writes the answer to Renew.
    public static func renewed(_ expires: Expiration?, to writer: inout XMLWriter) {
        writer.raw("<wse:RenewResponse xmlns:wse=\"\(Namespace.eventing)\">")
        write(expires, to: &writer)
        writer.raw("</wse:RenewResponse>")
    }

    /// Writes the answer to GetStatus.
    public static func status(_ expires: Expiration?, to writer: inout XMLWriter) {
        writer.raw("<wse:GetStatusResponse xmlns:wse=\"\(Namespace.eventing)\">")
        write(expires, to: &writer)
        writer.raw("</wse:GetStatusResponse>")
    }

    private static func write(_ expires: Expiration?, to writer: inout XMLWriter) {
        guard let expires else { return }
        writer.raw("<wse:Expires>")
        writer.raw(expires.text)
        writer.raw("</wse:Expires>")
    }
}

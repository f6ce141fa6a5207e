// SPDX-License-Identifier: Apache-2.0

import XML

/// The reference that a subscription is managed by: an address, and what tells it from others there.
public struct SubscriptionManager: Sendable, Hashable {
    /// The address, best the one that the Subscribe was sent to (R10.2.4-1).
    public let address: String
    /// The resource that events are wanted of.
    public let resourceURI: String
    /// The subscription.
    public let identifier: String

    /// A reference.
    public init(address: String, resourceURI: String, identifier: String) {
        self.address = address
        self.resourceURI = resourceURI
        self.identifier = identifier
    }

    /// Writes `wse:SubscriptionManager`; the prefixes of our envelopes and `wse` are bound around it.
    func write(to writer: inout XMLWriter) {
        writer.raw("<wse:SubscriptionManager><b:Address>")
        writer.text(address)
        writer.raw("</b:Address><b:ReferenceParameters><wsman:ResourceURI>")
        writer.text(resourceURI)
        writer.raw("</wsman:ResourceURI><wse:Identifier>")
        writer.text(identifier)
        writer.raw("</wse:Identifier></b:ReferenceParameters></wse:SubscriptionManager>")
    }
}

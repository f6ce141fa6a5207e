// SPDX-License-Identifier: Apache-2.0

public import WSMan
import XML

/// A subscription as a service has granted it.
public struct Subscription: Sendable, Hashable {
    /// What it is managed by.
    public let manager: SubscriptionAddress
    /// When it ends by itself; nil where the service promises no end.
    public let expires: Expiration?
    /// What to pull with; in Pull mode only.
    public let context: EnumerationContext?

    /// Reads `wse:SubscribeResponse`.
    init(_ response: XMLElement) throws(WSManClientError) {
        guard let manager = response.first(Names.eventing("SubscriptionManager")) else {
            throw .unexpectedAnswer("the SubscribeResponse names no SubscriptionManager")
        }
        self.manager = SubscriptionAddress(manager)
        expires = try Self.expires(response)
        context = response.first(Names.enumerationContext).flatMap { EnumerationContext($0) }
    }

    /// The lifetime that an answer grants.
    static func expires(_ response: XMLElement) throws(WSManClientError) -> Expiration? {
        guard let element = response.first(Names.eventingExpires) else { return nil }
        guard let expires = Expiration(granted: element) else {
            throw .unexpectedAnswer("Expires is \"\(element.trimmedText.prefix(80))\", which is no time")
        }
        return expires
    }
}

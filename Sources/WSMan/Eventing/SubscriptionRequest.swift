// SPDX-License-Identifier: Apache-2.0

import XML

/// A Renew, GetStatus or Unsubscribe: what is about a subscription that exists.
public struct SubscriptionRequest: Sendable, Hashable {
    /// The subscription, as the header says that the manager's reference asked for.
    public let identifier: String
    /// When it is to end, as a Renew may say.
    public let expires: Expiration?

    /// Reads the message of the action that ends in this word.
    public init(_ envelope: RequestEnvelope, _ word: String) throws(Fault) {
        guard let body = envelope.body, body.has(name: Names.eventing(word)) else {
            throw Fault(.eventingInvalidMessage, "The Body of this action holds a wse:\(word) element.")
        }
        identifier = try Self.identifier(envelope)
        expires = try body.first(Names.eventingExpires).map { element throws(Fault) in
            try Expiration(element, else: .eventingInvalidExpirationTime)
        }
    }

    /// The subscription that a message is addressed to.
    public static func identifier(_ envelope: RequestEnvelope) throws(Fault) -> String {
        guard let identifier = envelope.subscription, !identifier.isEmpty else {
            throw Fault(
                .eventingInvalidMessage,
                "The header wse:Identifier is missing; send this message to the SubscriptionManager's reference.")
        }
        return identifier
    }
}

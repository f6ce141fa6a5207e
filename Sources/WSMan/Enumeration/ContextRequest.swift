// SPDX-License-Identifier: Apache-2.0

public import XML

/// The body of Release, Renew or GetStatus: what is about an enumeration and takes no items of it.
public struct ContextRequest: Sendable, Hashable {
    /// The context as the client sent it back.
    public let context: String
    /// When the enumeration is to end, as a Renew may say.
    public let expires: Expiration?

    /// The context in any body that has one (R8.4-11).
    public static func context(_ body: XMLElement?) throws(Fault) -> String {
        guard let context = body?.first(Names.enumerationContext)?.trimmedText, !context.isEmpty else {
            throw Fault(
                .invalidEnumerationContext,
                "The EnumerationContext is missing or empty; send back the one of the last response.")
        }
        return context
    }

    /// Reads the body of the action that ends in this word (R8.5-1, R8.8-x, R8.9-x).
    public init(_ body: XMLElement?, _ word: String) throws(Fault) {
        guard let body, body.has(name: Names.enumeration(word)) else {
            throw Fault(.schemaValidationError, "The Body of this action holds a wsen:\(word) element.")
        }
        context = try Self.context(body)
        expires = try body.first(Names.expires).map { element throws(Fault) in try Expiration(element) }
    }
}

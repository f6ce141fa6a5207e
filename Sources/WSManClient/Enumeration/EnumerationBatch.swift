// SPDX-License-Identifier: Apache-2.0

public import WSMan
import XML

/// The items of one answer, and how to go on.
public struct EnumerationBatch<Item> {
    /// The items.
    public let items: [Item]
    /// What to pull with; nil after the last batch.
    public let context: EnumerationContext?
    /// When the service will end the enumeration by itself; nil where it does not say.
    public let expires: Expiration?
    /// About how many items there are in all; nil where nobody asked or the service cannot tell.
    public let totalItemsCountEstimate: Int?
}

extension EnumerationBatch: Sendable where Item: Sendable {}

extension EnumerationBatch {
    static var enumerateResponse: XMLName { Names.enumeration("EnumerateResponse") }
    static var pullResponse: XMLName { Names.enumeration("PullResponse") }

    /// Reads an answer to Enumerate or Pull; Items count in either namespace (`spec/real-consoles.md` section 2).
    init(
        _ answer: Answer, _ name: XMLName, item: (XMLElement) throws(WSManClientError) -> Item
    ) throws(WSManClientError) {
        let response = try answer.content(name)
        var items: [Item] = []
        var hasItems = false
        var context: EnumerationContext?
        var expires: Expiration?
        var isComplete = false
        for child in response.children {
            guard child.namespace == Namespace.enumeration || child.namespace == Namespace.management else { continue }
            switch child.localName {
            case "Items":
                hasItems = true
                for element in child.children { items.append(try item(element)) }
            case "EnumerationContext": context = EnumerationContext(child)
            case "EndOfSequence": isComplete = true
            case "Expires": expires = Expiration(granted: child)
            default: break
            }
        }
        // An answer that says nothing at all is not the end: a listing would end short and nobody would know.
        guard hasItems || context != nil || isComplete else {
            throw .unexpectedAnswer("\(name.local) holds neither Items nor a context, and is not the end either")
        }
        self.init(
            items: items, context: isComplete ? nil : context, expires: expires,
            totalItemsCountEstimate: Self.estimate(answer.header))
    }

    /// Reads the header; `xsi:nil` and what is no number mean that nobody knows (R8.2.2-2).
    private static func estimate(_ header: XMLElement?) -> Int? {
        guard let element = header?.first(Names.management("TotalItemsCountEstimate")),
            let estimate = Int(element.trimmedText), estimate >= 0
        else { return nil }
        return estimate
    }
}

/// What a service grants an enumeration that was to live on (WS-Enumeration's Renew).
public struct EnumerationRenewal: Sendable, Hashable {
    /// When it ends by itself; nil where nothing was promised.
    public let expires: Expiration?
    /// What to pull with from now on.
    public let context: EnumerationContext
}

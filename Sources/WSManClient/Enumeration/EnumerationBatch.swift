// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// The items of one answer, and how to go on.
public struct EnumerationBatch<Item> {
    /// The items.
    public let items: [Item]
    /// What to pull with; nil after the last batch.
    public let context: EnumerationContext?
}

extension EnumerationBatch: Sendable where Item: Sendable {}

extension EnumerationBatch {
    static var enumerateResponse: XMLName { Names.enumeration("EnumerateResponse") }
    static var pullResponse: XMLName { Names.enumeration("PullResponse") }

    /// Reads an answer to Enumerate or Pull; Items count in either namespace (`spec/real-consoles.md` section 2).
    init(_ response: XMLElement, item: (XMLElement) throws(WSManClientError) -> Item) throws(WSManClientError) {
        var items: [Item] = []
        var context: EnumerationContext?
        var isComplete = false
        for child in response.children {
            guard child.namespace == Namespace.enumeration || child.namespace == Namespace.management else { continue }
            switch child.localName {
            case "Items":
                for element in child.children { items.append(try item(element)) }
            case "EnumerationContext": context = EnumerationContext(child)
            case "EndOfSequence": isComplete = true
            default: break
            }
        }
        self.init(items: items, context: isComplete ? nil : context)
    }
}

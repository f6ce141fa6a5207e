// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// What a service wants to see again to go on with an enumeration: any content, sent back as it came.
public struct EnumerationContext: Sendable, Hashable {
    /// The content as markup.
    private let markup: String

    /// Reads the element; nil when it is empty, as in the answer to an enumeration that is complete.
    init?(_ element: XMLElement) {
        var writer = XMLWriter(capacity: 128)
        let children = Array(element.children)
        if children.isEmpty {
            writer.text(element.trimmedText)
        } else {
            for child in children { child.write(to: &writer) }
        }
        markup = writer.string
        if markup.isEmpty { return nil }
    }

    /// Writes the body of a request about the enumeration: the context, and what `rest` writes after it.
    func write(in request: String, to writer: inout XMLWriter, _ rest: (inout XMLWriter) -> Void = { _ in }) {
        writer.raw("<wsen:\(request)><wsen:EnumerationContext>")
        writer.raw(markup)
        writer.raw("</wsen:EnumerationContext>")
        rest(&writer)
        writer.raw("</wsen:\(request)>")
    }
}

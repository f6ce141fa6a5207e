// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// A piece of a representation, as `wsman:XmlFragment` carries it.
public struct Fragment: Sendable, Hashable {
    /// The properties in it, where it holds elements.
    public let properties: [Instance.Property]
    /// The text in it, where it holds text; nil for one that selects nothing.
    public let text: String?
    /// The content as received.
    public let xml: String

    init(_ element: XMLElement) throws(WSManClientError) {
        guard element.has(name: Names.xmlFragment) else {
            throw .unexpectedAnswer("the Body holds \(element.localName.prefix(80)) instead of XmlFragment")
        }
        properties = Instance(element).properties
        var content = XMLWriter()
        for child in element.children { child.write(to: &content) }
        let own = element.text
        text = properties.isEmpty && !own.isEmpty ? own : nil
        if properties.isEmpty { content.text(own) }
        xml = content.string
    }
}

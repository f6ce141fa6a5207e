// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// What a fragment is to be: bare text, or elements.
public enum FragmentContent: Sendable, Hashable {
    /// For an expression that ends in `text()`.
    case text(String)
    /// For an expression that selects a property: its values, a null for none.
    case properties([Instance.Property])
    /// XML that somebody wrote; the prefix `p` means the namespace of the class.
    case markup(Markup)

    /// Writes the whole `wsman:XmlFragment`.
    func write(namespace: String, _ version: AddressingVersion, to writer: inout XMLWriter) {
        writer.raw("<wsman:XmlFragment xmlns:p=\"")
        writer.attribute(namespace)
        writer.raw("\">")
        switch self {
        case .text(let text): writer.text(text)
        case .properties(let properties): InstanceWriter(addressing: version).write(properties, to: &writer)
        case .markup(let markup): writer.raw(markup.text)
        }
        writer.raw("</wsman:XmlFragment>")
    }
}

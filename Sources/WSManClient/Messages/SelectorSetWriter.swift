// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

/// Writes the keys that pick an instance.
enum SelectorSetWriter {
    /// Writes the whole set; nothing where there is no selector.
    static func write(_ selectors: [Selector], _ version: AddressingVersion, to writer: inout XMLWriter) {
        guard !selectors.isEmpty else { return }
        writer.raw("<wsman:SelectorSet>")
        for selector in selectors {
            writer.raw("<wsman:Selector Name=\"")
            writer.attribute(selector.name)
            writer.raw("\">")
            switch selector.value {
            case .text(let text): writer.text(text)
            case .reference(let reference): EndpointReferenceEncoder.write(reference, version, to: &writer)
            }
            writer.raw("</wsman:Selector>")
        }
        writer.raw("</wsman:SelectorSet>")
    }
}

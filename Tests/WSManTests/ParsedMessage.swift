// SPDX-License-Identifier: Apache-2.0

import XML

/// Something that was written, read again.
final class ParsedMessage {
    let text: String
    let document = XMLDocument()

    init(_ write: (inout XMLWriter) throws -> Void) throws {
        var writer = XMLWriter()
        try write(&writer)
        text = writer.string
        try Array(text.utf8).withUnsafeBytes { try XMLParser().parse($0, into: document) }
    }

    convenience init(text: String) throws {
        try self.init { $0.raw(text) }
    }

    func header(_ namespace: String, _ local: String) -> String? {
        document.root?.children.first { $0.localName == "Header" }?.first(XMLName(namespace, local))?.text
    }

    /// Every element of a local name, in document order.
    func descendants(_ local: String) -> [XMLElement] {
        func walk(_ element: XMLElement) -> [XMLElement] {
            (element.localName == local ? [element] : []) + element.children.flatMap(walk)
        }
        return document.root.map(walk) ?? []
    }
}

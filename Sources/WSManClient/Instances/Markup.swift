// SPDX-License-Identifier: Apache-2.0

import XML

/// XML that somebody wrote, to go into a message as it is: well-formed, so that it ends where it should.
public struct Markup: Sendable, Hashable {
    /// The markup, without an XML declaration before it.
    let text: String

    /// Why a text cannot stand in a message.
    public struct Unusable: Error, Sendable, Hashable {
        /// What is wrong with it.
        public let reason: String
    }

    /// Elements or text that are to be the content of another element.
    ///
    /// - Parameter namespace: what the prefix `p` means there.
    public init(_ text: String, namespace: String) throws(Unusable) {
        self.text = Self.withoutDeclaration(text)
        _ = try Self.parsed(self.text, namespace: namespace)
    }

    /// One element that is to stand for an instance; it declares all its prefixes itself.
    public init(element text: String) throws(Unusable) {
        self.text = Self.withoutDeclaration(text)
        let document = try Self.parsed(self.text, namespace: nil)
        let content = document.root.map { Array($0.children) } ?? []
        guard content.count == 1, document.root?.trimmedText.isEmpty == true else {
            throw Unusable(reason: "it is \(content.count) elements, or has text beside them; it should be one element")
        }
    }

    /// Parses the text as the content of an element; it could not close that element and still be well-formed.
    private static func parsed(_ text: String, namespace: String?) throws(Unusable) -> XMLDocument {
        var writer = XMLWriter()
        writer.raw("<content")
        if let namespace {
            writer.raw(" xmlns:p=\"")
            writer.attribute(namespace)
            writer.raw("\"")
        }
        writer.raw(">")
        writer.raw(text)
        writer.raw("</content>")
        let document = XMLDocument()
        let failure: XMLError? = writer.withUnsafeBytes { bytes in
            do throws(XMLError) {
                try XMLParser(limits: XMLLimits(maxBytes: 16 * 1024 * 1024)).parse(bytes, into: document)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw Unusable(reason: failure.sign) }
        return document
    }

    private static func withoutDeclaration(_ text: String) -> String {
        var rest = text[...]
        if rest.first == "\u{feff}" { rest.removeFirst() }
        rest = rest.drop { $0.isWhitespace }
        guard rest.hasPrefix("<?xml"), let end = rest.firstRange(of: "?>") else { return String(rest) }
        return String(rest[end.upperBound...])
    }
}

extension XMLError {
    /// What is wrong, as the predicate of a sentence about the document.
    var sign: String {
        switch self {
        case .notWellFormed(let cause): "it is not XML: \(cause)"
        case .documentTypeForbidden: "it has a document type declaration"
        case .empty: "it is empty"
        case .tooDeep, .nameTooLong, .tooManyAttributes, .tooLarge, .tooManyNodes: "it exceeds a limit of size"
        }
    }
}

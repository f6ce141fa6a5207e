// SPDX-License-Identifier: Apache-2.0

import XML

/// Which part of a representation is meant: the header `wsman:FragmentTransfer` (R7.7-1).
public struct FragmentExpression: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The expression, its first step naming the class; in XPath the prefix `p` means the namespace of the class that is
    /// asked, and names without a prefix match in any.
    public let text: String
    /// The URI of the language that it is in; nil for XPath 1.0.
    public let dialect: String?

    /// An expression in XPath 1.0, or in another dialect.
    public init(_ text: String, dialect: String? = nil) {
        self.text = text
        self.dialect = dialect
    }

    /// An expression in XPath 1.0.
    public init(stringLiteral text: String) { self.init(text) }

    /// Writes the whole header.
    func write(namespace: String, to writer: inout XMLWriter) {
        writer.raw("<wsman:FragmentTransfer a:mustUnderstand=\"true\" xmlns:p=\"")
        writer.attribute(namespace)
        if let dialect {
            writer.raw("\" Dialect=\"")
            writer.attribute(dialect)
        }
        writer.raw("\">")
        writer.text(text)
        writer.raw("</wsman:FragmentTransfer>")
    }
}

// SPDX-License-Identifier: Apache-2.0

public import XML

/// The header that narrows Get, Put, Create and Delete to a part of a representation (R7.7-1 to R7.7-6).
public struct FragmentTransfer: Sendable, Hashable {
    /// Which part.
    public let expression: XPathExpression
    /// The expression as it was sent, with its prefixes as they were bound: the answer repeats the header.
    let markup: String

    /// Reads the header; only XPath 1.0 is spoken, its levels being subsets of it (R7.7-2).
    init(_ element: XMLElement, limits: MessageLimits) throws(Fault) {
        let dialect = element.attribute("Dialect")?.trimmingXMLSpace() ?? FilterDialect.xpath.uri
        guard dialect == FilterDialect.xpath.uri else {
            throw Fault(
                .fragmentDialectNotSupported, extras: [.fragmentDialect(FilterDialect.xpath.uri)],
                "Fragments are picked by XPath 1.0; \(dialect.prefix(200)) is not spoken here.")
        }
        do throws(XPathError) {
            expression = try XPathExpression(element.trimmedText, limits: limits.xpath) {
                element.namespaceURI(forPrefix: $0)
            }
        } catch {
            throw Fault(.cannotProcessFilter, error.explanation(limits.xpath))
        }
        var writer = XMLWriter(capacity: 256)
        element.write(to: &writer)
        markup = writer.string
    }
}

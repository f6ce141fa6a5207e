// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

extension CatalogResource {
    static let elementName = XMLName(Namespace.catalog, "Resource")

    /// Reads a `Resource` element; several Access elements are joined.
    init(_ element: XMLElement, keepsXML: Bool) throws(WSManClientError) {
        guard element.has(name: Self.elementName) else {
            throw .unexpectedAnswer("the catalog holds \(element.localName.prefix(80)) instead of Resource")
        }
        let access = Self.children("Access", of: element)
        self.init(
            resourceURI: Self.text("ResourceURI", of: element) ?? "",
            displayName: Self.text("DisplayName", of: element), notes: Self.text("Notes", of: element),
            vendor: Self.text("Vendor", of: element),
            operations: access.flatMap { Self.children("Operation", of: $0) }.map(Operation.init),
            selectorSets: access.flatMap { Self.children("SelectorSet", of: $0) }.map(SelectorSet.init),
            relationships: Self.children("Relationships", of: element).flatMap {
                Self.children("Relationship", of: $0)
            }.map { Relationship(type: localName($0.attribute("Type") ?? ""), target: $0.attribute("Ref") ?? "") },
            xml: keepsXML ? element.markup : nil)
        guard !resourceURI.isEmpty else { throw .unexpectedAnswer("an entry of the catalog has no ResourceURI") }
    }

    fileprivate static func children(_ name: String, of element: XMLElement) -> [XMLElement] {
        let name = XMLName(Namespace.catalog, name)
        return element.children.filter { $0.has(name: name) }
    }

    private static func text(_ name: String, of element: XMLElement) -> String? {
        children(name, of: element).first?.trimmedText
    }
}

extension CatalogResource.Operation {
    init(_ element: XMLElement) {
        func texts(_ name: String) -> [String] {
            CatalogResource.children(name, of: element).map(\.trimmedText)
        }
        self.init(
            actions: texts("Action"),
            selectorSets: CatalogResource.children("SelectorSetRef", of: element).compactMap { $0.attribute("Name") },
            schemas: texts("SchemaRef").map(localName), filterDialects: texts("FilterDialect"),
            deliveryModes: texts("DeliveryMode"))
    }
}

extension CatalogResource.SelectorSet {
    init(_ element: XMLElement) {
        self.init(
            name: element.attribute("Name") ?? "",
            selectors: CatalogResource.children("Selector", of: element).map {
                CatalogResource.Selector(
                    name: $0.attribute("Name") ?? "", type: $0.attribute("Type").map(localName),
                    documentation: $0.trimmedText)
            })
    }
}

/// A qualified name without its prefix, bound or not.
private func localName(_ qualified: String) -> String {
    qualified.split(separator: ":").last.map(String.init) ?? qualified
}

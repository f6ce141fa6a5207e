// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

extension ClassSchema {
    static let elementName = XMLName(Namespace.schema, "schema")

    /// Reads an `xs:schema`, leniently: what is not understood is not there.
    init(_ schema: XMLElement) {
        var globals: [String: XMLElement] = [:]
        var types: [String: XMLElement] = [:]
        for child in schema.children where child.namespace == Namespace.schema {
            guard let name = child.attribute("name") else { continue }
            switch child.localName {
            case "element": globals[name] = globals[name] ?? child
            case "complexType": types[name] = types[name] ?? child
            default: break
            }
        }
        let reader = ContentReader(globals: globals, types: types)
        self.init(elements: globals.compactMapValues(reader.content))
    }
}

/// Finds what the elements of one schema hold.
private struct ContentReader {
    let globals: [String: XMLElement]
    let types: [String: XMLElement]

    /// How far types may extend each other; also what ends a circle of them.
    private static let depth = 16
    /// How many properties an element may have, inherited ones included.
    private static let limit = 10_000

    /// The properties of an element; nil for one of a simple type.
    func content(of element: XMLElement) -> ClassSchema.Content? {
        guard let type = complexType(of: element) else { return nil }
        var properties: [ClassSchema.Property] = []
        gather(type, depth: Self.depth, into: &properties)
        return ClassSchema.Content(properties)
    }

    private func complexType(of element: XMLElement) -> XMLElement? {
        if let own = element.first(XMLName(Namespace.schema, "complexType")) { return own }
        return element.attribute("type").flatMap { types[localName($0)] }
    }

    private func gather(_ parent: XMLElement, depth: Int, into properties: inout [ClassSchema.Property]) {
        guard depth > 0 else { return }
        for child in parent.children where child.namespace == Namespace.schema {
            guard properties.count < Self.limit else { return }
            switch child.localName {
            case "element":
                if let property = property(child) { properties.append(property) }
            case "extension":
                if let base = child.attribute("base").flatMap({ types[localName($0)] }) {
                    gather(base, depth: depth - 1, into: &properties)
                }
                gather(child, depth: depth - 1, into: &properties)
            case "sequence", "all", "choice", "complexContent": gather(child, depth: depth - 1, into: &properties)
            default: break
            }
        }
    }

    private func property(_ element: XMLElement) -> ClassSchema.Property? {
        guard let name = element.attribute("ref").map(localName) ?? element.attribute("name") else { return nil }
        let type = element.attribute("type") ?? globals[name]?.attribute("type")
        let most = element.attribute("maxOccurs") ?? "1"
        return ClassSchema.Property(
            name, type.map { ClassSchema.Kind(typeName: localName($0)) } ?? .other, isArray: most != "1" && most != "0")
    }
}

extension ClassSchema.Kind {
    /// The types of DSP0230, and those of XML Schema that some services use instead.
    init(typeName: String) {
        switch typeName {
        case "cimString", "cimChar16", "cimAnySimpleType", "string", "anyURI", "cimAnyURI", "cimQName",
            "cimBase64Binary",
            "cimHexBinary":
            self = .string
        case "cimBoolean", "boolean": self = .boolean
        case "cimUnsignedByte", "cimUnsignedShort", "cimUnsignedInt", "cimUnsignedLong", "cimByte", "cimShort",
            "cimInt",
            "cimLong", "cimFloat", "cimDouble", "unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong", "byte",
            "short", "int", "long", "integer", "float", "double", "decimal":
            self = .number
        case "cimDateTime", "dateTime", "duration", "date", "time": self = .dateTime
        case "cimReference", "EndpointReferenceType": self = .reference
        default: self = .other
        }
    }
}

/// A qualified name without its prefix, bound or not.
private func localName(_ qualified: String) -> String {
    qualified.split(separator: ":").last.map(String.init) ?? qualified
}

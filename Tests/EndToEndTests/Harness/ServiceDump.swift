// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Everything that a service says of itself and of its machine, as it stood on the wire.
struct ServiceDump {
    /// One class of the catalog.
    struct Class {
        let uri: String
        /// The class's XML Schema.
        let schema: String
        /// Its instances as each polymorphism mode shows them, back to back.
        var instances: [String] = []
        var count = 0

        var name: String { uri.split(separator: "/").last.map(String.init) ?? uri }
    }

    /// The classes of the catalog, in its order.
    private(set) var classes: [Class] = []
    /// The schema of the types that all classes share.
    let commonSchema: String

    /// Asks for the catalog, for every schema that it leads to, and for every instance of every class.
    init(_ connection: Connection) throws {
        func schema(_ namespace: String) throws -> String {
            let reply = try connection.ask(.get("wsman:system/catalog/2005/06/XMLSchema", ["XMLSchema": namespace]))
            try #require(reply.status == 200, "\(namespace): \(reply.text)")
            return try #require(Self.between("<a:Body>", "</a:Body>", in: reply.text))
        }
        commonSchema = try schema("http://schemas.dmtf.org/wbem/wscim/1/common")
        let catalog = try connection.ask(.enumerate(Message.catalog, first: 1000))
        #expect(catalog.count("EndOfSequence") == 1)
        for entry in catalog.items {
            guard let uri = entry["ResourceURI"], uri.contains("/cim-schema/2/") else { continue }
            var dumped = Class(uri: uri, schema: try schema(uri))
            // A class of events has a schema too, and no instances.
            guard entry["Access"]?.contains("/enumeration/Enumerate") == true else {
                classes.append(dumped)
                continue
            }
            for mode in ["IncludeSubClassProperties", "ExcludeSubClassProperties"] {
                var reply = try connection.ask(
                    .enumerate(
                        uri, first: 200,
                        "<m:PolymorphismMode xmlns:m=\"http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd\">\(mode)"
                            + "</m:PolymorphismMode>"))
                while true {
                    try #require(reply.status == 200, "\(uri): \(reply.text)")
                    dumped.instances.append(try #require(Self.items(of: reply.text)))
                    if mode == "IncludeSubClassProperties" { dumped.count += reply.items.count }
                    if reply.count("EndOfSequence") == 1 { break }
                    reply = try connection.ask(.pull(uri, reply.first("EnumerationContext"), max: 200))
                }
            }
            classes.append(dumped)
        }
    }

    /// Spoils the instances, to see whether anybody notices.
    mutating func replace(_ text: String, with other: String) {
        for index in classes.indices {
            classes[index].instances = classes[index].instances.map { $0.replacing(text, with: other) }
        }
    }

    /// Adds events as they came, to be validated with the instances.
    mutating func add(eventsOf reply: Reply) throws {
        guard let last = classes.indices.last else { return }
        classes[last].instances.append(try #require(Self.items(of: reply.text)))
    }

    private static func items(of text: String) -> String? {
        between("<wsman:Items>", "</wsman:Items>", in: text) ?? between("<wsen:Items>", "</wsen:Items>", in: text)
    }

    private static func between(_ start: String, _ end: String, in text: String) -> String? {
        guard let from = text.range(of: start)?.upperBound,
            let to = text.range(of: end, options: .backwards)?.lowerBound,
            from <= to
        else { return nil }
        return String(text[from..<to])
    }
}

extension ServiceDump {
    /// What libxml2 finds wrong with the instances by the schemas; empty when nothing is.
    func validate() throws -> String {
        let directory = try TemporaryDirectory()
        var imports =
            "<xs:import namespace=\"http://schemas.dmtf.org/wbem/wscim/1/common\" schemaLocation=\"common.xsd\"/>"
        try directory.write(commonSchema, to: "common.xsd")
        for each in classes {
            let name = "\(each.name).xsd"
            try directory.write(each.schema, to: name)
            imports += "<xs:import namespace=\"\(each.uri)\" schemaLocation=\"\(name)\"/>"
        }
        // Every instance must be declared: strict.
        let all = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\(imports)<xs:element name="all"><xs:complexType>
            <xs:sequence><xs:any namespace="##any" processContents="strict" minOccurs="0" maxOccurs="unbounded"/>
            </xs:sequence></xs:complexType></xs:element></xs:schema>
            """
        let schema = try directory.write(all, to: "all.xsd")
        let document = """
            <all xmlns:b="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
            xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" \
            xmlns:cim="http://schemas.dmtf.org/wbem/wscim/1/common" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\(classes.flatMap(\.instances).joined())</all>
            """
        let instances = try directory.write(document, to: "all.xml")
        let xmllint = try #require(BuildProducts.program("xmllint"))
        let run = try Execution.run(xmllint, ["--noout", "--nonet", "--huge", "--schema", schema, instances])
        return run.status == 0 ? "" : String(run.errors.suffix(4000))
    }
}

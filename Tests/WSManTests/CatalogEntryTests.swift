// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

struct CatalogEntryTests {
    static func schema(keys: Bool, extends superclasses: [String] = []) -> ResourceSchema {
        ResourceSchema(
            "CIM_Thing", extends: superclasses, displayName: "Things <&>",
            properties: [PropertySchema("Name", .string, isKey: keys, isWritable: true, "The \"name\".")],
            methods: [MethodSchema("Reset", returnValues: [], role: .admin, "Resets.")], "A thing.")
    }

    static let access = AccessPolicy().access(to: schema(keys: true))

    func write(_ entry: CatalogEntry) throws -> ParsedMessage {
        try ParsedMessage { CatalogEncoder.write(entry, to: &$0) }
    }

    @Test func `a class without keys has no selectors to send`() throws {
        let entry = try write(CatalogEntry(of: Self.schema(keys: false), Self.access, for: .admin, catalogued: []))
        #expect(entry.descendants("Action").count == 4)
        #expect(entry.descendants("SelectorSet").isEmpty && entry.descendants("SelectorSetRef").isEmpty)
        let keyed = try write(CatalogEntry(of: Self.schema(keys: true), Self.access, for: .admin, catalogued: []))
        #expect(keyed.descendants("SelectorSet").count == 1 && keyed.descendants("SelectorSetRef").count == 3)
        #expect(keyed.descendants("Selector").map(\.text) == ["The \"name\"."])
        #expect(keyed.descendants("DisplayName").map(\.text) == ["Things <&>"])
    }

    @Test func `an entry extends the nearest class that has an entry`() throws {
        let schema = Self.schema(keys: true, extends: ["CIM_B", "CIM_A"])
        for (catalogued, expected) in [(["CIM_A"], ["CIM_A"]), (["CIM_A", "CIM_B"], ["CIM_B"]), (["CIM_C"], [])] {
            let entry = try write(CatalogEntry(of: schema, Self.access, for: .reader, catalogued: Set(catalogued)))
            let links = entry.descendants("Relationship")
            #expect(
                links.map { $0.attribute("Ref") }
                    == expected.map { "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/\($0)" })
            for link in links {
                let type = link.attribute("Type").flatMap(link.qualifiedName)
                #expect(type?.local == "relExtends")
                #expect(type?.namespace == "http://schemas.xmlsoap.org/ws/2005/06/wsmancat")
            }
        }
    }
}

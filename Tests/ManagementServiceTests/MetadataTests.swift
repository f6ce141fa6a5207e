// SPDX-License-Identifier: Apache-2.0

import Testing
import XML

/// What describes the classes: `spec/catalog.md` section 8, `spec/cim-binding.md` section 1.
struct MetadataTests {
    let service = TestService()

    static let schemas = "wsman:system/catalog/2005/06/XMLSchema"
    static let descriptions = "wsman:system/catalog/2005/06/WSDL1.1"
    static let declarations = "http://schemas.dmtf.org/wbem/cim-xml/2/cim-schema/2/"
    static let classSchemas = "http://schemas.dmtf.org/wbem/ws-cim/1/cim-schema/2/"
    static let xs = "http://www.w3.org/2001/XMLSchema"

    @Test func `a schema is got by its target namespace`() throws {
        let namespace = Published.classes + "CIM_Fan"
        let schema = try #require(try service.send(.get(Self.schemas, ("XMLSchema", namespace))).body)
        #expect(schema.name == XMLName(Self.xs, "schema"))
        #expect(schema.attribute("targetNamespace") == namespace)
        let elements = schema.children.filter { $0.localName == "element" }
        func type(_ name: String) -> XMLName? {
            elements.first { $0.attribute("name") == name }.flatMap { element in
                element.attribute("type").flatMap(element.qualifiedName)
            }
        }
        #expect(type("DesiredSpeed") == XMLName(Published.cim, "cimUnsignedLong"))
        #expect(type("UpperLimit") == XMLName(Published.cim, "cimUnsignedByte"))
        #expect(type("InstallDate") == XMLName(Published.cim, "cimDateTime"))
        #expect(type("CIM_Fan") == XMLName(namespace, "CIM_Fan_Type"))
        let sequence = schema.children.first { $0.localName == "complexType" }?.children.first { _ in true }
        let arrays = sequence?.children.filter { $0.attribute("maxOccurs") == "unbounded" && $0.localName == "element" }
        #expect(arrays?.map { $0.attribute("ref") } == ["class:OperationalStatus", "class:Tags"])
        #expect(elements.contains { $0.attribute("name") == "SetNames_INPUT" })
        #expect(elements.contains { $0.attribute("name") == "SetNames_OUTPUT" })
    }

    @Test func `the common types are got like any schema`() throws {
        let schema = try #require(try service.send(.get(Self.schemas, ("XMLSchema", Published.cim))).body)
        #expect(schema.attribute("targetNamespace") == Published.cim)
        let types = schema.children.filter { $0.localName == "complexType" }.map { $0.attribute("name") }
        for name in ["cimString", "cimUnsignedLong", "cimDateTime", "cimReference"] { #expect(types.contains(name)) }
    }

    @Test func `schemas are not enumerated, and unknown ones are wrong selectors`() throws {
        try expectFault(
            service.send(.enumerate(Self.schemas)), "Sender", "wsa:ActionNotSupported", "ActionMismatch")
        try expectFault(
            service.send(.get(Self.schemas, ("XMLSchema", "urn:none"))), "Sender", "wsman:InvalidSelectors",
            "InvalidValue", naming: ["XMLSchema"])
        try expectFault(
            service.send(.get(Self.schemas)), "Sender", "wsman:InvalidSelectors", "InsufficientSelectors",
            naming: ["XMLSchema"])
        for base in [Self.classSchemas, Self.declarations] {
            try expectFault(
                service.send(.get(base + "CIM_Fan", ("ClassName", "CIM_NumericSensor"))), "Sender",
                "wsman:InvalidSelectors", "InvalidValue", naming: ["no class of this name"])
        }
        try expectFault(
            service.send(.get(Self.descriptions, ("WSDL1.1", Published.classes + "CIM_ComputerSystem"))), "Sender",
            "wsman:InvalidSelectors", "InvalidValue")
    }

    @Test(
        arguments: [
            (declarations + "*", [("ClassName", "CIM_Fan")]), (declarations + "CIM_Fan", []),
            (declarations + "*", [("classname", "cim_fan"), ("__cimnamespace", "root/cimv2")]),
        ] as [(String, [(String, String)])])
    func `a declaration is got by its class, as Windows asks`(uri: String, selectors: [(String, String)]) throws {
        let reply = try service.send(RequestText(RequestText.get, uri, selectors.map { ($0.0, $0.1) }))
        let declaration = try #require(reply.body, "\(reply.text)")
        #expect(declaration.name == XMLName("", "CLASS"))
        #expect(declaration.attribute("NAME") == "CIM_Fan")
        #expect(declaration.attribute("SUPERCLASS") == "CIM_CoolingDevice")
        func property(_ name: String) -> XMLElement? { declaration.children.first { $0.attribute("NAME") == name } }
        func qualifiers(_ name: String) -> [String?] {
            property(name)?.children.filter { $0.localName == "QUALIFIER" }.map { $0.attribute("NAME") } ?? []
        }
        #expect(property("DeviceID")?.attribute("TYPE") == "string")
        #expect(property("DeviceID")?.attribute("CLASSORIGIN") == "CIM_LogicalDevice")
        #expect(property("ActiveCooling")?.attribute("CLASSORIGIN") == "CIM_CoolingDevice")
        #expect(property("Padding")?.attribute("CLASSORIGIN") == "CIM_Fan")
        #expect(property("Tags")?.localName == "PROPERTY.ARRAY")
        #expect(qualifiers("DeviceID") == ["Key", "Description"])
        #expect(qualifiers("UpperLimit") == ["Write", "Description"])
        #expect(qualifiers("DesiredSpeed") == ["Description", "PUnit"])
        #expect(qualifiers("HealthState") == ["Description", "ValueMap", "Values"])
        let method = try #require(declaration.children.first { $0.attribute("NAME") == "SetNames" })
        #expect(
            method.children.filter { $0.localName != "QUALIFIER" }.map(\.localName) == [
                "PARAMETER.ARRAY", "PARAMETER.REFERENCE", "PARAMETER.ARRAY",
            ])
    }

    @Test func `all declarations are enumerated, base classes too`() throws {
        let reply = try service.send(.enumerate(Self.declarations + "*", first: 100))
        let names = reply.items.compactMap { $0.attribute("NAME") }
        #expect(names == names.sorted() && names.contains("CIM_LogicalDevice") && names.contains("CIM_Fan"))
        #expect(reply.items.allSatisfy { $0.localName == "CLASS" } && reply.isEnd)
        let tie = reply.items.first { $0.attribute("NAME") == "CIM_SystemDevice" }
        #expect(tie?.children.first { $0.attribute("NAME") == "Association" } != nil)
        #expect(
            tie?.children.filter { $0.localName == "PROPERTY.REFERENCE" }.map { $0.attribute("REFERENCECLASS") } == [
                "CIM_System", "CIM_LogicalDevice",
            ])
    }

    @Test func `a class's schema is got by its name too`() throws {
        let byName = try service.send(.get(Self.classSchemas + "*", ("ClassName", "CIM_Fan")))
        let byURI = try service.send(.get(Self.classSchemas + "CIM_Fan"))
        #expect(byName.body?.attribute("targetNamespace") == Published.classes + "CIM_Fan")
        #expect(byURI.body?.attribute("targetNamespace") == Published.classes + "CIM_Fan")
        try expectFault(
            service.send(.get(Self.classSchemas + "CIM_None")), "Sender", "wsman:InvalidSelectors", "InvalidValue")
    }
}

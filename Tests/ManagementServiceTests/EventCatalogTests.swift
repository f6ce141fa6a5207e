// SPDX-License-Identifier: Apache-2.0

import ManagementService
import ResourceModel
import Testing
import XML

/// What the catalog says of events and of where they come from (`spec/catalog.md` section 7).
struct EventCatalogTests {
    static let subscribe = "http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe"
    static let event = "http://schemas.xmlsoap.org/ws/2005/06/management/event"
    static let modes = [
        "http://schemas.xmlsoap.org/ws/2004/08/eventing/DeliveryModes/Push",
        "http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck", "http://schemas.dmtf.org/wbem/wsman/1/wsman/Events",
        "http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull",
    ]
    static let view = "http://schemas.baseboard-project.org/wbem/wscim/1/cim-schema/2/BB_EventView"

    let service = TestService(events: true)

    static func entry(_ name: String, _ service: TestService, by principal: Principal) throws -> XMLElement? {
        let uri = name.contains(":") ? name : Published.classes + name
        return try service.send(.get(Published.catalog, ("ResourceURI", uri)), by: principal).body
    }

    func entry(_ name: String) throws -> XMLElement {
        try #require(try Self.entry(name, service, by: TestService.reader))
    }

    /// The operations of an entry by their first action.
    static func operations(_ entry: XMLElement) throws -> [String: XMLElement] {
        let access = try #require(entry.first(CatalogTests.name("Access")))
        return Dictionary(
            access.children.filter { $0.localName == "Operation" }.compactMap { operation in
                operation.first(CatalogTests.name("Action")).map { ($0.text, operation) }
            }, uniquingKeysWith: { first, _ in first })
    }

    static func texts(_ local: String, in operation: XMLElement) -> [String] {
        operation.children.filter { $0.localName == local }.map(\.text)
    }

    static func links(_ type: String, in entry: XMLElement) -> [String?] {
        let all = entry.first(CatalogTests.name("Relationships")).map { Array($0.children) } ?? []
        return all.filter { $0.attribute("Type") == "cat:\(type)" }.map { $0.attribute("Ref") }
    }

    @Test(arguments: ["CIM_RecordLog", "CIM_AlertIndication", "CIM_Indication", view])
    func `a source takes Subscribe with every mode, a filter or none`(name: String) throws {
        let operation = try #require(try Self.operations(entry(name))[Self.subscribe])
        #expect(Self.texts("DeliveryMode", in: operation) == Self.modes)
        #expect(Self.texts("FilterDialect", in: operation).contains("http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf"))
        #expect(Self.texts("SelectorSetRef", in: operation).isEmpty)
    }

    @Test func `a filter takes Subscribe by its keys, and no other filter`() throws {
        let entry = try entry("CIM_IndicationFilter")
        let operation = try #require(try Self.operations(entry)[Self.subscribe])
        #expect(
            operation.children.map(\.localName) == ["Action", "SelectorSetRef"] + Self.modes.map { _ in "DeliveryMode" }
        )
        let access = try #require(entry.first(CatalogTests.name("Access")))
        #expect(
            operation.first(CatalogTests.name("SelectorSetRef"))?.attribute("Name")
                == access.first(CatalogTests.name("SelectorSet"))?.attribute("Name"))
        #expect(try Self.operations(entry).keys.contains(RequestText.get))
    }

    @Test(arguments: ["CIM_AlertIndication", "CIM_ThresholdIndication", "CIM_InstDeletion"])
    func `an event says what its body is, and which log it goes to`(name: String) throws {
        let entry = try entry(name)
        let operations = try Self.operations(entry)
        #expect(Set(operations.keys) == [Self.subscribe, Self.event])
        let reference = try #require(operations[Self.event]?.first(CatalogTests.name("SchemaRef")))
        #expect(reference.qualifiedName(reference.text) == XMLName(Published.classes + name, name))
        #expect(Self.links("relPublishesEventsTo", in: entry) == [Published.classes + "CIM_RecordLog"])
        #expect(Self.links("relExtends", in: entry).count == 1)
        #expect(entry.first(CatalogTests.name("Access"))?.first(CatalogTests.name("SelectorSet")) == nil)
    }

    @Test func `what is both has both, and needs no link`() throws {
        let entry = try entry(Self.view)
        #expect(
            try Set(Self.operations(entry).keys) == [
                RequestText.get, RequestText.enumerate, Self.subscribe, Self.event,
            ])
        #expect(Self.links("relPublishesEventsTo", in: entry).isEmpty)
    }

    @Test func `a base class of events is no event, and one without events is no source`() throws {
        #expect(try Set(Self.operations(entry("CIM_ProcessIndication")).keys) == [Self.subscribe])
        #expect(try !Self.operations(entry("CIM_Fan")).keys.contains(Self.subscribe))
        #expect(try !Self.operations(entry("CIM_Log")).keys.contains(Self.subscribe))
    }

    @Test func `who may not get a class of events finds neither it nor a link to what he may not get`() throws {
        let service = TestService(events: true) {
            $0.access = AccessPolicy(narrowedBy: [
                AccessRule("CIM_InstIndication", nil, .atLeast(.admin)), AccessRule("CIM_RecordLog", nil, .nobody),
            ])
        }
        for name in ["CIM_InstDeletion", "CIM_InstIndication", "CIM_RecordLog"] {
            let reply = try service.send(
                .get(Published.catalog, ("ResourceURI", Published.classes + name)), by: TestService.reader)
            try expectFault(reply, "Sender", "wsman:InvalidSelectors", "InvalidValue")
        }
        let alert = try #require(try Self.entry("CIM_AlertIndication", service, by: TestService.reader))
        #expect(Self.links("relPublishesEventsTo", in: alert).isEmpty)
        #expect(try Self.entry("CIM_InstDeletion", service, by: TestService.admin) != nil)
    }

    @Test func `a filter that lets pass nothing that one may know is no source`() throws {
        let service = TestService(events: true) {
            $0.access = AccessPolicy(narrowedBy: [AccessRule("CIM_Indication", nil, .atLeast(.admin))])
        }
        for (principal, isSource) in [(TestService.reader, false), (TestService.admin, true)] {
            for name in ["CIM_IndicationFilter", "CIM_RecordLog"] {
                let entry = try #require(try Self.entry(name, service, by: principal))
                #expect(try Self.operations(entry).keys.contains(Self.subscribe) == isSource)
            }
        }
    }

    // MARK: Schemas and declarations

    @Test func `the body of an event has a schema and a declaration`() throws {
        let uri = Published.classes + "CIM_InstDeletion"
        let schema = try #require(try service.send(.get(MetadataTests.schemas, ("XMLSchema", uri))).body)
        let source = schema.children.first { $0.attribute("name") == "SourceInstance" }
        #expect(
            source.flatMap { element in element.attribute("type").flatMap(element.qualifiedName) }
                == XMLName(MetadataTests.xs, "anyType"))
        let declaration = try #require(
            try service.send(.get(MetadataTests.declarations + "CIM_InstDeletion")).body)
        #expect(declaration.children.contains { $0.attribute("NAME") == "Indication" })
        let property = declaration.children.first { $0.attribute("NAME") == "SourceInstance" }
        #expect(property?.attribute("TYPE") == "string" && property?.attribute("EmbeddedObject") == "object")
        #expect(property?.attribute("CLASSORIGIN") == "CIM_InstIndication")
        let log = try #require(try service.send(.get(MetadataTests.declarations + "CIM_RecordLog")).body)
        #expect(!log.children.contains { $0.attribute("NAME") == "Indication" })
    }

    @Test(.enabled(if: Schema.isAvailable, "xmllint is not installed (Debian package libxml2-utils)"))
    func `every entry is valid by the catalog's schema`() throws {
        let reply = try service.send(.enumerate(Published.catalog, first: 100), by: TestService.admin)
        #expect(reply.text.contains("relPublishesEventsTo") && reply.text.contains("DeliveryMode"))
        let items = try #require(
            reply.text.split(separator: "<wsman:Items>").last?.split(separator: "</wsman:Items>").first)
        let catalog = "<cat:Catalog xmlns:cat=\"\(Published.cat)\">\(items)</cat:Catalog>"
        #expect(try Schema.validate(catalog, against: "wsmancat.xsd") == "- validates")
    }
}

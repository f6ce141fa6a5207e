// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

@testable import WSManClient

struct CatalogTests {
    private let schema = ResourceSchema(
        "BB_FanView", extends: ["CIM_Fan"], displayName: "Fans",
        properties: [
            PropertySchema("DeviceID", .string, isKey: true, "Which fan."),
            PropertySchema("TargetSpeed", .uint32, isWritable: true, "What it is to do."),
        ],
        methods: [MethodSchema("Reset", returnValues: [], role: .operator, "Resets.")], "A fan.")

    private func written(_ entry: CatalogEntry) -> String {
        var writer = XMLWriter()
        CatalogEncoder.write(entry, to: &writer)
        return writer.string
    }

    @Test func `entries that the service writes are read whole`() async throws {
        let entry = written(
            CatalogEntry(of: schema, AccessPolicy().access(to: schema), for: .admin, catalogued: ["CIM_Fan"]))
        let response = "<wsen:EnumerateResponse><wsen:EnumerationContext /><wsman:Items>\(entry)\(written(.catalog))"
        let transport = ScriptedTransport(
            Answers.envelope(response + "</wsman:Items><wsman:EndOfSequence /></wsen:EnumerateResponse>"))
        let entries = try await WSManClient(transport).catalog()
        #expect(entries.map(\.resourceURI) == [schema.resourceURI.text, CatalogEntry.catalogURI])
        let fan = try #require(entries.first)
        #expect(fan.displayName == "Fans")
        #expect(fan.notes == "A fan.")
        #expect(
            fan.operations.flatMap(\.actions) == [
                Action.get, Action.enumerate, Action.put, "\(schema.resourceURI)/Reset",
            ])
        #expect(fan.operations.first?.schemas == ["BB_FanView"])
        #expect(fan.selectorSets.map(\.name) == ["keys"])
        #expect(fan.selectorSets.first?.selectors.first?.name == "DeviceID")
        #expect(fan.selectorSets.first?.selectors.first?.type == "string")
        #expect(
            fan.relationships == [
                .init(type: "relExtends", target: ResourceURI(ofClass: "CIM_Fan").text)
            ])
    }

    @Test func `one entry is asked for by its URI`() async throws {
        let entry = written(CatalogEntry(of: schema, AccessPolicy().access(to: schema), for: .reader, catalogued: []))
        let transport = ScriptedTransport(Answers.envelope(entry))
        let read = try await WSManClient(transport).catalogEntry(for: "urn:x")
        #expect(read.resourceURI == schema.resourceURI.text)
        #expect(transport.requests[0].contains("<wsman:Selector Name=\"ResourceURI\">urn:x</wsman:Selector>"))
    }

    @Test func `what is no entry is refused`() async throws {
        let items = "<wsman:Items><x /></wsman:Items><wsman:EndOfSequence />"
        let transport = ScriptedTransport(
            Answers.envelope("<wsen:EnumerateResponse>\(items)</wsen:EnumerateResponse>"))
        await #expect(throws: WSManClientError.unexpectedAnswer("the catalog holds x instead of Resource")) {
            try await WSManClient(transport).catalog()
        }
    }
}

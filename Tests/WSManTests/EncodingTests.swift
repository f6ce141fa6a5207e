// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

struct EncodingTests {
    static let schema = ResourceSchema(
        "CIM_Thing", displayName: "Things",
        properties: [
            PropertySchema("B", .uint32, isArray: true, "An array."),
            PropertySchema("A", .string, isKey: true, "A key."),
            PropertySchema("C", .datetime, "A datetime."), PropertySchema("D", .reference("CIM_Thing"), "A reference."),
        ],
        "A thing.")

    func write(_ fill: (inout Row) -> Void, only wanted: PropertySet = .all) -> String {
        var row = Row()
        row.reset(count: 4)
        fill(&row)
        var writer = XMLWriter()
        InstanceEncoder(Self.schema).write(row, only: wanted, .submission2004, to: &writer)
        return writer.string
    }

    @Test func `an instance of nothing is all nil`() {
        #expect(
            write { _ in } == """
                <p:CIM_Thing xmlns:p="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_Thing">\
                <p:A xsi:nil="true" /><p:B xsi:nil="true" /><p:C xsi:nil="true" /><p:D xsi:nil="true" /></p:CIM_Thing>
                """)
    }

    @Test func `arrays repeat, datetimes are wrapped, references are addresses`() {
        let text = write {
            $0[0] = .string("a&b")
            $0[1] = .array([.unsigned(1), .absent(.error), .unsigned(2)])
            $0[2] = .dateTime(Timestamp(microseconds: 500_000))
            $0[3] = .reference(Reference(ResourceURI(ofClass: "CIM_Thing"), [Selector("A", "x\"y")]))
        }
        #expect(text.contains("<p:A>a&amp;b</p:A><p:B>1</p:B><p:B xsi:nil=\"true\" /><p:B>2</p:B>"))
        #expect(text.contains("<p:C><cim:Datetime>1970-01-01T00:00:00.500000Z</cim:Datetime></p:C>"))
        #expect(
            text.contains(
                """
                <p:D><b:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</b:Address>\
                <b:ReferenceParameters><wsman:ResourceURI>http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_Thing\
                </wsman:ResourceURI><wsman:SelectorSet><wsman:Selector Name="A">x"y</wsman:Selector>\
                <wsman:Selector Name="__cimnamespace">root/cimv2</wsman:Selector></wsman:SelectorSet>\
                </b:ReferenceParameters></p:D>
                """) || text.contains("x&quot;y"))
    }

    @Test func `an instance within another says its class, and holds what is known of it`() throws {
        let schema = ResourceSchema(
            "CIM_Holder", displayName: "Holders", properties: [PropertySchema("Held", .instance, "A thing.")], "Holds.")
        let held = EmbeddedInstance(
            of: Self.schema,
            [
                "A": .string("a&b"), "B": .array([.unsigned(1), .unsigned(2)]), "C": .absent(.absent),
                "None": .string("no property"),
            ])
        var row = Row()
        row.reset(count: 1)
        row[0] = .instance(held)
        var writer = XMLWriter()
        InstanceEncoder(schema).write(row, .submission2004, to: &writer)
        let classes = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_"
        #expect(
            writer.string == """
                <p:CIM_Holder xmlns:p="\(classes)Holder"><p:Held xmlns:q="\(classes)Thing" xsi:type="q:CIM_Thing_Type">\
                <q:A>a&amp;b</q:A><q:B>1</q:B><q:B>2</q:B></p:Held></p:CIM_Holder>
                """)
    }

    @Test func `only what is wanted is written`() {
        var wanted = PropertySet.none
        wanted.insert(2)
        #expect(write({ _ in }, only: wanted).contains("><p:C xsi:nil=\"true\" /><"))
    }

    static let values: [(Value, String)] = [
        (.boolean(true), "true"), (.unsigned(.max), "18446744073709551615"),
        (.signed(.min), "-9223372036854775808"),
        (.real(-0.5), "-0.5"), (.real(.infinity), "INF"), (.real(.nan), "NaN"), (.string("<"), "&lt;"),
        (.interval(microseconds: 1_500_000), "<cim:Interval>PT1.500S</cim:Interval>"),
        (.interval(microseconds: -1), "<cim:Interval>PT0S</cim:Interval>"),
        (.interval(microseconds: .max), "<cim:Interval>PT18446744073.709S</cim:Interval>"), (.absent(.stale), ""),
        (.array([.unsigned(1), .unsigned(2)]), "12"),
    ]

    @Test(arguments: values)
    func `values have their form`(value: Value, text: String) {
        var writer = XMLWriter()
        ValueEncoder.write(value, .submission2004, to: &writer)
        #expect(writer.string == text)
    }

    @Test func `a reference to the catalog bears no CIM namespace`() {
        var writer = XMLWriter()
        EndpointReferenceEncoder.write(
            Reference(ResourceURI(CatalogEntry.catalogURI), [Selector("ResourceURI", "urn:x")]), .recommendation2005,
            to: &writer)
        #expect(
            writer.string == """
                <b:EndpointReference><b:Address>http://www.w3.org/2005/08/addressing/anonymous</b:Address>\
                <b:ReferenceParameters><wsman:ResourceURI>wsman:system/catalog/2005/06/Catalog</wsman:ResourceURI>\
                <wsman:SelectorSet><wsman:Selector Name="ResourceURI">urn:x</wsman:Selector></wsman:SelectorSet>\
                </b:ReferenceParameters></b:EndpointReference>
                """)
    }

    @Test func `message names are never the same`() {
        var ids = MessageIDGenerator()
        let made = Set((0..<10_000).map { _ in ids.next() })
        #expect(made.count == 10_000)
    }
}

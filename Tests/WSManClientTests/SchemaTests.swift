// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan

@testable import WSManClient

struct SchemaTests {
    private static let fanSchema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:class="\(Answers.fanNamespace)" \
        xmlns:cim="http://schemas.dmtf.org/wbem/wscim/1/common" targetNamespace="\(Answers.fanNamespace)">\
        <xs:import namespace="http://schemas.dmtf.org/wbem/wscim/1/common" />\
        <xs:element name="DeviceID" type="cim:cimString"><xs:annotation /></xs:element>\
        <xs:element name="CurrentSpeed" type="cim:cimUnsignedLong" nillable="true" />\
        <xs:element name="Alarm" type="cim:cimBoolean" nillable="true" />\
        <xs:element name="SampleTime" type="cim:cimDateTime" nillable="true" />\
        <xs:element name="OperationalStatus" type="cim:cimUnsignedShort" nillable="true" />\
        <xs:complexType name="BB_FanView_Type"><xs:sequence>\
        <xs:element ref="class:Alarm" minOccurs="0" /><xs:element ref="class:CurrentSpeed" minOccurs="0" />\
        <xs:element ref="class:DeviceID" />\
        <xs:element ref="class:OperationalStatus" minOccurs="0" maxOccurs="unbounded" />\
        <xs:element ref="class:SampleTime" minOccurs="0" />\
        <xs:any namespace="##other" minOccurs="0" maxOccurs="unbounded" /></xs:sequence></xs:complexType>\
        <xs:element name="BB_FanView" type="class:BB_FanView_Type" />\
        <xs:element name="Reset_OUTPUT"><xs:complexType><xs:sequence>\
        <xs:element name="Steps" type="cim:cimString" minOccurs="0" maxOccurs="3" />\
        <xs:element name="ReturnValue" type="cim:cimUnsignedInt" minOccurs="0" />\
        </xs:sequence></xs:complexType></xs:element></xs:schema>
        """

    private let fault = """
        <a:Fault><a:Code><a:Value>a:Sender</a:Value><a:Subcode><a:Value>b:DestinationUnreachable</a:Value></a:Subcode>\
        </a:Code><a:Reason><a:Text xml:lang="en">No.</a:Text></a:Reason><a:Detail><wsman:FaultDetail>\
        http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/DETAIL</wsman:FaultDetail></a:Detail></a:Fault>
        """

    private func refusal(_ detail: String) -> Result<TransportAnswer, WSManClientError> {
        let body = Answers.envelope(fault.replacing("DETAIL", with: detail))
        return .success(TransportAnswer(status: 500, body: Array(body.utf8)))
    }

    @Test func `a schema is asked for without the options of what it is asked for`() async throws {
        let transport = ScriptedTransport(
            Answers.envelope(Answers.fan("f", speed: 1)), Answers.envelope(Self.fanSchema))
        var options = ClientOptions()
        options.request.options = [RequestOption("o", "1", mustComply: true)]
        options.request.locale = "de"
        let client = WSManClient(transport, options: options)
        _ = try await client.get(Reference(ResourceURI(ofClass: "BB_FanView"), []))
        _ = try await client.classSchema(of: Answers.fanNamespace)
        #expect(transport.requests[0].contains("OptionSet") && !transport.requests[1].contains("OptionSet"))
        #expect(transport.requests[1].contains("xml:lang=\"de\""))
    }

    @Test func `a schema tells types and arrays of instances and of methods' parameters`() async throws {
        let transport = ScriptedTransport(Answers.envelope(Self.fanSchema))
        let client = WSManClient(transport)
        let schema = try #require(try await client.classSchema(of: Answers.fanNamespace))
        #expect(
            schema["BB_FanView"]?.properties == [
                .init("Alarm", .boolean), .init("CurrentSpeed", .number), .init("DeviceID", .string),
                .init("OperationalStatus", .number, isArray: true), .init("SampleTime", .dateTime),
            ])
        #expect(
            schema["Reset_OUTPUT"]?.properties == [
                .init("Steps", .string, isArray: true), .init("ReturnValue", .number),
            ])
        #expect(schema["DeviceID"] == nil)
        #expect(schema["BB_FanView"]?["Alarm"] == .init("Alarm", .boolean))
        #expect(transport.requests[0].contains(">wsman:system/catalog/2005/06/XMLSchema<"))
        #expect(
            transport.requests[0].contains(
                "<wsman:Selector Name=\"XMLSchema\">\(Answers.fanNamespace)</wsman:Selector>"))
    }

    @Test func `a schema is asked for once`() async throws {
        let transport = ScriptedTransport(Answers.envelope(Self.fanSchema))
        let client = WSManClient(transport)
        for _ in 0..<3 { #expect(try await client.classSchema(of: Answers.fanNamespace) != nil) }
        #expect(transport.requests.count == 1)
    }

    @Test func `a class without a schema is no failure, and others are still asked for`() async throws {
        let transport = ScriptedTransport([
            refusal("InvalidValues"),
            .success(TransportAnswer(status: 200, body: Array(Answers.envelope(Self.fanSchema).utf8))),
        ])
        let client = WSManClient(transport)
        for _ in 0..<2 { #expect(try await client.classSchema(of: "urn:other") == nil) }
        #expect(try await client.classSchema(of: Answers.fanNamespace) != nil)
        #expect(transport.requests.count == 2)
    }

    @Test func `a service without schemas is asked once`() async throws {
        let transport = ScriptedTransport([refusal("InvalidResourceURI")])
        let client = WSManClient(transport)
        for namespace in ["urn:a", "urn:b", Answers.fanNamespace] {
            #expect(try await client.classSchema(of: namespace) == nil)
        }
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: ["<x />", "", "<xs:schema xmlns:xs=\"urn:other\" />"])
    func `an answer that is no schema counts as none`(body: String) async throws {
        let transport = ScriptedTransport(Answers.envelope(body))
        #expect(try await WSManClient(transport).classSchema(of: "urn:a") == nil)
    }

    @Test func `a connection that breaks is a failure`() async {
        let client = WSManClient(ScriptedTransport([.failure(.disconnected("x"))]))
        await #expect(throws: WSManClientError.disconnected("x")) { try await client.classSchema(of: "urn:a") }
    }

    @Test func `types that extend each other give all properties, in a circle too`() async throws {
        let schema = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:c="urn:c">\
            <xs:complexType name="A"><xs:complexContent><xs:extension base="c:B"><xs:sequence>\
            <xs:element name="Own" type="xs:int" /></xs:sequence></xs:extension></xs:complexContent></xs:complexType>\
            <xs:complexType name="B"><xs:all><xs:element name="Base" type="xs:string" /></xs:all></xs:complexType>\
            <xs:complexType name="C"><xs:complexContent><xs:extension base="c:C"><xs:sequence>\
            <xs:element name="Odd" type="c:Unknown" maxOccurs="1" /></xs:sequence></xs:extension></xs:complexContent>\
            </xs:complexType><xs:element name="a" type="c:A" /><xs:element name="c" type="c:C" /></xs:schema>
            """
        let client = WSManClient(ScriptedTransport(Answers.envelope(schema)))
        let read = try #require(try await client.classSchema(of: "urn:c"))
        #expect(read["a"]?.properties == [.init("Base", .string), .init("Own", .number)])
        #expect(read["c"]?.properties == [.init("Odd", .other)])
    }
}

// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import XML

@testable import WSManClient

struct AnswerTests {
    let fan = Reference(ResourceURI(ofClass: "BB_FanView"), [])

    private func get(_ status: Int, _ body: String) async throws(WSManClientError) -> Instance {
        let transport = ScriptedTransport([.success(TransportAnswer(status: status, body: Array(body.utf8)))])
        return try await WSManClient(transport).get(fan)
    }

    @Test func `an instance keeps order, nulls and arrays`() async throws {
        let instance = try await get(200, Answers.envelope(Answers.fan("chip/fan1", speed: 1200)))
        #expect(instance.className == "BB_FanView")
        #expect(instance.namespace == Answers.fanNamespace)
        #expect(instance.properties.map(\.name) == ["CurrentSpeed", "DeviceID", "Label"])
        #expect(instance["CurrentSpeed"] == "1200")
        #expect(instance["deviceid"] == "chip/fan1")
        #expect(instance.property("Label")?.isNull == true)
        #expect(instance.xml == nil)
    }

    @Test func `an answer in the manner of AMT is read`() async throws {
        let instance = try await get(200, Answers.amtCard)
        #expect(instance["Version"] == "HNKBLi70")
        #expect(instance.property("OperationalStatus")?.values == [.text("0"), .text("2")])
        #expect(
            instance.property("ReleaseDate")?.values == [.time("2020-08-10T00:00:00Z", kind: "Datetime")])
    }

    @Test(arguments: [Answers.addressing2004, Answers.addressing2005])
    func `references are read in either addressing version`(addressing: String) async throws {
        let body = """
            <p:X xmlns:p="urn:x" xmlns:q="\(addressing)"><p:Antecedent><q:Address>here</q:Address><q:ReferenceParameters>\
            <wsman:ResourceURI>urn:y</wsman:ResourceURI><wsman:SelectorSet><wsman:Selector Name="K">v</wsman:Selector>\
            </wsman:SelectorSet></q:ReferenceParameters></p:Antecedent></p:X>
            """
        let expected = EndpointReference(
            address: "here", reference: Reference(ResourceURI("urn:y"), [Selector("K", "v")]))
        let instance = try await get(200, Answers.envelope(body))
        #expect(instance.property("Antecedent")?.values == [.reference(expected)])
    }

    @Test func `an embedded instance is a value with properties`() async throws {
        let body = "<p:X xmlns:p=\"urn:x\"><p:Inner><p:A>1</p:A><p:B>2</p:B></p:Inner></p:X>"
        let instance = try await get(200, Answers.envelope(body))
        guard case .instance(let inner) = instance.property("Inner")?.values.first else {
            Issue.record("Inner is no instance")
            return
        }
        #expect(inner["B"] == "2")
    }

    @Test func `the XML is kept when asked for`() async throws {
        let transport = ScriptedTransport(Answers.envelope(Answers.fan("f", speed: 1)))
        var options = ClientOptions()
        options.keepsXML = true
        let instance = try await WSManClient(transport, options: options).get(fan)
        let xml = try #require(instance.xml)
        #expect(xml.contains("<p:DeviceID>f</p:DeviceID>"))
        #expect(xml.contains("xmlns:xsi="))
    }

    @Test func `a fault keeps code, subcode, detail and the English reason`() async throws {
        let body = """
            <a:Fault><a:Code><a:Value>a:Sender</a:Value><a:Subcode><a:Value>b:DestinationUnreachable</a:Value></a:Subcode>\
            </a:Code><a:Reason><a:Text xml:lang="de">Nicht da.</a:Text><a:Text xml:lang="en-US">Not here.</a:Text></a:Reason>\
            <a:Detail><wsman:FaultDetail>http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/InvalidResourceURI\
            </wsman:FaultDetail><v:Note xmlns:v="urn:v"><v:Inner>more</v:Inner></v:Note></a:Detail></a:Fault>
            """
        let expected = ServiceFault(
            code: "Sender", subcode: "DestinationUnreachable", subcodeNamespace: Answers.addressing2004,
            detail: "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/InvalidResourceURI", reason: "Not here.",
            extras: ["more"])
        #expect(expected.detailName == "InvalidResourceURI")
        for status in [200, 400, 500] {
            await #expect(throws: WSManClientError.fault(expected)) { try await get(status, Answers.envelope(body)) }
        }
    }

    @Test func `a fault whose prefixes are not bound is still a fault`() async throws {
        let body = "<a:Fault><a:Code><a:Value>zz:Receiver</a:Value></a:Code></a:Fault>"
        await #expect(throws: WSManClientError.fault(ServiceFault(code: "Receiver", reason: ""))) {
            try await get(500, Answers.envelope(body))
        }
    }

    @Test func `statuses and foreign documents are told apart`() async throws {
        await #expect(throws: WSManClientError.unauthorized) { try await get(401, "") }
        await #expect(throws: WSManClientError.forbidden) { try await get(403, "<html/>") }
        await #expect(throws: WSManClientError.notWSMan(status: 404, "the answer is empty")) { try await get(404, "") }
        await #expect(
            throws: WSManClientError.notWSMan(status: 200, "the answer is a html document, not a SOAP 1.2 envelope")
        ) { try await get(200, "<html><body>hi</body></html>") }
        await #expect(throws: WSManClientError.unexpectedAnswer("the Body is empty; it should hold the instance")) {
            try await get(200, Answers.envelope(""))
        }
        await #expect(
            throws: WSManClientError.unexpectedAnswer("HTTP status 500 came with a message that is no fault")
        ) { try await get(500, Answers.envelope(Answers.fan("f", speed: 1))) }
    }

    @Test func `an answer to another request is refused`() async throws {
        let other = Answers.envelope(
            Answers.fan("f", speed: 1), header: "<b:RelatesTo>urn:uuid:other</b:RelatesTo>")
        await #expect(
            throws: WSManClientError.unexpectedAnswer(
                "it relates to the message urn:uuid:other, which was not sent")
        ) { try await get(200, other) }
    }

    @Test func `an answer above the limit is refused`() async throws {
        let transport = ScriptedTransport(Answers.envelope(Answers.fan("f", speed: 1)))
        var options = ClientOptions()
        options.limits = XMLLimits(maxBytes: 100)
        await #expect(throws: WSManClientError.answerTooLarge) {
            try await WSManClient(transport, options: options).get(fan)
        }
    }

    @Test func `an answer cut anywhere is a typed error, never a crash`() async throws {
        let whole = Array(Answers.amtCard.utf8)
        for length in whole.indices {
            let body = Array(whole[..<length])
            let transport = ScriptedTransport([.success(TransportAnswer(status: 200, body: body))])
            do {
                _ = try await WSManClient(transport).get(fan)
                Issue.record("\(length) bytes of \(whole.count) were taken for an answer")
            } catch {
                guard case .notWSMan = error else {
                    Issue.record("\(length) bytes gave \(error)")
                    return
                }
            }
        }
    }

    @Test func `an answer with any byte changed is an instance or a typed error`() async throws {
        let whole = Array(Answers.amtCard.utf8)
        for index in whole.indices {
            for byte in [UInt8(ascii: "<"), UInt8(ascii: "/"), 0x00, 0xff] {
                var body = whole
                body[index] = byte
                let transport = ScriptedTransport([.success(TransportAnswer(status: 200, body: body))])
                do {
                    #expect(try await !WSManClient(transport).get(fan).className.isEmpty)
                } catch .notWSMan, .unexpectedAnswer, .fault {
                    continue
                }
            }
        }
    }

    @Test func `Identify tells who answers, with or without the vendor`() async throws {
        let names = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
        let body = """
            <i:IdentifyResponse xmlns:i="\(names)"><i:ProtocolVersion>p</i:ProtocolVersion>\
            <i:ProductVendor>V</i:ProductVendor><i:ProductVersion /><i:SecurityProfiles>\
            <i:SecurityProfileName>s</i:SecurityProfileName></i:SecurityProfiles>\
            <i:AddressingVersionURI>w</i:AddressingVersionURI></i:IdentifyResponse>
            """
        let identity = try await WSManClient(ScriptedTransport(Answers.envelope(body))).identify()
        #expect(identity.protocolVersions == ["p"])
        #expect(identity.productVendor == "V")
        #expect(identity.productVersion == nil)
        #expect(identity.securityProfiles == ["s"])
        #expect(identity.addressingVersions == ["w"])
    }
}

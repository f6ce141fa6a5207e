// SPDX-License-Identifier: Apache-2.0

import Testing
import XML

struct IdentifyTests {
    let service = TestService()
    static let request = """
        <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
        xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd">\
        <s:Header/><s:Body><wsmid:Identify/></s:Body></s:Envelope>
        """

    @Test func `a known caller learns everything, in the schema's order`() throws {
        let reply = try service.send(text: Self.request)
        #expect(reply.status == 200)
        let body = try #require(reply.body)
        #expect(body.name == XMLName(Published.wsmid, "IdentifyResponse"))
        #expect(
            body.children.map(\.localName) == [
                "ProtocolVersion", "ProductVendor", "ProductVersion", "SecurityProfiles", "AddressingVersionURI",
                "AddressingVersionURI",
            ])
        #expect(body.children.allSatisfy { $0.namespace == Published.wsmid })
        let texts = body.children.map(\.text)
        #expect(texts[0] == "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd")
        #expect(texts[1...2] == ["Baseboard", "1.2.3"])
        #expect(texts[4...5] == [Published.wsa, Published.wsa10])
        let profiles = try #require(body.first(XMLName(Published.wsmid, "SecurityProfiles")))
        #expect(profiles.children.map(\.localName) == ["SecurityProfileName"])
    }

    @Test func `an anonymous caller learns neither vendor nor version`() throws {
        let reply = try service.send(text: Self.request, by: nil)
        #expect(reply.status == 200)
        #expect(
            reply.body?.children.map(\.localName) == [
                "ProtocolVersion", "AddressingVersionURI", "AddressingVersionURI",
            ])
        #expect(!reply.text.contains("1.2.3"))
    }

    @Test func `the answer has no addressing headers`() throws {
        let reply = try service.send(text: Self.request)
        #expect(reply.headers.isEmpty)
        #expect(reply.text.contains("<a:Header />"))
    }

    @Test func `headers that Identify does not need do not harm it`() throws {
        var request = RequestText.get("CIM_Fan")
        request.body = "<i:Identify xmlns:i=\"\(Published.wsmid)\"/>"
        let reply = try service.send(request, by: nil)
        #expect(reply.body?.localName == "IdentifyResponse")
    }

    @Test func `an envelope without a Header is enough`() throws {
        let text = Self.request.replacing("<s:Header/>", with: "")
        #expect(try service.send(text: text).body?.localName == "IdentifyResponse")
    }

    @Test func `anything but Identify needs an account`() throws {
        try expectFault(
            service.send(.get("CIM_ComputerSystem"), by: nil), "Sender", "wsman:AccessDenied", naming: ["Identify"])
    }
}

// SPDX-License-Identifier: Apache-2.0

import ManagementService
import ManualLoop
import Testing
import WSMan
import XML

struct EnvelopeTests {
    let service = TestService()
    let get = RequestText.get("CIM_ComputerSystem")

    @Test func `SOAP 1_1 is answered with VersionMismatch and what is spoken`() throws {
        let text = get.text.replacing(Published.soap, with: "http://schemas.xmlsoap.org/soap/envelope/")
        let reply = try service.send(text: text)
        #expect(reply.status == 500)
        #expect(reply.action == "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault")
        #expect(reply.fault?.code == XMLName(Published.soap, "VersionMismatch"))
        let upgrade = reply.headers.first { $0.has(name: XMLName(Published.soap, "Upgrade")) }
        let supported = try #require(upgrade?.first(XMLName(Published.soap, "SupportedEnvelope")))
        #expect(
            supported.attribute("qname").flatMap(supported.qualifiedName) == XMLName(Published.soap, "Envelope"))
    }

    @Test(arguments: [
        "<x/>", "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"/>",
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body/><s:Body/></s:Envelope>",
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body/><s:Header/></s:Envelope>",
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header/><s:Header/><s:Body/></s:Envelope>",
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header/><s:Body><a/><b/></s:Body></s:Envelope>",
        "", "  ", "<", "\u{0}", "<a></b>", "<a:b/>", "hello",
    ])
    func `what is no envelope is refused`(text: String) throws {
        try expectFault(service.send(text: text), "Sender", "wsman:SchemaValidationError")
    }

    @Test func `two elements in the body are refused, in relation to the message`() throws {
        let reply = try service.send(get.with { $0.body = "<a/><b/>" })
        try expectFault(reply, "Sender", "wsman:SchemaValidationError", naming: ["Body"])
        #expect(reply.relatesTo == get.messageID)
    }

    @Test func `a broken character set is refused in UTF-8`() throws {
        let pending = TestService.Pending()
        service.loop.enter {
            service.service.refuseEncoding { status, bytes in pending.take(status, bytes) }
        }
        try expectFault(pending.reply(), "Sender", "wsman:EncodingLimit", "CharacterSet", naming: ["UTF-8"])
    }
}

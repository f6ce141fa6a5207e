// SPDX-License-Identifier: Apache-2.0

import ManagementService
import Testing
import WSMan
import XML

struct MustUnderstandTests {
    let service = TestService()
    let get = RequestText.get("CIM_ComputerSystem")

    func send(headers: String) throws -> Reply {
        try service.send(get.with { $0.headers = headers })
    }

    @Test func `unknown headers are ignored`() throws {
        let reply = try send(
            headers: """
                <p:SessionId xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd" s:mustUnderstand="false">x</p:SessionId>\
                <u:x xmlns:u="urn:u"/><u:y xmlns:u="urn:u" s:mustUnderstand="0"/><plain/><wsman:Unknown/>
                """)
        #expect(reply.status == 200)
    }

    @Test(arguments: ["1", "true", " true "])
    func `unknown headers that must be understood are refused and named`(value: String) throws {
        let reply = try send(
            headers: """
                <u:x xmlns:u="urn:u" s:mustUnderstand="\(value)"/><wsman:Unknown s:mustUnderstand="\(value)"/>\
                <plain s:mustUnderstand="\(value)"/>
                """)
        #expect(reply.status == 500)
        #expect(reply.action == "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault")
        let fault = try #require(reply.fault)
        #expect(fault.code == XMLName(Published.soap, "MustUnderstand"))
        #expect(fault.subcode == nil)
        #expect(fault.reason.contains("urn:u"))
        let blocks = reply.headers.filter { $0.has(name: XMLName(Published.soap, "NotUnderstood")) }
        let names = blocks.map { block in block.attribute("qname").flatMap(block.qualifiedName) }
        #expect(names == [XMLName("urn:u", "x"), XMLName(Published.wsman, "Unknown"), XMLName("", "plain")])
    }

    @Test func `mustUnderstand without SOAP's namespace is ignored`() throws {
        #expect(try send(headers: "<u:x xmlns:u=\"urn:u\" mustUnderstand=\"true\"/>").status == 200)
    }

    @Test func `every header that this service knows may be marked mustUnderstand`() throws {
        let marked = get.text.replacing(/<(wsa:To|wsa:Action|wsa:MessageID|wsman:ResourceURI)>/) {
            "<\($0.output.1) s:mustUnderstand=\"true\">"
        }
        let text = marked.replacing(
            "</s:Header>",
            with: """
                <wsman:OperationTimeout s:mustUnderstand="1">PT60S</wsman:OperationTimeout>\
                <wsman:MaxEnvelopeSize s:mustUnderstand="1">51200</wsman:MaxEnvelopeSize>\
                <wsman:Locale xml:lang="en-GB" s:mustUnderstand="1"/><wsman:OptionSet s:mustUnderstand="1"/>\
                <wsman:RequestTotalItemsCountEstimate s:mustUnderstand="1"/></s:Header>
                """)
        #expect(try service.send(text: text).status == 200)
    }

    @Test(arguments: [
        ("http://www.w3.org/2003/05/soap-envelope/role/next", true),
        ("http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver", true), ("", true),
        ("http://www.w3.org/2003/05/soap-envelope/role/none", false), ("urn:another", false),
    ])
    func `a header for another node is none of ours`(role: String, isOurs: Bool) throws {
        let reply = try send(headers: "<u:x xmlns:u=\"urn:u\" s:role=\"\(role)\" s:mustUnderstand=\"1\"/>")
        #expect(reply.isFault == isOurs)
    }
}

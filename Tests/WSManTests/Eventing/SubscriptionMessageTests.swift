// SPDX-License-Identifier: Apache-2.0

import Testing
import WSMan
import XML

@Suite("Renew, GetStatus, Unsubscribe and the answers (DSP0226 10.2.4, 10.3 to 10.5)")
struct SubscriptionMessageTests {
    static let wse = "http://schemas.xmlsoap.org/ws/2004/08/eventing"

    func read(_ word: String, _ content: String = "", identifier: String? = "uuid:s", as body: String? = nil) throws
        -> SubscriptionRequest
    {
        let header = identifier.map { "<wse:Identifier>\($0)</wse:Identifier>" } ?? ""
        let wsa = SubscribeMessage.wsa2004
        let message = try ParsedMessage(
            text: """
                <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="\(wsa)" xmlns:wse="\(Self.wse)">\
                <s:Header><wsa:To>x</wsa:To><wsa:Action>\(Self.wse)/\(word)</wsa:Action><wsa:MessageID>1</wsa:MessageID>\
                <wsa:ReplyTo><wsa:Address>\(wsa)/role/anonymous</wsa:Address></wsa:ReplyTo>\(header)</s:Header><s:Body>\
                <wse:\(body ?? word)>\(content)</wse:\(body ?? word)></s:Body></s:Envelope>
                """)
        var envelope = RequestEnvelope()
        try RequestEnvelope.read(message.document, limits: MessageLimits(), partial: &envelope)
        return try SubscriptionRequest(envelope, word)
    }

    @Test(arguments: ["Renew", "GetStatus", "Unsubscribe"])
    func `a message names its subscription in the header`(word: String) throws {
        #expect(try read(word).identifier == "uuid:s")
        #expect(throws: Fault.self) { try read(word, identifier: nil) }
        #expect(throws: Fault.self) { try read(word, as: "Other") }
    }

    @Test func `a Renew may say for how long`() throws {
        #expect(try read("Renew", "<wse:Expires>PT2H</wse:Expires>").expires == .duration(7_200_000_000_000))
        #expect(try read("Renew").expires == nil)
    }

    @Test func `the answer to Subscribe holds the manager's reference, the end, and what Pull needs`() throws {
        let manager = SubscriptionManager(address: "http://h/wsman", resourceURI: "urn:r", identifier: "uuid:s")
        let prefixes = """
            xmlns:b="\(SubscribeMessage.wsa2004)" xmlns:wsen="http://schemas.xmlsoap.org/ws/2004/09/enumeration" \
            xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
            """
        let message = try ParsedMessage { writer in
            writer.raw("<x \(prefixes)>")
            SubscriptionResponse.subscribed(manager, expires: .duration(3_600_000_000_000), context: "c", to: &writer)
            writer.raw("</x>")
        }
        let response = try #require(message.descendants("SubscribeResponse").first)
        #expect(response.namespace == Self.wse)
        #expect(response.children.map(\.localName) == ["SubscriptionManager", "Expires", "EnumerationContext"])
        #expect(message.descendants("Expires").map(\.text) == ["PT3600S"])
        let identifier = try #require(message.descendants("Identifier").first)
        #expect(identifier.namespace == Self.wse && identifier.text == "uuid:s")
        #expect(message.descendants("ResourceURI").map(\.text) == ["urn:r"])
    }

    @Test func `an end that does not come is left out (R10.2.4-2)`() throws {
        for write in [SubscriptionResponse.renewed, SubscriptionResponse.status] {
            #expect(try ParsedMessage { write(nil, &$0) }.document.root?.isEmpty == true)
            #expect(try ParsedMessage { write(.duration(1_000_000_000), &$0) }.document.root?.text == "")
        }
    }
}

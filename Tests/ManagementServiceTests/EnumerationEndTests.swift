// SPDX-License-Identifier: Apache-2.0

import Enumeration
import ManagementService
import ManualLoop
import Testing
import XML

@Suite("EnumerationEnd: who wants to be told of an end is told (R8.2.1-1, R8.10-x)")
struct EnumerationEndTests {
    let service = TestService(fans: 3) { $0.enumeration.lifetime = 60_000_000_000 }

    private func endTo(_ address: String, _ parameters: String = "") -> String {
        "<wsen:EndTo><wsa:Address>\(address)</wsa:Address>\(parameters)</wsen:EndTo>"
    }

    private func end() {
        service.loop.enter { service.service.endEnumerations() }
        service.loop.drain()
    }

    @Test("open enumerations are told of when the service stops, each at its address")
    func stopping() throws {
        let tag = "<wsa:ReferenceParameters><t:Tag xmlns:t=\"urn:t\" a=\"1\">x&amp;y</t:Tag></wsa:ReferenceParameters>"
        let first = try service.send(.enumerate("CIM_Fan", endTo("http://192.0.2.7:9/end", tag)))
        let second = try service.send(.enumerate("CIM_Fan", endTo("http://192.0.2.7/other")))
        _ = try service.send(.enumerate("CIM_Fan"))
        let done = try service.send(.enumerate("CIM_Fan", first: 9, endTo("http://192.0.2.7/done")))
        #expect(done.isEnd)
        end()
        let told = try service.sender.messages.map { (url: $0.url, reply: try Reply(status: 200, bytes: $0.envelope)) }
            .sorted { $0.url < $1.url }
        #expect(told.map(\.url) == ["http://192.0.2.7/other", "http://192.0.2.7:9/end"])
        let message = try #require(told.last?.reply)
        #expect(message.action == "\(Published.wsen)/EnumerationEnd")
        #expect(message.header(Published.wsa, "To") == "http://192.0.2.7:9/end")
        #expect(message.messageID?.hasPrefix("urn:uuid:") == true && message.relatesTo == nil)
        let parameter = try #require(message.headers.first { $0.localName == "Tag" })
        #expect(parameter.namespace == "urn:t" && parameter.text == "x&y")
        let body = try #require(message.body)
        #expect(body.children.map(\.localName) == ["EnumerationContext", "Code", "Reason"])
        #expect(message.context == first.context && told.first?.reply.context == second.context)
        #expect(body.first(XMLName(Published.wsen, "Code"))?.text == "\(Published.wsen)/SourceShuttingDown")
        let reason = body.first(XMLName(Published.wsen, "Reason"))
        #expect(reason?.attribute("lang", namespace: "http://www.w3.org/XML/1998/namespace") == "en-US")
        try expectFault(
            service.send(.pull("CIM_Fan", first.context)), "Receiver", "wsen:InvalidEnumerationContext",
            naming: ["Enumerate"])
        end()
        #expect(service.sender.messages.count == 2)
    }

    @Test("what is released, or ends when it was asked to, is not told of; what nobody pulls is")
    func expiry() throws {
        let released = try service.send(.enumerate("CIM_Fan", endTo("http://192.0.2.7/released")))
        #expect(try !service.send(.release("CIM_Fan", released.context)).isFault)
        _ = try service.send(
            .enumerate("CIM_Fan", endTo("http://192.0.2.7/asked") + "<wsen:Expires>PT5S</wsen:Expires>"))
        _ = try service.send(.enumerate("CIM_Fan", endTo("http://192.0.2.7/idle")))
        service.loop.advance(seconds: 130)
        #expect(service.sender.messages.map(\.url) == ["http://192.0.2.7/idle"])
        let message = try Reply(status: 200, bytes: try #require(service.sender.messages.first).envelope)
        #expect(message.body?.first(XMLName(Published.wsen, "Code"))?.text == "\(Published.wsen)/SourceCancelling")
    }

    @Test("in WS-Addressing 1.0 it is told in WS-Addressing 1.0")
    func addressing() throws {
        var request = RequestText.enumerate(
            "CIM_Fan", "<wsen:EndTo><wsa:Address>http://192.0.2.7/x</wsa:Address></wsen:EndTo>")
        request.addressing = Published.wsa10
        request.replyTo = nil
        #expect(try !service.send(request).isFault)
        end()
        let message = try Reply(status: 200, bytes: try #require(service.sender.messages.first).envelope)
        #expect(message.header(Published.wsa10, "To") == "http://192.0.2.7/x")
    }

    @Test(
        "an EndTo that this service does not send to is refused",
        arguments: [
            "<wsen:EndTo/>", "<wsen:EndTo><wsa:Address/></wsen:EndTo>",
            "<wsen:EndTo><wsa:Address>http://192.0.2.8/end</wsa:Address></wsen:EndTo>",
            "<wsen:EndTo><wsa:Address>\(Published.anonymous)</wsa:Address></wsen:EndTo>",
            "<wsen:EndTo><wsa:Address>mailto:x</wsa:Address></wsen:EndTo>",
        ])
    func refuses(_ endTo: String) throws {
        try expectFault(
            service.send(.enumerate("CIM_Fan", endTo)), "Sender", "wsman:UnsupportedFeature", "AddressingMode",
            naming: ["EndTo"])
        end()
        #expect(service.sender.messages.isEmpty)
    }
}

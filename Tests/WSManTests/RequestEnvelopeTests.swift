// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

struct RequestEnvelopeTests {
    static let wsa = "http://schemas.xmlsoap.org/ws/2004/08/addressing"

    /// Reads a message with these headers beside those that every message has.
    func read(_ headers: String, limits: MessageLimits = MessageLimits()) throws -> RequestEnvelope {
        let message = try ParsedMessage(
            text: """
                <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="\(Self.wsa)" \
                xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header><wsa:To>x</wsa:To>\
                <wsa:Action>urn:a</wsa:Action><wsa:MessageID>1</wsa:MessageID><wsa:ReplyTo>\
                <wsa:Address>\(Self.wsa)/role/anonymous</wsa:Address></wsa:ReplyTo>\(headers)</s:Header><s:Body/></s:Envelope>
                """)
        var envelope = RequestEnvelope()
        try RequestEnvelope.read(message.document, limits: limits, partial: &envelope)
        return envelope
    }

    func expectFault(
        _ code: FaultCode, _ detail: FaultDetail?, limits: MessageLimits = MessageLimits(), _ headers: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do {
            _ = try read(headers, limits: limits)
            Issue.record("no fault", sourceLocation: sourceLocation)
        } catch let fault as Fault {
            #expect(fault.code == code && fault.detail == detail, "\(fault)", sourceLocation: sourceLocation)
            #expect(fault.reason.utf8.count < 1500, sourceLocation: sourceLocation)
        } catch {
            Issue.record(error, sourceLocation: sourceLocation)
        }
    }

    static func set(_ selectors: String) -> String { "<wsman:SelectorSet>\(selectors)</wsman:SelectorSet>" }
    static func selector(_ name: String, _ value: String = "v") -> String {
        "<wsman:Selector Name=\"\(name)\">\(value)</wsman:Selector>"
    }
    static func reference(_ content: String, _ container: String = "ReferenceParameters") -> String {
        "<wsa:EndpointReference><wsa:Address>x</wsa:Address><wsa:\(container)>\(content)</wsa:\(container)></wsa:EndpointReference>"
    }

    @Test func `selectors keep their order, their names' letter case, and lose the white space around them`() throws {
        let envelope = try read(Self.set(Self.selector(" B ", "\n x y \n") + Self.selector("a", "") + "<other/>"))
        #expect(envelope.selectors == [Selector("B", "x y"), Selector("a", "")])
    }

    @Test func `a SelectorSet may be empty`() throws {
        #expect(try read(Self.set("")).selectors.isEmpty)
    }

    @Test(arguments: ["ReferenceParameters", "ReferenceProperties"])
    func `a selector may hold an address, and that one others`(container: String) throws {
        let inner = Self.reference("<wsman:ResourceURI>urn:inner</wsman:ResourceURI>", container)
        let outer = Self.reference(
            "<wsman:ResourceURI> urn:outer </wsman:ResourceURI>" + Self.set(Self.selector("k", inner)), container)
        let envelope = try read(Self.set(Self.selector("Peer", "\n\(outer)\n")))
        let reference = Reference(
            ResourceURI("urn:outer"), [Selector("k", .reference(Reference(ResourceURI("urn:inner"), [])))])
        #expect(envelope.selectors == [Selector("Peer", .reference(reference))])
    }

    @Test func `an address without a ResourceURI is refused`() {
        expectFault(.invalidSelectors, .typeMismatch, Self.set(Self.selector("Peer", Self.reference(""))))
    }

    @Test func `a selector without a name is refused`() {
        expectFault(.invalidSelectors, .unexpectedSelectors, Self.set("<wsman:Selector>x</wsman:Selector>"))
        expectFault(.invalidSelectors, .unexpectedSelectors, Self.set(Self.selector("  ")))
    }

    @Test func `a name twice at one level is refused, at two levels it is not`() throws {
        expectFault(.invalidSelectors, .duplicateSelectors, Self.set(Self.selector("a") + Self.selector("A")))
        let nested = Self.reference("<wsman:ResourceURI>urn:x</wsman:ResourceURI>" + Self.set(Self.selector("a")))
        #expect(try read(Self.set(Self.selector("a", nested))).selectors.count == 1)
        let twice = Self.reference(
            "<wsman:ResourceURI>urn:x</wsman:ResourceURI>" + Self.set(Self.selector("a") + Self.selector("a")))
        expectFault(.invalidSelectors, .duplicateSelectors, Self.set(Self.selector("b", twice)))
    }

    @Test func `selectors are limited in number, nested ones counted, and in length`() throws {
        var limits = MessageLimits()
        limits.selectors = 3
        limits.selectorLength = 10
        limits.uriLength = 100
        let three = (0..<3).map { Self.selector("s\($0)") }.joined()
        #expect(try read(Self.set(three), limits: limits).selectors.count == 3)
        expectFault(.encodingLimit, .selectorLimit, limits: limits, Self.set(three + Self.selector("x")))
        let nested = Self.reference("<wsman:ResourceURI>urn:x</wsman:ResourceURI>" + Self.set(three))
        expectFault(.encodingLimit, .selectorLimit, limits: limits, Self.set(Self.selector("b", nested)))
        #expect(try read(Self.set(Self.selector("a", "0123456789")), limits: limits).selectors.count == 1)
        #expect(try read(Self.set(Self.selector("a", "ääääääääää")), limits: limits).selectors.count == 1)
        expectFault(.encodingLimit, .selectorLimit, limits: limits, Self.set(Self.selector("a", "0123456789ä")))
        let long = String(repeating: "n", count: 101)
        expectFault(.encodingLimit, .selectorLimit, limits: limits, Self.set(Self.selector(long)))
    }

    @Test func `a name of any length is not repeated in a fault`() {
        let long = String(repeating: "n", count: 2000)
        expectFault(.invalidSelectors, .duplicateSelectors, Self.set(Self.selector(long) + Self.selector(long)))
        expectFault(
            .encodingLimit, .selectorLimit, Self.set(Self.selector(long, String(repeating: "v", count: 5000))))
    }

    @Test func `options keep their order, and may repeat`() throws {
        let envelope = try read(
            """
            <wsman:OptionSet><wsman:Option Name="a" MustComply="1">x</wsman:Option>\
            <wsman:Option Name="a" MustComply="false"/></wsman:OptionSet>
            """)
        #expect(envelope.options.map(\.name) == ["a", "a"])
        #expect(envelope.options.map(\.value) == ["x", ""])
        #expect(envelope.options.map(\.mustComply) == [true, false])
    }

    @Test func `a refused message is known as far as it was read`() throws {
        let message = try ParsedMessage(
            text: """
                <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="\(Self.wsa)"><s:Header>\
                <x s:mustUnderstand="1"/><wsa:MessageID>7</wsa:MessageID></s:Header><s:Body/></s:Envelope>
                """)
        var envelope = RequestEnvelope()
        #expect(throws: Fault.self) {
            try RequestEnvelope.read(message.document, limits: MessageLimits(), partial: &envelope)
        }
        #expect(envelope.messageID == "7")
    }
}

// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

@testable import WSManClient

@Suite("How long enumerations live, how many items they have, and which classes they show")
struct EnumerationLifetimeTests {
    let fans = Reference(ResourceURI(ofClass: "CIM_Fan"), [])

    private func opened(_ rest: String = "", header: String = "") -> String {
        Answers.envelope(
            "<wsen:EnumerateResponse>\(rest)<wsen:EnumerationContext>c1</wsen:EnumerationContext><wsman:Items />"
                + "</wsen:EnumerateResponse>", header: header)
    }

    private func context() async throws -> EnumerationContext {
        try #require(try await WSManClient(ScriptedTransport(opened())).enumerate(fans).context)
    }

    @Test("Enumerate says all that was asked, in the order of the schema")
    func asks() async throws {
        let transport = ScriptedTransport(opened("<wsen:Expires>PT10M</wsen:Expires>"))
        var query = EnumerationQuery(
            mode: .reference, filter: .xpath("CIM_Fan[1]"), polymorphism: PolymorphismMode.none)
        query.expires = .duration(600_000_000_000)
        let batch = try await WSManClient(transport).enumerate(fans, query)
        #expect(batch.expires == .duration(600_000_000_000))
        let body = try #require(try understood(transport.requests[0]).body)
        let read = try EnumerateRequest(body)
        #expect(read.expires == query.expires && read.polymorphism == .none && read.mode == .reference)
        #expect(read.filter != nil && read.optimized == 100)
        #expect(
            body.children.map(\.localName) == [
                "Expires", "Filter", "EnumerationMode", "OptimizeEnumeration", "MaxElements", "PolymorphismMode",
            ])
    }

    @Test("what is not asked is not said")
    func asksNothing() async throws {
        let transport = ScriptedTransport(opened())
        let batch = try await WSManClient(transport).enumerate(fans)
        #expect(batch.expires == nil && batch.totalItemsCountEstimate == nil)
        let request = try understood(transport.requests[0])
        #expect(request.body?.children.map(\.localName) == ["OptimizeEnumeration", "MaxElements"])
        #expect(!request.wantsTotalItemsCountEstimate)
    }

    @Test(
        "the estimate is a number, or nobody knows",
        arguments: [
            ("<wsman:TotalItemsCountEstimate>208</wsman:TotalItemsCountEstimate>", 208),
            ("<wsman:TotalItemsCountEstimate> 0 </wsman:TotalItemsCountEstimate>", 0),
            ("<wsman:TotalItemsCountEstimate xsi:nil=\"true\" />", nil),
            ("<wsman:TotalItemsCountEstimate>-1</wsman:TotalItemsCountEstimate>", nil),
            ("<wsman:TotalItemsCountEstimate>many</wsman:TotalItemsCountEstimate>", nil),
            ("<TotalItemsCountEstimate>5</TotalItemsCountEstimate>", nil),
            ("<wsman:x><wsman:TotalItemsCountEstimate>5</wsman:TotalItemsCountEstimate></wsman:x>", nil), ("", nil),
        ])
    func estimates(_ header: String, _ expected: Int?) async throws {
        let transport = ScriptedTransport(opened(header: header))
        var query = EnumerationQuery()
        query.wantsTotalItemsCountEstimate = true
        #expect(try await WSManClient(transport).enumerate(fans, query).totalItemsCountEstimate == expected)
        #expect(try understood(transport.requests[0]).wantsTotalItemsCountEstimate)
    }

    @Test("Renew says until when, and may bring another context")
    func renews() async throws {
        let transport = ScriptedTransport(
            Answers.envelope("<wsen:RenewResponse><wsen:Expires>PT5M</wsen:Expires></wsen:RenewResponse>"),
            Answers.envelope(
                "<wsen:RenewResponse><wsen:EnumerationContext>c2</wsen:EnumerationContext></wsen:RenewResponse>"))
        let client = WSManClient(transport)
        let context = try await context()
        let first = try await client.renew(context, of: fans, until: .duration(600_000_000_000))
        #expect(first == EnumerationRenewal(expires: .duration(300_000_000_000), context: context))
        let second = try await client.renew(context, of: fans)
        #expect(second.expires == nil && second.context != context)
        let sent = try transport.requests.map { try ContextRequest(try understood($0).body, "Renew") }
        #expect(sent.map(\.context) == ["c1", "c1"])
        #expect(sent.map(\.expires) == [.duration(600_000_000_000), nil])
        #expect(try understood(transport.requests[0]).action == Action.renewEnumeration)
    }

    @Test("GetStatus tells a duration, a moment, or nothing")
    func status() async throws {
        let moment = "2030-01-31T12:00:00Z"
        let transport = ScriptedTransport(
            Answers.envelope("<wsen:GetStatusResponse><wsen:Expires>\(moment)</wsen:Expires></wsen:GetStatusResponse>"),
            Answers.envelope("<wsen:GetStatusResponse />"))
        let client = WSManClient(transport)
        let context = try await context()
        #expect(try await client.status(of: context, of: fans) == Timestamp(moment).map { .moment($0) })
        #expect(try await client.status(of: context, of: fans) == nil)
        #expect(try ContextRequest(try understood(transport.requests[0]).body, "GetStatus").context == "c1")
        #expect(try understood(transport.requests[0]).action == Action.enumerationStatus)
    }

    @Test(
        "an answer that grants no time, or is another's, makes no sense",
        arguments: [
            "", "<wsen:PullResponse />", "<RenewResponse />", "<wsen:Renew />",
            "<wsen:RenewResponse><wsen:Expires>soon</wsen:Expires></wsen:RenewResponse>",
            "<wsen:RenewResponse><wsen:Expires>-PT5M</wsen:Expires></wsen:RenewResponse>",
        ])
    func hostileRenewals(_ body: String) async throws {
        let context = try await context()
        await #expect(throws: WSManClientError.self) {
            try await WSManClient(ScriptedTransport(Answers.envelope(body))).renew(context, of: fans)
        }
        await #expect(throws: WSManClientError.self) {
            let other = body.replacing("RenewResponse", with: "GetStatusResponse")
            _ = try await WSManClient(ScriptedTransport(Answers.envelope(other))).status(of: context, of: fans)
        }
    }

    @Test(
        "a batch without items, context or end does not pass for the end",
        arguments: [
            "", "<wsen:EnumerationContext />", "<Items /><EndOfSequence />",
            "<wsman:Item>\(Answers.fan("f", speed: 1))</wsman:Item>",
        ])
    func hostileBatches(_ content: String) async {
        let answer = Answers.envelope("<wsen:EnumerateResponse>\(content)</wsen:EnumerateResponse>")
        await #expect(
            throws: WSManClientError.unexpectedAnswer(
                "EnumerateResponse holds neither Items nor a context, and is not the end either")
        ) { try await WSManClient(ScriptedTransport(answer)).enumerate(fans) }
    }

    @Test("an Item of nothing makes no sense", arguments: ["", "text"])
    func hostileItems(_ content: String) async {
        let answer = Answers.envelope(
            "<wsen:EnumerateResponse><wsman:Items><wsman:Item>\(content)</wsman:Item></wsman:Items></wsen:EnumerateResponse>"
        )
        await #expect(
            throws: WSManClientError.unexpectedAnswer("an Item holds neither an instance nor an address")
        ) { try await WSManClient(ScriptedTransport(answer)).enumerate(fans) }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Enumeration
import ManagementService
import ManualLoop
import Testing
import XML

@Suite("Expires, Renew and GetStatus of enumerations (R8.2.1-2, R8.8-x, R8.9-x)")
struct ExpirationTests {
    let service = TestService(fans: 5) {
        $0.enumeration.lifetime = 60_000_000_000
        $0.enumeration.longestExpiration = 3_600_000_000_000
    }

    private func open(_ expires: String) throws -> Reply {
        try service.send(.enumerate("CIM_Fan", "<wsen:Expires>\(expires)</wsen:Expires>"))
    }

    private func send(_ word: String, _ context: String?, _ more: String = "", resource: String = "CIM_Fan") throws
        -> Reply
    {
        try service.send(
            RequestText(
                "\(Published.wsen)/\(word)", resource,
                body:
                    "<wsen:\(word)><wsen:EnumerationContext>\(context ?? "")</wsen:EnumerationContext>\(more)</wsen:\(word)>"
            ))
    }

    private func expires(_ reply: Reply) -> String? { reply.body?.first(XMLName(Published.wsen, "Expires"))?.text }

    @Test("an end that is asked for is granted in the words that it was asked in, within the service's longest")
    func grants() throws {
        #expect(expires(try open("PT10M")) == "PT600S")
        #expect(expires(try open("P1D")) == "PT3600S")
        // The test's day began a second after ten fifteen.
        #expect(expires(try open("2026-03-02T10:45:00Z")) == "2026-03-02T10:45:00Z")
        #expect(expires(try open("2030-01-01T00:00:00Z")) == "2026-03-02T11:15:01Z")
        #expect(expires(try service.send(.enumerate("CIM_Fan"))) == nil)
    }

    @Test("the schema's order is kept: the end stands before the context")
    func order() throws {
        #expect(try open("PT10M").body?.children.map(\.localName) == ["Expires", "EnumerationContext"])
        let reply = try service.send(.enumerate("CIM_Fan", first: 1, "<wsen:Expires>PT10M</wsen:Expires>"))
        #expect(reply.body?.children.map(\.localName) == ["Expires", "EnumerationContext", "Items"])
    }

    @Test("the enumeration ends then, pulled or not")
    func ends() throws {
        let context = try open("PT90S").context
        service.loop.advance(seconds: 80)
        #expect(try service.send(.pull("CIM_Fan", context, 1)).items.count == 1)
        service.loop.advance(seconds: 11)
        try expectFault(
            service.send(.pull("CIM_Fan", context, 1)), "Receiver", "wsen:InvalidEnumerationContext",
            naming: ["Enumerate"])
    }

    @Test(
        "what is no end is refused",
        arguments: [
            "PT0S", "2026-03-02T10:15:00Z", "2001-01-01T00:00:00Z", "soon", "", "-PT5M", "2026-13-01T00:00:00Z",
        ])
    func refuses(_ text: String) throws {
        try expectFault(open(text), "Sender", "wsen:InvalidExpirationTime", naming: ["Expires"])
    }

    @Test("GetStatus tells what is left, and nothing where no end was asked for")
    func status() throws {
        let context = try open("PT100S").context
        service.loop.advance(seconds: 40)
        let status = try send("GetStatus", context)
        #expect(status.action == "\(Published.wsen)/GetStatusResponse")
        #expect(expires(status) == "PT60S")
        let moment = try open("2026-03-02T10:45:00Z").context
        #expect(expires(try send("GetStatus", moment)) == "2026-03-02T10:45:00Z")
        let endless = try send("GetStatus", try service.send(.enumerate("CIM_Fan")).context)
        #expect(endless.body?.has(name: XMLName(Published.wsen, "GetStatusResponse")) == true)
        #expect(endless.body?.isEmpty == true)
    }

    @Test("Renew moves the end, and the context stays what it is")
    func renews() throws {
        let context = try open("PT50S").context
        service.loop.advance(seconds: 40)
        let renewed = try send("Renew", context, "<wsen:Expires>PT2M</wsen:Expires>")
        #expect(renewed.action == "\(Published.wsen)/RenewResponse")
        #expect(renewed.body?.children.map(\.localName) == ["Expires", "EnumerationContext"])
        #expect(expires(renewed) == "PT120S" && renewed.context == context)
        service.loop.advance(seconds: 119)
        #expect(expires(try send("GetStatus", context)) == "PT1S")
        #expect(try service.send(.pull("CIM_Fan", context, 2)).items.count == 2)
        let endless = try send("Renew", context)
        #expect(expires(endless) == nil && endless.context == context)
        service.loop.advance(seconds: 59)
        #expect(try service.send(.pull("CIM_Fan", context, 3)).ids == ["hwmon/fan2", "hwmon/fan3", "hwmon/fan4"])
    }

    @Test("what is over, another's or at another address is neither renewed nor told of")
    func refusesContexts() throws {
        for word in ["Renew", "GetStatus"] {
            let context = try open("PT50S").context
            try expectFault(
                send(word, "nothing"), "Receiver", "wsen:InvalidEnumerationContext", naming: ["Enumerate"])
            try expectFault(send(word, ""), "Receiver", "wsen:InvalidEnumerationContext", naming: ["Context"])
            try expectFault(
                send(word, context, resource: "CIM_NumericSensor"), "Sender", "wsa:MessageInformationHeaderRequired",
                naming: ["ResourceURI"])
            let body =
                "<wsen:\(word)><wsen:EnumerationContext>\(context ?? "")</wsen:EnumerationContext></wsen:\(word)>"
            try expectFault(
                service.send(RequestText("\(Published.wsen)/\(word)", "CIM_Fan", body: body), by: TestService.admin),
                "Sender", "wsman:AccessDenied", naming: ["another account"])
            service.loop.advance(seconds: 51)
            try expectFault(send(word, context), "Receiver", "wsen:InvalidEnumerationContext", naming: ["Enumerate"])
            try expectFault(
                service.send(RequestText("\(Published.wsen)/\(word)", "CIM_Fan", body: "<x/>")), "Sender",
                "wsman:SchemaValidationError", naming: ["wsen:\(word)"])
        }
        let context = try open("PT50S").context
        try expectFault(
            send("Renew", context, "<wsen:Expires>never</wsen:Expires>"), "Sender", "wsen:InvalidExpirationTime",
            naming: ["never"])
    }
}

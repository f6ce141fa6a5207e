// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

@testable import WSManClient

@Suite("Create, Delete, fragments, filters and options, as they go out and come in")
struct OperationTests {
    let fan = Reference(ResourceURI(ofClass: "CIM_Fan"), [Selector("DeviceID", "a&b/fan1")])
    private static let address =
        "<b:Address>http://bmc:5985/wsman</b:Address><b:ReferenceParameters><wsman:ResourceURI>urn:x</wsman:ResourceURI>"
        + "<wsman:SelectorSet><wsman:Selector Name=\"Name\">one &amp; two</wsman:Selector></wsman:SelectorSet></b:ReferenceParameters>"
    private static let created =
        "<wxf:ResourceCreated xmlns:wxf=\"http://schemas.xmlsoap.org/ws/2004/09/transfer\">\(address)</wxf:ResourceCreated>"

    @Test("Create sends the instance and reads the address")
    func creates() async throws {
        let transport = ScriptedTransport(Answers.envelope(Self.created))
        let instance = Instance(
            className: "CIM_Fan", namespace: fan.resourceURI.text,
            properties: [.init("Name", [.text("a<b")]), .init("Tags", [.text("x"), .text("y")])])
        let address = try await WSManClient(transport).create(.instance(instance), at: Reference(fan.resourceURI, []))
        #expect(address.reference == Reference(ResourceURI("urn:x"), [Selector("Name", "one & two")]))
        let request = try understood(transport.requests[0])
        #expect(request.action == Action.create && request.selectors.isEmpty)
        #expect(request.body?.children.map(\.text) == ["a<b", "x", "y"])
    }

    @Test(
        "an answer that is no address is told as what it is",
        arguments: [
            "", "<x/>", "<wsman:XmlFragment/>",
            "<wxf:ResourceCreated xmlns:wxf=\"urn:x\">\(address)</wxf:ResourceCreated>",
            "<wxf:ResourceCreated xmlns:wxf=\"http://schemas.xmlsoap.org/ws/2004/09/transfer\" />",
            "<x>\(created)</x>",
        ])
    func wrongAnswers(_ body: String) async throws {
        let instance = Instance(className: "CIM_Fan", namespace: fan.resourceURI.text, properties: [])
        await #expect(throws: WSManClientError.self) {
            _ = try await WSManClient(ScriptedTransport(Answers.envelope(body))).create(.instance(instance), at: fan)
        }
        await #expect(throws: WSManClientError.self) {
            _ = try await WSManClient(ScriptedTransport(Answers.envelope(body)))
                .create(.text("x"), at: "CIM_Fan/Name/text()", of: fan)
        }
        if !body.contains("XmlFragment") {
            await #expect(throws: WSManClientError.self) {
                _ = try await WSManClient(ScriptedTransport(Answers.envelope(body))).get("CIM_Fan/Name", of: fan)
            }
        }
    }

    @Test("Delete has an empty body, of an instance and of a part")
    func deletes() async throws {
        let transport = ScriptedTransport(Answers.envelope(""), Answers.envelope(""))
        let client = WSManClient(transport)
        try await client.delete(fan)
        try await client.delete("CIM_Fan/Tags[2]", of: fan)
        let whole = try understood(transport.requests[0])
        #expect(whole.action == Action.delete && whole.body == nil && whole.selectors == fan.selectors)
        #expect(whole.fragment == nil)
        #expect(try understood(transport.requests[1]).fragment?.expression.text == "CIM_Fan/Tags[2]")
    }

    @Test("fragments go out in XmlFragment with the header marked, and come in as text or properties")
    func fragments() async throws {
        let transport = ScriptedTransport(
            Answers.envelope("<wsman:XmlFragment>5 &lt; 6</wsman:XmlFragment>"),
            Answers.envelope(
                "<wsman:XmlFragment><p:Tags xmlns:p=\"urn:p\">a</p:Tags><p:Tags xmlns:p=\"urn:p\">b</p:Tags></wsman:XmlFragment>"
            ),
            Answers.envelope("<wsman:XmlFragment xsi:nil=\"true\" />"), Answers.envelope(""))
        let client = WSManClient(transport)
        let text = try await client.get("p:CIM_Fan/p:Name/text()", of: fan)
        #expect(text.text == "5 < 6" && text.properties.isEmpty && text.xml == "5 &lt; 6")
        let elements = try await client.get("CIM_Fan/Tags", of: fan)
        #expect(elements.text == nil && elements.properties == [.init("Tags", [.text("a"), .text("b")])])
        let none = try await client.get("CIM_Fan/Nothing", of: fan)
        #expect(none.text == nil && none.properties.isEmpty)
        let put = try await client.put(.properties([.init("Name", [.text("x")])]), at: "CIM_Fan/Name", of: fan)
        #expect(put == nil)
        #expect(transport.requests[0].contains("<wsman:FragmentTransfer a:mustUnderstand=\"true\""))
        #expect(!transport.requests[0].contains("Dialect="))
        let get = try understood(transport.requests[0])
        #expect(get.fragment?.expression.text == "p:CIM_Fan/p:Name/text()")
        let sent = try #require(try understood(transport.requests[3]).body)
        #expect(sent.has(name: Names.xmlFragment))
        #expect(sent.children.map(\.name) == [XMLName(fan.resourceURI.text, "Name")])
    }

    @Test("a fragment may be XML, or in another dialect")
    func otherFragments() async throws {
        let transport = ScriptedTransport(Answers.envelope(""), Answers.envelope(""))
        let client = WSManClient(transport)
        let markup = try Markup("<p:Name>a &amp; b</p:Name><p:Name/>", namespace: fan.resourceURI.text)
        _ = try await client.put(.markup(markup), at: "CIM_Fan/Name", of: fan)
        let sent = try #require(try understood(transport.requests[0]).body)
        #expect(sent.children.map(\.name.namespace) == [fan.resourceURI.text, fan.resourceURI.text])
        #expect(sent.children.map(\.text) == ["a & b", ""])
        try await client.delete(FragmentExpression("x", dialect: "urn:\"d\""), of: fan)
        let fault = #expect(throws: Fault.self) { try understood(transport.requests[1]) }
        #expect(fault?.code == .fragmentDialectNotSupported)
    }

    @Test("filters are what the service's own reader understands")
    func filters() async throws {
        let end = Answers.envelope(
            "<wsen:EnumerateResponse><wsen:EnumerationContext /><wsman:Items /><wsman:EndOfSequence /></wsen:EnumerateResponse>"
        )
        func sent(_ filter: EnumerationFilter) async throws -> FilterRequest? {
            let transport = ScriptedTransport(end)
            _ = try await WSManClient(transport).enumerate(
                Reference(fan.resourceURI, []), EnumerationQuery(filter: filter))
            return try EnumerateRequest(try understood(transport.requests[0]).body).filter
        }
        let xpath = try #require(try await sent(.xpath("p:CIM_Fan[HealthState < 5]")))
        guard case .xpath(let expression) = xpath.condition else {
            Issue.record("\(xpath)")
            return
        }
        #expect(expression.text == "p:CIM_Fan[HealthState < 5]" && xpath.mayProject)
        #expect(
            try await sent(.selectors([Selector("Name", "a<b")]))?.condition == .selectors([Selector("Name", "a<b")]))
        #expect(
            try await sent(.query("select * from x where a < 5", .wql))?.condition
                == .query("select * from x where a < 5", .wql))
        #expect(try await sent(.query("q", .cql))?.condition == .query("q", .cql))
        var query = AssociationQuery(fan)
        query.associationClass = "CIM_SystemDevice"
        query.role = "PartComponent"
        query.resultClass = "CIM_ComputerSystem"
        query.resultRole = "GroupComponent"
        guard case .association(let read)? = try await sent(.association(query))?.condition else {
            Issue.record("no association filter")
            return
        }
        #expect(read.result == .associatedInstances && read.object.selectors.first == fan.selectors.first)
        #expect(read.associationClass == "CIM_SystemDevice" && read.role == "PartComponent")
        #expect(read.resultClass == "CIM_ComputerSystem" && read.resultRole == "GroupComponent")
        query.resultProperties = ["Name", "Tags"]
        guard case .association(let narrowed)? = try await sent(.association(query))?.condition else {
            Issue.record("no association filter")
            return
        }
        #expect(read.resultProperties == nil && narrowed.resultProperties == ["Name", "Tags"])
        query.wantsTies = true
        guard case .association(let ties)? = try await sent(.association(query))?.condition else {
            Issue.record("no association filter")
            return
        }
        #expect(ties.result == .associationInstances && ties.associationClass == "CIM_SystemDevice")
        await #expect(throws: Fault.self) { _ = try await sent(.other("x", dialect: "urn:x")) }
    }

    @Test("items that a filter made are read as their properties, or as their text")
    func projections() async throws {
        let items =
            "<wsman:XmlFragment xmlns:p=\"\(fan.resourceURI)\"><p:Name>n</p:Name></wsman:XmlFragment><wsman:XmlFragment>text</wsman:XmlFragment>"
            + "<wsman:Item><wsman:XmlFragment>both</wsman:XmlFragment><b:EndpointReference>\(Self.address)</b:EndpointReference></wsman:Item>"
        let transport = ScriptedTransport(
            Answers.dracItems(items, context: nil, inManagementNamespace: true, response: "EnumerateResponse"))
        let batch = try await WSManClient(transport).enumerate(fan)
        #expect(batch.items.map { $0.instance?.className } == ["CIM_Fan", "XmlFragment", "XmlFragment"])
        #expect(batch.items.map { $0.instance?.properties.map(\.name) } == [["Name"], ["text()"], ["text()"]])
        #expect(batch.items.allSatisfy { $0.instance?.isFragment == true })
        #expect(batch.items[1].instance?["text()"] == "text")
        #expect(batch.items[2].reference?.reference.selectors == [Selector("Name", "one & two")])
    }

    @Test("instances of which few properties were asked for are told from whole ones")
    func parts() async throws {
        func isFragment(_ query: AssociationQuery) async throws -> Bool? {
            let transport = ScriptedTransport(
                Answers.dracItems(
                    Answers.fan("f", speed: 1), context: nil, inManagementNamespace: true,
                    response: "EnumerateResponse"))
            return try await WSManClient(transport).enumerate(
                fan, EnumerationQuery(filter: .association(query))
            ).items.first?.instance?.isFragment
        }
        var query = AssociationQuery(fan)
        #expect(try await isFragment(query) == false)
        query.resultProperties = ["DeviceID"]
        #expect(try await isFragment(query) == true)
    }

    @Test("options go out as hints, unless one must be complied with")
    func options() async throws {
        func sent(_ options: [RequestOption]) async throws -> (RequestEnvelope, String) {
            let transport = ScriptedTransport(Answers.envelope(Answers.fan("f", speed: 1)))
            var settings = ClientOptions()
            settings.request.options = options
            _ = try await WSManClient(transport, options: settings).get(fan)
            return (try understood(transport.requests[0]), transport.requests[0])
        }
        let (hints, text) = try await sent([RequestOption("a", "1"), RequestOption("a", "<2>")])
        #expect(hints.options.map(\.name) == ["a", "a"] && hints.options.map(\.value) == ["1", "<2>"])
        #expect(!hints.options.contains(where: \.mustComply) && !text.contains("mustUnderstand"))
        let (compulsory, marked) = try await sent([RequestOption("a", "1"), RequestOption("b", "", mustComply: true)])
        #expect(compulsory.options.map(\.mustComply) == [false, true])
        #expect(marked.contains("<wsman:OptionSet a:mustUnderstand=\"true\">"))
        #expect(try await sent([]).0.options.isEmpty)
    }
}

// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import XML

@Suite("Fragments: Get, Put, Create and Delete of a part of a representation (R7.7-1 to R7.11-2)")
struct FragmentTests {
    let service = TestService(fans: 2)

    private var fan: TestFan { service.machine.fans.fans[1] }

    private func send(
        _ action: String, _ expression: String, _ body: String = "", attributes: String = "",
        resource: String = "CIM_Fan", by principal: Principal = TestService.operatorAccount
    ) throws -> Reply {
        var request = RequestText(action, resource, [("DeviceID", "hwmon/fan1")], body: body)
        request.headers =
            "<wsman:FragmentTransfer s:mustUnderstand=\"true\" xmlns:p=\"\(Published.classes)CIM_Fan\"\(attributes)>"
            + "\(expression)</wsman:FragmentTransfer>"
        return try service.send(request, by: principal)
    }

    private func get(_ expression: String) throws -> Reply { try send(RequestText.get, expression) }

    private func wrapped(_ content: String) -> String { "<wsman:XmlFragment>\(content)</wsman:XmlFragment>" }

    private func element(_ name: String, _ content: String) -> String {
        "<q:\(name) xmlns:q=\"\(Published.classes)CIM_Fan\">\(content)</q:\(name)>"
    }

    // MARK: Get

    @Test(
        "Get returns what the expression selects, and repeats the header",
        arguments: [
            ("CIM_Fan/Name/text()", "Fan 1"), ("/CIM_Fan/Name/text()", "Fan 1"), ("p:CIM_Fan/p:Name/text()", "Fan 1"),
            ("CIM_Fan/Tags[2]/text()", "b &lt; c"), ("string(CIM_Fan/Name)", "Fan 1"),
            ("count(CIM_Fan/Tags)", "3"), ("CIM_Fan/LowerLimit = -5", "true"),
            ("CIM_Fan/Label/@xsi:nil", "true"), ("CIM_Fan/TimeOn/Interval/text()", "PT90S"),
            ("CIM_Fan/*[local-name()='Name']/text()", "Fan 1"),
        ])
    func getsText(_ expression: String, _ expected: String) throws {
        service.machine.fans.fans[1].tags = ["a", "b < c", "d"]
        let reply = try get(expression)
        let fragment = try #require(reply.body, "\(reply.text)")
        #expect(fragment.has(name: XMLName(Published.wsman, "XmlFragment")))
        #expect(reply.text.contains("XmlFragment>\(expected)</wsman:XmlFragment>"), "\(reply.text)")
        #expect(reply.action == RequestText.get + "Response")
        let header = try #require(reply.headers.first { $0.localName == "FragmentTransfer" })
        #expect(header.namespace == Published.wsman)
        #expect(header.text == expression)
        #expect(header.attribute("mustUnderstand", namespace: Published.soap) == "true")
    }

    @Test("an element comes with its tags, several side by side")
    func getsElements() throws {
        service.machine.fans.fans[1].tags = ["a", "b"]
        let one = try #require(try get("CIM_Fan/Name").body)
        let name = try #require(one.children.first { _ in true })
        #expect(name.has(name: XMLName(Published.classes + "CIM_Fan", "Name")) && name.text == "Fan 1")
        let two = try #require(try get("CIM_Fan/Tags").body)
        #expect(two.children.map(\.text) == ["a", "b"])
        let moment = try #require(try get("CIM_Fan/InstallDate").body?.children.first { _ in true })
        #expect(moment.first(XMLName(Published.cim, "Datetime"))?.text == "2026-03-02T10:15:00Z")
        let whole = try get("CIM_Fan")
        let instance = try #require(whole.body?.children.first { _ in true })
        #expect(
            Reply.properties(instance) == (try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan1")))).properties)
    }

    @Test("what selects nothing is a fragment that is nil")
    func getsNothing() throws {
        for expression in ["CIM_Fan/Colour", "CIM_Sensor/Name", "CIM_Fan/Label/text()", "CIM_Fan/Name[2]"] {
            let fragment = try #require(try get(expression).body)
            #expect(fragment.isEmpty && fragment.attribute("nil", namespace: Published.xsi) == "true", "\(expression)")
        }
    }

    @Test("the catalog has fragments too")
    func getsOfCatalog() throws {
        var request = RequestText.get(Published.catalog, ("ResourceURI", Published.classes + "CIM_Fan"))
        request.headers = "<wsman:FragmentTransfer>Resource/DisplayName/text()</wsman:FragmentTransfer>"
        #expect(try service.send(request).text.contains(">Fans</wsman:XmlFragment>"))
    }

    // MARK: Put

    @Test("Put replaces a text, an element, a nil, and answers with what it is now")
    func puts() throws {
        var reply = try send(RequestText.put, "CIM_Fan/UpperLimit/text()", wrapped("7"))
        #expect(reply.text.contains("<wsman:XmlFragment>7</wsman:XmlFragment>"), "\(reply.text)")
        #expect(fan.upperLimit == .unsigned(7))
        reply = try send(RequestText.put, "p:CIM_Fan/p:LowerLimit", wrapped(element("LowerLimit", "-9")))
        #expect(!reply.isFault && fan.lowerLimit == .signed(-9), "\(reply.text)")
        reply = try send(RequestText.put, "CIM_Fan/Label/text()", wrapped("front"))
        #expect(!reply.isFault && fan.label == .string("front"), "\(reply.text)")
        reply = try send(
            RequestText.put, "CIM_Fan/Label",
            wrapped("<q:Label xmlns:q=\"\(Published.classes)CIM_Fan\" xsi:nil=\"true\"/>"))
        #expect(!reply.isFault && fan.label == .absent(.absent), "\(reply.text)")
        #expect(
            service.machine.fans.writes.map { $0.map(\.name) } == [
                ["UpperLimit"], ["LowerLimit"], ["Label"], ["Label"],
            ])
        #expect(service.machine.fans.fans[0].upperLimit == .unsigned(200))
    }

    @Test("what is there already is not written again")
    func putsTheSame() throws {
        #expect(try !send(RequestText.put, "CIM_Fan/UpperLimit/text()", wrapped("200")).isFault)
        #expect(service.machine.fans.writes.isEmpty)
    }

    @Test("the whole may be sent as the fragment that is selected by its root")
    func putsWhole() throws {
        let body = wrapped(element("CIM_Fan", element("UpperLimit", "3") + element("Name", "ignored")))
        #expect(try !send(RequestText.put, "CIM_Fan", body).isFault)
        #expect(fan.upperLimit == .unsigned(3) && fan.name == "Fan 1")
    }

    @Test("elements of an array are replaced one by one, or all together")
    func putsArrays() throws {
        service.machine.fans.fans[1].tags = ["a", "b", "c"]
        #expect(try !send(RequestText.put, "CIM_Fan/Tags[2]", wrapped(element("Tags", "B"))).isFault)
        #expect(fan.tags == ["a", "B", "c"])
        #expect(try !send(RequestText.put, "CIM_Fan/Tags[3]/text()", wrapped("C")).isFault)
        #expect(fan.tags == ["a", "B", "C"])
        let two = wrapped(element("Tags", "x") + element("Tags", "y"))
        #expect(try !send(RequestText.put, "CIM_Fan/Tags", two).isFault)
        #expect(fan.tags == ["x", "y"])
        try expectFault(
            send(RequestText.put, "CIM_Fan/Tags[2]", two), "Sender", "wxf:InvalidRepresentation", "InvalidFragment",
            naming: ["CIM_Fan/Tags[2]"])
        try expectFault(
            send(RequestText.put, "CIM_Fan/Tags[3]", wrapped(element("Tags", "z"))), "Sender",
            "wxf:InvalidRepresentation", "InvalidFragment", naming: ["selects nothing"])
        #expect(fan.tags == ["x", "y"])
    }

    @Test(
        "what does not fit is refused, and nothing is changed",
        arguments: [
            ("CIM_Fan/UpperLimit/text()", "7", "wxf:InvalidRepresentation", "InvalidFragment", "XmlFragment"),
            (
                "CIM_Fan/UpperLimit/text()", "<wsman:XmlFragment>900</wsman:XmlFragment>", "wxf:InvalidRepresentation",
                "InvalidValues", "UpperLimit"
            ),
            (
                "CIM_Fan/UpperLimit/text()", "<wsman:XmlFragment><UpperLimit>7</UpperLimit></wsman:XmlFragment>",
                "wxf:InvalidRepresentation", "InvalidFragment", "bare text"
            ),
            (
                "CIM_Fan/UpperLimit", "<wsman:XmlFragment>7</wsman:XmlFragment>", "wxf:InvalidRepresentation",
                "InvalidFragment", "send that element"
            ),
            (
                "CIM_Fan/UpperLimit", "<wsman:XmlFragment><LowerLimit>7</LowerLimit></wsman:XmlFragment>",
                "wxf:InvalidRepresentation", "InvalidFragment", "send that element"
            ),
            (
                "CIM_Fan/UpperLimit",
                "<wsman:XmlFragment><UpperLimit>7</UpperLimit><UpperLimit>8</UpperLimit></wsman:XmlFragment>",
                "wxf:InvalidRepresentation", "InvalidValues", "one value"
            ),
            (
                "CIM_Fan/*", "<wsman:XmlFragment><UpperLimit>7</UpperLimit></wsman:XmlFragment>",
                "wxf:InvalidRepresentation", "InvalidFragment", "several properties"
            ),
            (
                "CIM_Fan/Colour", "<wsman:XmlFragment><Colour>red</Colour></wsman:XmlFragment>",
                "wxf:InvalidRepresentation", "InvalidFragment", "selects nothing"
            ),
            (
                "CIM_Fan/Name/text()", "<wsman:XmlFragment>x</wsman:XmlFragment>", "wsa:ActionNotSupported",
                "ActionMismatch", "read-only"
            ),
            (
                "CIM_Fan/Label/@xsi:nil", "<wsman:XmlFragment>x</wsman:XmlFragment>", "wsman:CannotProcessFilter",
                nil, "something else"
            ),
            (
                "CIM_Fan", "<wsman:XmlFragment>x</wsman:XmlFragment>", "wxf:InvalidRepresentation", "MissingValues",
                "empty"
            ),
        ])
    func refusesPut(_ expression: String, _ body: String, _ subcode: String, _ detail: String?, _ word: String) throws {
        let body = body.hasPrefix("<") ? body : "<x>\(body)</x>"
        try expectFault(send(RequestText.put, expression, body), "Sender", subcode, detail, naming: [word])
        #expect(service.machine.fans.writes.isEmpty)
    }

    // MARK: Create and Delete

    @Test("Create adds what is missing, and answers with the address of the whole")
    func creates() throws {
        let reply = try send("\(Published.wxf)/Create", "CIM_Fan/Label", wrapped(element("Label", "front")))
        let created = try #require(reply.body, "\(reply.text)")
        #expect(created.has(name: XMLName(Published.wxf, "ResourceCreated")))
        #expect(created.first(XMLName(Published.wsa, "Address"))?.text == "http://host:5985/wsman")
        #expect(reply.text.contains("<wsman:Selector Name=\"DeviceID\">hwmon/fan1</wsman:Selector>"))
        #expect(fan.label == .string("front"))
        try expectFault(
            send("\(Published.wxf)/Create", "CIM_Fan/Label/text()", wrapped("back")), "Sender", "wsman:AlreadyExists",
            naming: ["Label"])
        #expect(fan.label == .string("front"))
    }

    @Test("Create inserts into an array where it is told to, and Delete takes out again")
    func arrays() throws {
        let create = "\(Published.wxf)/Create"
        #expect(try !send(create, "CIM_Fan/Tags[1]", wrapped(element("Tags", "b"))).isFault)
        #expect(try !send(create, "CIM_Fan/Tags[1]", wrapped(element("Tags", "a"))).isFault)
        #expect(try !send(create, "CIM_Fan/Tags[3]/text()", wrapped("c")).isFault)
        #expect(fan.tags == ["a", "b", "c"])
        try expectFault(
            send(create, "CIM_Fan/Tags[9]", wrapped(element("Tags", "z"))), "Sender", "wxf:InvalidRepresentation",
            "InvalidFragment", naming: ["[4]"])
        try expectFault(
            send(create, "CIM_Fan/Tags", wrapped(element("Tags", "z"))), "Sender", "wsman:AlreadyExists",
            naming: ["Tags[4]"])
        try expectFault(
            send(create, "CIM_Fan/Tags[. = 'a']", wrapped(element("Tags", "z"))), "Sender",
            "wsman:CannotProcessFilter", naming: ["plain path"])
        let delete = "\(Published.wxf)/Delete"
        let reply = try send(delete, "CIM_Fan/Tags[2]")
        #expect(reply.body == nil && !reply.isFault)
        #expect(reply.headers.contains { $0.localName == "FragmentTransfer" })
        #expect(fan.tags == ["a", "c"])
        #expect(try !send(delete, "CIM_Fan/Tags[. = 'c']").isFault)
        #expect(fan.tags == ["a"])
        try expectFault(
            send(delete, "CIM_Fan/Tags[2]"), "Sender", "wxf:InvalidRepresentation", "InvalidFragment",
            naming: ["selects nothing"])
        service.machine.fans.fans[1].label = .string("front")
        #expect(try !send(delete, "CIM_Fan/Label").isFault)
        #expect(fan.label == .absent(.absent))
        try expectFault(
            send(delete, "CIM_Fan/Name"), "Sender", "wsa:ActionNotSupported", "ActionMismatch", naming: ["read-only"])
    }

    // MARK: Refused

    @Test("an unknown dialect is refused, and the one there is is named")
    func dialect() throws {
        let reply = try send(RequestText.get, "CIM_Fan/Name", attributes: " Dialect=\"urn:xquery\"")
        try expectFault(reply, "Receiver", "wsman:FragmentDialectNotSupported", naming: ["urn:xquery"])
        let named = try #require(reply.fault?.extras.first)
        #expect(named.has(name: XMLName(Published.wsman, "FragmentDialect")))
        #expect(named.text == "http://www.w3.org/TR/1999/REC-xpath-19991116")
        let same = try send(
            RequestText.get, "CIM_Fan/Name/text()",
            attributes: " Dialect=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"")
        #expect(!same.isFault)
    }

    @Test(
        "an expression that cannot be is refused",
        arguments: [("CIM_Fan[", "read"), ("q:CIM_Fan", "prefix q"), ("", "empty"), ("$x", "variables"), ("f(", "f")])
    func expressions(_ expression: String, _ word: String) throws {
        try expectFault(get(expression), "Sender", "wsman:CannotProcessFilter", naming: [word])
    }

    @Test("actions that have no fragments refuse the header, and a second header is one too many")
    func others() throws {
        let header = "<wsman:FragmentTransfer>CIM_Fan/Name</wsman:FragmentTransfer>"
        try expectFault(
            service.send(RequestText.enumerate("CIM_Fan").with { $0.headers = header }), "Sender",
            "wsman:UnsupportedFeature", "FragmentLevelAccess", naming: ["FragmentTransfer"])
        try expectFault(
            service.send(RequestText.get("CIM_Fan", ("DeviceID", "hwmon/fan1")).with { $0.headers = header + header }),
            "Sender", "wsa:InvalidMessageInformationHeader", naming: ["FragmentTransfer"])
    }

    @Test("a reader may get fragments, and change none")
    func roles() throws {
        #expect(try !send(RequestText.get, "CIM_Fan/Name", by: TestService.reader).isFault)
        for (action, body) in [
            (RequestText.put, wrapped("7")), ("\(Published.wxf)/Create", wrapped("7")), ("\(Published.wxf)/Delete", ""),
        ] {
            try expectFault(
                send(action, "CIM_Fan/UpperLimit/text()", body, by: TestService.reader), "Sender", "wsman:AccessDenied",
                naming: ["operator"])
        }
        #expect(service.machine.fans.writes.isEmpty)
    }
}

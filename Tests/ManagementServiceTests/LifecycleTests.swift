// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import XML

@Suite("Create and Delete of instances, and the addresses that answers carry (R6.5-1, R7.5, R7.6)")
struct LifecycleTests {
    static let probe = "http://schemas.baseboard-project.org/wbem/wscim/1/cim-schema/2/BB_Probe"
    let service = TestService(fans: 2)

    private func create(_ properties: String, _ change: (inout RequestText) -> Void = { _ in }) -> RequestText {
        var request = RequestText(
            "\(Published.wxf)/Create", Self.probe,
            body: "<p:BB_Probe xmlns:p=\"\(Self.probe)\">\(properties)</p:BB_Probe>")
        change(&request)
        return request
    }

    private func delete(_ name: String) -> RequestText {
        RequestText("\(Published.wxf)/Delete", Self.probe, [("Name", name)])
    }

    private static let minimal = "<p:Name>one</p:Name><p:Limit>7</p:Limit>"

    @Test("Create makes an instance and answers with its address, never with itself")
    func creates() throws {
        let reply = try service.send(create(Self.minimal + "<p:Label>front</p:Label><p:Padding>no</p:Padding>"))
        let created = try #require(reply.body, "\(reply.text)")
        #expect(created.has(name: XMLName(Published.wxf, "ResourceCreated")))
        #expect(created.first(XMLName(Published.wsa, "Address"))?.text == "http://host:5985/wsman")
        let parameters = try #require(created.first(XMLName(Published.wsa, "ReferenceParameters")))
        #expect(parameters.first(XMLName(Published.wsman, "ResourceURI"))?.text == Self.probe)
        let selectors = parameters.first(XMLName(Published.wsman, "SelectorSet")).map { Array($0.children) } ?? []
        #expect(selectors.first { $0.attribute("Name") == "Name" }?.text == "one")
        #expect(reply.action == "\(Published.wxf)/CreateResponse")
        let got = try service.send(.get(Self.probe, ("Name", "one")))
        #expect(got.properties["Limit"] == ["7"] && got.properties["Label"] == ["front"])
        #expect(got.properties["Padding"] == ["nil"])
        #expect(service.machine.probes.fans.first?.name == TestService.operatorAccount.name)
    }

    @Test("what exists already is not made again, and not changed")
    func exists() throws {
        #expect(try !service.send(create(Self.minimal)).isFault)
        try expectFault(
            service.send(create("<p:Name>one</p:Name><p:Limit>9</p:Limit>")), "Sender", "wsman:AlreadyExists",
            naming: ["one"])
        #expect(service.machine.probes.fans.map(\.upperLimit) == [.unsigned(7)])
    }

    @Test(
        "a body that does not make an instance is refused",
        arguments: [
            ("<p:Name>one</p:Name>", "MissingValues", "Limit"), ("<p:Limit>7</p:Limit>", "MissingValues", "Name"),
            ("", "MissingValues", "Limit, Name"),
            ("<p:Name>one</p:Name><p:Limit>700</p:Limit>", "InvalidValues", "Limit"),
            ("<p:Name>one</p:Name><p:Limit>7</p:Limit><p:Colour>x</p:Colour>", "InvalidValues", "Colour"),
            ("<p:Name>one</p:Name><p:Limit xsi:nil=\"true\"/>", "MissingValues", "Limit"),
        ])
    func refuses(_ properties: String, _ detail: String, _ word: String) throws {
        try expectFault(
            service.send(create(properties)), "Sender", "wxf:InvalidRepresentation", detail, naming: [word])
        #expect(service.machine.probes.fans.isEmpty)
    }

    @Test("an empty body, another namespace, a full store are each refused for what they are")
    func refusesMore() throws {
        try expectFault(
            service.send(create("") { $0.body = "" }), "Sender", "wxf:InvalidRepresentation", "MissingValues",
            naming: ["Create"])
        try expectFault(
            service.send(create("") { $0.body = "<BB_Probe xmlns=\"urn:x\"/>" }), "Sender",
            "wxf:InvalidRepresentation", "InvalidNamespace", naming: [Self.probe])
        try expectFault(
            service.send(create("<p:Name>full</p:Name><p:Limit>7</p:Limit>")), "Sender", "wsman:QuotaLimit",
            naming: ["room"])
        try expectFault(
            service.send(RequestText("\(Published.wxf)/Create", "CIM_Fan", body: "<x/>")), "Sender",
            "wsa:ActionNotSupported", "ActionMismatch", naming: ["CIM_Fan"])
        try expectFault(
            service.send(RequestText("\(Published.wxf)/Delete", "CIM_Fan", [("DeviceID", "hwmon/fan1")])), "Sender",
            "wsa:ActionNotSupported", "ActionMismatch", naming: ["CIM_Fan"])
    }

    @Test("what is made although its address does not fit says so")
    func unreportable() throws {
        let name = String(repeating: "n", count: 4000)
        let parameters = (0..<8).map { "<t:T\($0) xmlns:t=\"urn:t\">\(String(repeating: "x", count: 800))</t:T\($0)>" }
        let request = create("<p:Name>\(name)</p:Name><p:Limit>7</p:Limit>") {
            $0.headers = "<wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>"
            $0.replyTo =
                "<wsa:ReplyTo><wsa:Address>\(Published.anonymous)</wsa:Address><wsa:ReferenceParameters>"
                + "\(parameters.joined())</wsa:ReferenceParameters></wsa:ReplyTo>"
        }
        try expectFault(
            service.send(request), "Sender", "wsman:EncodingLimit", "UnreportableSuccess", naming: ["is made"])
        #expect(service.machine.probes.fans.map(\.id.text) == [name])
    }

    @Test("Delete removes an instance; then there is none")
    func deletes() throws {
        #expect(try !service.send(create(Self.minimal)).isFault)
        let reply = try service.send(delete("one"))
        #expect(reply.body == nil && reply.status == 200)
        #expect(reply.action == "\(Published.wxf)/DeleteResponse")
        #expect(service.machine.probes.fans.isEmpty)
        try expectFault(
            service.send(delete("one")), "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI",
            naming: ["BB_Probe"])
    }

    @Test("a reader makes and removes nothing; the catalog says to each what it may")
    func roles() throws {
        try expectFault(
            service.send(create(Self.minimal), by: TestService.reader), "Sender", "wsman:AccessDenied",
            naming: ["create BB_Probe", "operator"])
        #expect(try !service.send(create(Self.minimal)).isFault)
        try expectFault(
            service.send(delete("one"), by: TestService.reader), "Sender", "wsman:AccessDenied",
            naming: ["delete BB_Probe", "operator"])
        #expect(service.machine.probes.fans.count == 1)
        let entry = RequestText.get(Published.catalog, ("ResourceURI", Self.probe))
        let shown = try service.send(entry).text
        #expect(shown.contains("\(Published.wxf)/Create") && shown.contains("\(Published.wxf)/Delete"))
        #expect(try !service.send(entry, by: TestService.reader).text.contains("\(Published.wxf)/Create"))
    }

    @Test("an address that is asked for comes along: of what was got, put, made; none of what was removed")
    func requestedEPR() throws {
        let ask = "<wsman:RequestEPR/>"
        func requested(_ reply: Reply) -> XMLElement? {
            reply.headers.first { $0.has(name: XMLName(Published.wsman, "RequestedEPR")) }
        }
        func address(_ reply: Reply) -> String? {
            requested(reply)?.first(XMLName(Published.wsa, "EndpointReference"))?
                .first(XMLName(Published.wsa, "ReferenceParameters"))?
                .first(XMLName(Published.wsman, "SelectorSet"))?.children.first { _ in true }?.text
        }
        let made = try service.send(create(Self.minimal) { $0.headers = ask })
        #expect(address(made) == "one", "\(made.text)")
        let get = RequestText.get(Self.probe, ("Name", "one"))
        #expect(address(try service.send(get.with { $0.headers = ask })) == "one")
        #expect(requested(try service.send(get)) == nil)
        let put = RequestText(
            RequestText.put, Self.probe, [("Name", "one")],
            body: "<p:BB_Probe xmlns:p=\"\(Self.probe)\"><p:Limit>8</p:Limit></p:BB_Probe>")
        #expect(address(try service.send(put.with { $0.headers = ask })) == "one")
        let removed = try service.send(delete("one").with { $0.headers = ask })
        #expect(requested(removed)?.first(XMLName(Published.wsman, "EPRInvalid")) != nil)
        let called = try service.send(
            RequestText.invoke("CIM_Fan", "Erase", "hwmon/fan1", "").with { $0.headers = ask }, by: TestService.admin)
        #expect(requested(called) != nil)
    }
}

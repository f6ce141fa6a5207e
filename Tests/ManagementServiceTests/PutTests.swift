// SPDX-License-Identifier: Apache-2.0

import ManualLoop
import ProviderKit
import ResourceModel
import Testing
import XML

struct PutTests {
    let service = TestService()
    var fans: TestFans { service.machine.fans }

    func put(_ properties: String, by principal: Principal = TestService.operatorAccount) throws -> Reply {
        try service.send(.put("CIM_Fan", "hwmon/fan1", properties), by: principal)
    }

    @Test func `what is writable and differs is written, and the answer shows it`() throws {
        let reply = try put(
            "<p:UpperLimit>90</p:UpperLimit><p:LowerLimit>-7</p:LowerLimit><p:Label>CPU &amp; co</p:Label>")
        #expect(reply.status == 200)
        #expect(reply.action == "http://schemas.xmlsoap.org/ws/2004/09/transfer/PutResponse")
        #expect(reply.properties["UpperLimit"] == ["90"])
        #expect(reply.properties["LowerLimit"] == ["-7"])
        #expect(reply.properties["Label"] == ["CPU & co"])
        #expect(
            fans.writes == [
                [
                    PropertyChange("UpperLimit", .unsigned(90)), PropertyChange("LowerLimit", .signed(-7)),
                    PropertyChange("Label", .string("CPU & co")),
                ]
            ])
    }

    @Test func `read-only properties and xsi_type are passed over`() throws {
        let reply = try put(
            "<p:Name xsi:type=\"xsi:string\">other</p:Name><p:UpperLimit xsi:type=\"p:x\">90</p:UpperLimit>")
        #expect(reply.properties["Name"] == ["Fan 1"])
        #expect(fans.writes == [[PropertyChange("UpperLimit", .unsigned(90))]])
    }

    @Test func `what is the same is not written`() throws {
        #expect(try put("<p:UpperLimit>200</p:UpperLimit><p:Label xsi:nil=\"true\"/>").status == 200)
        #expect(fans.writes.isEmpty)
        _ = try put("<p:UpperLimit>200</p:UpperLimit><p:LowerLimit>-6</p:LowerLimit>")
        #expect(fans.writes == [[PropertyChange("LowerLimit", .signed(-6))]])
    }

    @Test func `what Get gave can be put back, and changes nothing`() throws {
        let got = try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan1")))
        let body = try #require(got.text.split(separator: "<a:Body>").last?.split(separator: "</a:Body>").first)
        var request = RequestText.put("CIM_Fan", "hwmon/fan1", "")
        request.body = String(body)
        let reply = try service.send(request)
        #expect(reply.status == 200)
        #expect(reply.properties == got.properties)
        #expect(fans.writes.isEmpty)
    }

    @Test(arguments: ["true", "1"])
    func `nil takes a value back`(truth: String) throws {
        _ = try put("<p:UpperLimit xsi:nil=\"\(truth)\"/>")
        #expect(fans.writes == [[PropertyChange("UpperLimit", .absent(.absent))]])
    }

    @Test func `an unknown property is refused with the near one, and nothing is written`() throws {
        let reply = try put("<p:LowerLimit>1</p:LowerLimit><p:UperLimit>90</p:UperLimit>")
        try expectFault(
            reply, "Sender", "wxf:InvalidRepresentation", "InvalidValues", naming: ["UperLimit", "mean UpperLimit"])
        #expect(fans.writes.isEmpty)
    }

    @Test func `an instance in another namespace is refused`() throws {
        var request = RequestText.put("CIM_Fan", "hwmon/fan1", "<p:UpperLimit>90</p:UpperLimit>")
        request.body = request.body.replacing("CIM_Fan\">", with: "CIM_Sensor\">")
        try expectFault(
            service.send(request), "Sender", "wxf:InvalidRepresentation", "InvalidNamespace",
            naming: [Published.classes + "CIM_Fan"])
        request.body = "<UpperLimit>90</UpperLimit>"
        try expectFault(service.send(request), "Sender", "wxf:InvalidRepresentation", "InvalidNamespace")
        request.body = "<p:x xmlns:p=\"urn:\(String(repeating: "x", count: 2000))\"/>"
        try expectFault(service.send(request), "Sender", "wxf:InvalidRepresentation", "InvalidNamespace")
    }

    @Test func `an empty body is refused`() throws {
        try expectFault(
            service.send(RequestText.put("CIM_Fan", "hwmon/fan1", "").with { $0.body = "" }), "Sender",
            "wxf:InvalidRepresentation", "MissingValues", naming: ["CIM_Fan"])
    }

    @Test func `an instance without a writable property is refused, and those there are named`() throws {
        try expectFault(
            put("<p:Name>x</p:Name>"), "Sender", "wxf:InvalidRepresentation", "MissingValues",
            naming: ["Label", "LowerLimit", "UpperLimit"])
    }

    @Test(arguments: [
        ("<p:UpperLimit>hot</p:UpperLimit>", "uint8"), ("<p:UpperLimit></p:UpperLimit>", "uint8"),
        ("<p:UpperLimit>256</p:UpperLimit>", "range"), ("<p:UpperLimit>-1</p:UpperLimit>", "range"),
        ("<p:LowerLimit>1.5</p:LowerLimit>", "sint32"), ("<p:LowerLimit>99999999999999999999</p:LowerLimit>", "range"),
        ("<p:UpperLimit>1</p:UpperLimit><p:UpperLimit>2</p:UpperLimit>", "2 times"),
    ])
    func `a value that cannot be is refused and named`(properties: String, word: String) throws {
        let name = properties.contains("Upper") ? "UpperLimit" : "LowerLimit"
        try expectFault(
            put(properties), "Sender", "wxf:InvalidRepresentation", "InvalidValues", naming: [name, word])
        #expect(fans.writes.isEmpty)
    }

    @Test func `a value that the provider refuses is its fault to name`() throws {
        try expectFault(
            put("<p:Label>taken</p:Label>"), "Sender", "wxf:InvalidRepresentation", "InvalidValues",
            naming: ["Label: another fan has this label."])
    }

    @Test(arguments: ["CIM_ComputerSystem", Published.catalog, "CIM_SystemDevice"])
    func `what has nothing writable does not know Put`(resource: String) throws {
        let reply = try service.send(RequestText(RequestText.put, resource))
        try expectFault(reply, "Sender", "wsa:ActionNotSupported", "ActionMismatch")
        let action = reply.fault?.extras.first { $0.localName == "Action" && $0.namespace == Published.wsa }
        #expect(action?.text == RequestText.put)
    }

    @Test func `a reader changes nothing`() throws {
        try expectFault(
            put("<p:UpperLimit>90</p:UpperLimit>", by: TestService.reader), "Sender", "wsman:AccessDenied",
            naming: ["rita", "reader", "operator"])
        #expect(fans.writes.isEmpty)
        #expect(try put("<p:UpperLimit>90</p:UpperLimit>", by: TestService.admin).status == 200)
    }

    @Test func `a change whose answer does not fit says that it is made`() throws {
        fans.fans[1].padding = String(repeating: "x", count: 9000)
        let small = { (request: inout RequestText) in
            request.headers = "<wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>"
        }
        let changed = RequestText.put("CIM_Fan", "hwmon/fan1", "<p:UpperLimit>90</p:UpperLimit>").with(small)
        try expectFault(service.send(changed), "Sender", "wsman:EncodingLimit", "UnreportableSuccess", naming: ["made"])
        #expect(fans.writes.count == 1)
        // The second time nothing changes, so nothing was made that could not be reported.
        try expectFault(service.send(changed), "Sender", "wsman:EncodingLimit", "MaxEnvelopeSize")
        #expect(fans.writes.count == 1)
    }

    @Test func `nothing is written once the client was told that time is over`() throws {
        let sensors = service.machine.sensors
        sensors.bus.isStalled = true
        var request = RequestText.put("CIM_NumericSensor", "temp1", "<p:Limit>90</p:Limit>")
        request.headers = "<wsman:OperationTimeout>PT5S</wsman:OperationTimeout>"
        let pending = service.begin(request)
        service.loop.drain()
        service.loop.advance(seconds: 5)
        try expectFault(pending.reply(), "Receiver", "wsman:TimedOut", naming: ["PT5S"])
        sensors.bus.isStalled = false
        sensors.bus.answer()
        service.loop.drain()
        #expect(sensors.writes.isEmpty)
        #expect(pending.answers.count == 1)
    }
}

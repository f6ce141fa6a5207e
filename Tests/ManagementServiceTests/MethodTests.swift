// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import Testing
import XML

struct MethodTests {
    let service = TestService()
    var calls: [(method: String, id: PartID, inputs: [String: Value], by: String)] { service.machine.fans.calls }

    func call(
        _ method: String, _ inputs: String = "", by principal: Principal = TestService.operatorAccount
    ) throws -> Reply {
        try service.send(.invoke("CIM_Fan", method, "hwmon/fan1", inputs), by: principal)
    }

    @Test func `a method gets its inputs in their types, and answers with ReturnValue`() throws {
        let reply = try call("RequestStateChange", "<p:RequestedState>2</p:RequestedState>")
        #expect(reply.status == 200)
        #expect(reply.action == Published.classes + "CIM_Fan/RequestStateChangeResponse")
        let body = try #require(reply.body)
        #expect(body.name == XMLName(Published.classes + "CIM_Fan", "RequestStateChange_OUTPUT"))
        #expect(body.children.allSatisfy { $0.namespace == Published.classes + "CIM_Fan" })
        #expect(reply.properties["ReturnValue"] == ["0"])
        let job = try #require(body.first(XMLName(Published.classes + "CIM_Fan", "Job")))
        #expect(job.first(XMLName(Published.wsa, "Address"))?.text == Published.anonymous)
        #expect(calls.count == 1)
        #expect(calls[0].id == PartID("hwmon/fan1"))
        #expect(calls[0].by == "otto")
        #expect(calls[0].inputs == ["RequestedState": .unsigned(2)])
    }

    @Test func `xsi_type on the INPUT element and on parameters is passed over`() throws {
        var request = RequestText.invoke("CIM_Fan", "RequestStateChange", "hwmon/fan1", "")
        request.body = """
            <p:RequestStateChange_INPUT xsi:type="RequestStateChange_INPUT_Type" xmlns:p="\(Published.classes)CIM_Fan">\
            <p:RequestedState xsi:type="xsi:unsignedShort">3</p:RequestedState></p:RequestStateChange_INPUT>
            """
        #expect(try service.send(request).status == 200)
        #expect(calls.last?.inputs == ["RequestedState": .unsigned(3)])
    }

    @Test(arguments: ["", "<RequestStateChange/>"])
    func `a call without parameters is a call`(body: String) throws {
        let request = RequestText.invoke("CIM_Fan", "RequestStateChange", "hwmon/fan1", "").with { $0.body = body }
        #expect(try service.send(request).properties["ReturnValue"] == ["0"])
        #expect(calls.last?.inputs == [:])
    }

    static let datetimes: [(content: String, value: Value)] = [
        ("<cim:Interval>PT90S</cim:Interval>", .interval(microseconds: 90_000_000)),
        ("PT1M30S", .interval(microseconds: 90_000_000)),
        ("<cim:CIM_DateTime>00000001000130.000500:000</cim:CIM_DateTime>", .interval(microseconds: 86_490_000_500)),
        (
            "<cim:Datetime>2026-03-02T10:15:00Z</cim:Datetime>",
            .dateTime(Timestamp(microseconds: 1_772_446_500_000_000))
        ),
        ("2026-03-02T12:15:00.5+02:00", .dateTime(Timestamp(microseconds: 1_772_446_500_500_000))),
        ("20260302101500.000000+000", .dateTime(Timestamp(microseconds: 1_772_446_500_000_000))),
    ]

    @Test(arguments: datetimes)
    func `a datetime parameter is read in every form that clients write`(content: String, value: Value) throws {
        let reply = try call("RequestStateChange", "<p:TimeoutPeriod>\(content)</p:TimeoutPeriod>")
        #expect(reply.status == 200, "\(reply.text)")
        #expect(calls.last?.inputs == ["TimeoutPeriod": value])
    }

    @Test func `a nil parameter is absent`() throws {
        _ = try call("RequestStateChange", "<p:TimeoutPeriod xsi:nil=\"true\"/>")
        #expect(calls.last?.inputs == ["TimeoutPeriod": .absent(.absent)])
    }

    @Test(arguments: ["soon", "", "PT", "2026-13-02T10:15:00Z", "2026-02-30T10:15:00Z", "2026030210150", "-PT5S"])
    func `a datetime parameter that is none is refused`(content: String) throws {
        try expectFault(
            call("RequestStateChange", "<p:TimeoutPeriod>\(content)</p:TimeoutPeriod>"), "Sender",
            "wsman:InvalidParameter", "TypeMismatch", naming: ["TimeoutPeriod"])
    }

    @Test func `an array parameter keeps its order, and comes back as repeated elements`() throws {
        let reply = try call("SetNames", "<p:Names>b</p:Names><p:Names>a</p:Names>")
        #expect(reply.properties["Echo"] == ["b", "a"])
        #expect(reply.properties["ReturnValue"] == ["4096"])
        #expect(calls.last?.inputs == ["Names": .array([.string("b"), .string("a")])])
    }

    @Test func `a reference parameter is read as the address it holds`() throws {
        let reply = try call(
            "SetNames",
            """
            <p:Peer><wsa:Address>\(Published.anonymous)</wsa:Address><wsa:ReferenceParameters>\
            <wsman:ResourceURI>\(Published.classes)CIM_Fan</wsman:ResourceURI><wsman:SelectorSet>\
            <wsman:Selector Name="DeviceID">hwmon/fan2</wsman:Selector></wsman:SelectorSet></wsa:ReferenceParameters></p:Peer>
            """)
        #expect(reply.status == 200, "\(reply.text)")
        let peer = Reference(ResourceURI(ofClass: "CIM_Fan"), [Selector("DeviceID", "hwmon/fan2")])
        #expect(calls.last?.inputs == ["Peer": .reference(peer)])
        try expectFault(
            call("SetNames", "<p:Peer>fan2</p:Peer>"), "Sender", "wsman:InvalidParameter", "TypeMismatch",
            naming: ["Peer"])
    }

    @Test func `an unknown parameter is refused with the near one`() throws {
        try expectFault(
            call("RequestStateChange", "<p:RequestedStat>2</p:RequestedStat>"), "Sender", "wsman:InvalidParameter",
            "InvalidName", naming: ["RequestedStat", "mean RequestedState?"])
        #expect(calls.isEmpty)
    }

    @Test(arguments: ["on", "65536", "-1", ""])
    func `a parameter of the wrong type is refused and named`(text: String) throws {
        try expectFault(
            call("RequestStateChange", "<p:RequestedState>\(text)</p:RequestedState>"), "Sender",
            "wsman:InvalidParameter", "TypeMismatch", naming: ["RequestedState", "uint16"])
        #expect(calls.isEmpty)
    }

    @Test func `a body for another method is refused`() throws {
        let request = RequestText.invoke("CIM_Fan", "Erase", "hwmon/fan1", "").with {
            $0.action = Published.classes + "CIM_Fan/SetNames"
        }
        try expectFault(
            service.send(request), "Sender", "wsman:InvalidParameter", "InvalidName",
            naming: ["Erase_INPUT", "SetNames_INPUT"])
    }

    @Test func `an unknown method is refused, and those there are named`() throws {
        let reply = try call("Explode")
        try expectFault(reply, "Sender", "wsa:ActionNotSupported", naming: ["Explode", "CIM_Fan/RequestStateChange"])
        #expect(reply.fault?.extras.first?.text == Published.classes + "CIM_Fan/Explode")
    }

    @Test(arguments: ["urn:x", "x", "Get", "http://schemas.xmlsoap.org/ws/2004/09/transfer/Gett"])
    func `an unknown action is refused`(action: String) throws {
        try expectFault(
            service.send(RequestText(action, "CIM_ComputerSystem")), "Sender", "wsa:ActionNotSupported",
            naming: [action, "no methods"])
    }

    @Test(arguments: [
        "http://schemas.xmlsoap.org/ws/2004/09/transfer/Create",
        "http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete",
        "http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe",
        "http://schemas.xmlsoap.org/ws/2004/08/eventing/Unsubscribe",
    ])
    func `an action of events is refused by what has none`(action: String) throws {
        for resource in ["CIM_Fan", Published.catalog] {
            let reply = try service.send(RequestText(action, resource))
            try expectFault(reply, "Sender", "wsa:ActionNotSupported", "ActionMismatch", naming: [action])
            #expect(reply.fault?.extras.first?.name == XMLName(Published.wsa, "Action"))
            #expect(reply.fault?.extras.first?.text == action)
        }
    }

    @Test func `a method may be called by the class that declares it above`() throws {
        var request = RequestText.invoke("CIM_Fan", "RequestStateChange", "hwmon/fan1", "")
        request.action = Published.classes + "CIM_EnabledLogicalElement/RequestStateChange"
        let reply = try service.send(request)
        #expect(reply.status == 200)
        #expect(reply.action == request.action + "Response")
        request.action = Published.classes + "CIM_Processor/RequestStateChange"
        try expectFault(service.send(request), "Sender", "wsa:ActionNotSupported")
    }

    @Test func `a role below the method's is refused`() throws {
        try expectFault(
            call("SetNames", by: TestService.reader), "Sender", "wsman:AccessDenied", naming: ["rita", "operator"])
        try expectFault(call("Erase"), "Sender", "wsman:AccessDenied", naming: ["otto", "Erase", "admin"])
        #expect(try call("Erase", by: TestService.admin).status == 200)
        #expect(calls.map(\.method) == ["Erase"])
    }

    @Test func `a method of an instance that is not there is not called`() throws {
        try expectFault(
            service.send(.invoke("CIM_Fan", "SetNames", "hwmon/fan9", "")), "Sender", "wsa:DestinationUnreachable",
            "InvalidResourceURI")
        try expectFault(
            service.send(RequestText(Published.classes + "CIM_Fan/SetNames", "CIM_Fan")), "Sender",
            "wsman:InvalidSelectors", "InsufficientSelectors", naming: ["DeviceID"])
        #expect(calls.isEmpty)
    }

    @Test func `what a method throws has its fault`() throws {
        try expectFault(
            call("RequestStateChange", "<p:RequestedState>9</p:RequestedState>"), "Receiver",
            "wsa:EndpointUnavailable", "ResourceOffline", naming: ["The fan is stuck."])
    }

    @Test func `a method whose answer does not fit says that it was called`() throws {
        var request = RequestText.invoke(
            "CIM_Fan", "SetNames", "hwmon/fan1", "<p:Names>\(String(repeating: "x", count: 9000))</p:Names>")
        request.headers = "<wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>"
        try expectFault(
            service.send(request), "Sender", "wsman:EncodingLimit", "UnreportableSuccess",
            naming: ["SetNames was called"])
        #expect(calls.count == 1)
    }
}

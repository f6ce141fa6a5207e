// SPDX-License-Identifier: Apache-2.0

import ManagementService
import ManualLoop
import ResourceModel
import Testing
import XML

/// Base classes answer for the classes that extend them (`spec/cim-binding.md` sections 2 and 3.1).
struct ClassFamilyTests {
    let service = TestService()

    static func mode(_ text: String) -> String {
        "<wsmb:PolymorphismMode xmlns:wsmb=\"http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd\">\(text)"
            + "</wsmb:PolymorphismMode>"
    }

    /// Everything of a class, however long the bus takes.
    func enumerate(_ className: String, _ content: String = "") throws -> Reply {
        let pending = service.begin(.enumerate(className, first: 100, content))
        service.loop.drain()
        return try pending.reply()
    }

    func get(_ className: String, _ selectors: [(String, String)]) throws -> Reply {
        let pending = service.begin(RequestText(RequestText.get, className, selectors.map { ($0.0, $0.1) }))
        service.loop.drain()
        return try pending.reply()
    }

    @Test(arguments: ["", mode("IncludeSubClassProperties")])
    func `a base class is enumerated as what its parts are`(content: String) throws {
        let reply = try enumerate("CIM_LogicalDevice", content)
        #expect(
            reply.items.map(\.localName) == Array(repeating: "CIM_Fan", count: 3)
                + Array(repeating: "CIM_NumericSensor", count: 3))
        #expect(reply.items.allSatisfy { $0.namespace == Published.classes + $0.localName })
        #expect(reply.ids == ["hwmon/fan0", "hwmon/fan1", "hwmon/fan2", "temp0", "temp1", "temp2"])
        let fan = try #require(try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan0"))).body)
        #expect(reply.items.first.map(Reply.properties) == Reply.properties(fan))
    }

    @Test func `without subclass properties all parts look like the base class`() throws {
        let reply = try enumerate("CIM_LogicalDevice", Self.mode("ExcludeSubClassProperties"))
        #expect(reply.items.count == 6)
        for item in reply.items {
            #expect(item.name == XMLName(Published.classes + "CIM_LogicalDevice", "CIM_LogicalDevice"))
            let names = item.children.map(\.localName)
            #expect(names == names.sorted())
            #expect(!names.contains("ActiveCooling") && !names.contains("Limit"))
        }
        let first = Reply.properties(try #require(reply.items.first))
        #expect(first["DeviceID"] == ["hwmon/fan0"] && first["CreationClassName"] == ["CIM_Fan"])
        #expect(first["EnabledState"] == ["2"])
    }

    @Test func `without subclasses an abstract class has nothing, a concrete one its own`() throws {
        let none = try enumerate("CIM_CoolingDevice", Self.mode("None"))
        #expect(none.items.isEmpty && none.isEnd)
        var one = RequestText.enumerate("CIM_CoolingDevice", first: 100)
        one.selectors = [("DeviceID", "hwmon/fan0")]
        #expect(try service.send(one).items.map(\.localName) == ["CIM_Fan"])
        one = RequestText.enumerate("CIM_CoolingDevice", first: 100, Self.mode("None"))
        one.selectors = [("DeviceID", "hwmon/fan0")]
        #expect(try service.send(one).items.isEmpty, "selectors pick of what there is")
        #expect(try enumerate("CIM_Fan", Self.mode("None")).items.count == 3)
    }

    @Test func `a class of which the machine has no part says so`() throws {
        service.machine.fans.fans = []
        service.machine.fans.generation += 1
        try expectFault(
            service.send(.get("CIM_Fan")), "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI",
            naming: ["This machine has no CIM_Fan."])
        try expectFault(
            service.send(.get("CIM_CoolingDevice")), "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI",
            naming: ["This machine has no CIM_CoolingDevice."])
        // Whoever names one is told of that one.
        try expectFault(
            service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan0"))), "Sender", "wsa:DestinationUnreachable",
            "InvalidResourceURI", naming: ["CIM_Fan has no instance with these selectors."])
    }

    @Test(arguments: ["Deep", "", "none"])
    func `another mode is refused by the binding's fault`(text: String) throws {
        let reply = try service.send(.enumerate("CIM_LogicalDevice", Self.mode(text)))
        let fault = try #require(reply.fault)
        #expect(
            fault.subcode
                == XMLName("http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd", "PolymorphismModeNotSupported"))
        #expect(reply.action == "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/fault")
        #expect(reply.status == 400)
        #expect(fault.reason.contains("ExcludeSubClassProperties"))
    }

    @Test func `the mode holds for every Pull`() throws {
        let opened = try service.send(.enumerate("CIM_CoolingDevice", Self.mode("ExcludeSubClassProperties")))
        let first = try service.send(.pull("CIM_CoolingDevice", opened.context, 2))
        let second = try service.send(.pull("CIM_CoolingDevice", first.context, 2))
        #expect((first.items + second.items).map(\.localName) == Array(repeating: "CIM_CoolingDevice", count: 3))
        #expect(second.isEnd)
    }

    @Test func `addresses lead to the parts themselves`() throws {
        let reply = try enumerate(
            "CIM_ManagedElement", "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>")
        #expect(reply.items.count == 6)
        for item in reply.items {
            let request = try #require(EnumerateTests.get(from: item))
            let pending = service.begin(request)
            service.loop.drain()
            let got = try pending.reply()
            #expect(got.status == 200)
            #expect(got.body?.namespace == request.resource)
        }
    }

    @Test func `an enumeration goes on with the parts it began with, those that left are passed over`() throws {
        let opened = try service.send(.enumerate("CIM_CoolingDevice"))
        let first = try service.send(.pull("CIM_CoolingDevice", opened.context, 1))
        service.machine.fans.fans.remove(at: 1)
        service.machine.fans.fans.append(TestFan(id: PartID("hwmon/fan9"), name: "New"))
        service.machine.fans.generation += 1
        let rest = try service.send(.pull("CIM_CoolingDevice", first.context, 10))
        #expect(first.ids + rest.ids == ["hwmon/fan0", "hwmon/fan2"])
        #expect(try enumerate("CIM_CoolingDevice").ids == ["hwmon/fan0", "hwmon/fan2", "hwmon/fan9"])
    }

    @Test(arguments: ["CIM_CoolingDevice", "CIM_LogicalDevice", "CIM_ManagedElement", "cim_logicaldevice"])
    func `Get through a base class finds the part`(className: String) throws {
        let reply = try get(className, [("CreationClassName", "CIM_Fan"), ("DeviceID", "hwmon/fan1")])
        #expect(reply.body?.name == XMLName(Published.classes + "CIM_Fan", "CIM_Fan"))
        #expect(reply.properties["DeviceID"] == ["hwmon/fan1"])
        #expect(try get(className, [("DeviceID", "hwmon/fan2")]).properties["DeviceID"] == ["hwmon/fan2"])
        try expectFault(
            get(className, [("DeviceID", "none")]), "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI")
    }

    @Test func `a key that fits parts of two classes is not enough, and the missing one is named`() throws {
        service.machine.sensors.fans[0] = TestFan(id: PartID("hwmon/fan1"), name: "Tachometer")
        try expectFault(
            get("CIM_LogicalDevice", [("DeviceID", "hwmon/fan1")]), "Sender", "wsman:InvalidSelectors",
            "InsufficientSelectors", naming: ["CreationClassName"])
        let sensor = try get(
            "CIM_LogicalDevice", [("DeviceID", "hwmon/fan1"), ("CreationClassName", "CIM_NumericSensor")])
        #expect(sensor.body?.localName == "CIM_NumericSensor")
    }

    @Test func `Get without selectors finds the only part of a family`() throws {
        service.machine.fans.fans = [TestFan(id: PartID("hwmon/only"), name: "Only")]
        #expect(try get("CIM_CoolingDevice", []).properties["DeviceID"] == ["hwmon/only"])
        try expectFault(
            get("CIM_LogicalDevice", []), "Sender", "wsman:InvalidSelectors", "InsufficientSelectors",
            naming: ["DeviceID"])
    }

    @Test func `an association's base class finds a tie by both ends`() throws {
        let reply = try enumerate("CIM_Component")
        #expect(reply.items.map(\.localName) == Array(repeating: "CIM_SystemDevice", count: 3))
        let addresses = try enumerate(
            "CIM_Component", "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>")
        let address = try #require(addresses.items.first.flatMap(EnumerateTests.get))
        #expect(address.resource == Published.classes + "CIM_SystemDevice")
    }

    @Test func `a part is written and called through its base class, by the rules of its own`() throws {
        let put = try service.send(.put("CIM_LogicalDevice", "hwmon/fan1", "<p:UpperLimit>9</p:UpperLimit>"))
        #expect(put.status == 200, "\(put.text)")
        #expect(put.properties["UpperLimit"] == ["9"])
        try expectFault(
            service.send(
                .put("CIM_LogicalDevice", "hwmon/fan1", "<p:UpperLimit>9</p:UpperLimit>"), by: TestService.reader),
            "Sender", "wsman:AccessDenied")
        let call = RequestText.invoke("CIM_Fan", "RequestStateChange", "hwmon/fan1", "").with {
            $0.action = Published.classes + "CIM_EnabledLogicalElement/RequestStateChange"
            $0.resource = Published.classes + "CIM_EnabledLogicalElement"
        }
        // As the WSDL of the base class says.
        #expect(
            try service.send(call).body?.name
                == XMLName(Published.classes + "CIM_EnabledLogicalElement", "RequestStateChange_OUTPUT"))
        #expect(service.machine.fans.calls.map(\.0) == ["RequestStateChange"])
        let other = call.with { $0.action = Published.classes + "CIM_EnabledLogicalElement/Nothing" }
        try expectFault(service.send(other), "Sender", "wsa:ActionNotSupported", naming: ["RequestStateChange"])
    }
}

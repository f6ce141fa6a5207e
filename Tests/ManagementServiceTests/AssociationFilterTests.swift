// SPDX-License-Identifier: Apache-2.0

import ManagementService
import ResourceModel
import Testing
import XML

@Suite("Association filters: what is tied to an instance, and the ties (`spec/cim-binding.md` section 3.3)")
struct AssociationFilterTests {
    let service = TestService(fans: 3)
    static let all = "http://schemas.dmtf.org/wbem/wscim/1/*"

    private func filter(
        _ result: String, of className: String, _ selectors: [(String, String)], _ more: String = ""
    ) -> String {
        let set = selectors.map { "<wsman:Selector Name=\"\($0.0)\">\($0.1)</wsman:Selector>" }.joined()
        return "<wsman:Filter Dialect=\"\(Filters.association)\" xmlns:b=\"\(Published.wsmb)\"><b:\(result)><b:Object>"
            + "<wsa:Address>\(Published.anonymous)</wsa:Address><wsa:ReferenceParameters>"
            + "<wsman:ResourceURI>\(Published.classes)\(className)</wsman:ResourceURI>"
            + "<wsman:SelectorSet>\(set)</wsman:SelectorSet></wsa:ReferenceParameters></b:Object>\(more)</b:\(result)>"
            + "</wsman:Filter>"
    }

    private static let fan1 = [("DeviceID", "hwmon/fan1")]
    private static let host = [("Name", "host1")]

    private func enumerate(_ filter: String, on resource: String = all, mode: String = "") throws -> Reply {
        let reply = try service.send(.enumerate(resource, first: 99, filter + mode))
        #expect(reply.isEnd, "\(reply.text)")
        return reply
    }

    @Test("the instances at the other ends are found from either end")
    func associated() throws {
        let devices = try enumerate(filter("AssociatedInstances", of: "CIM_ComputerSystem", Self.host))
        #expect(devices.ids == ["hwmon/fan0", "hwmon/fan1", "hwmon/fan2"])
        #expect(devices.items.allSatisfy { $0.has(name: XMLName(Published.classes + "CIM_Fan", "CIM_Fan")) })
        let systems = try enumerate(filter("AssociatedInstances", of: "CIM_Fan", Self.fan1), on: "CIM_Fan")
        #expect(systems.items.map(\.localName) == ["CIM_ComputerSystem"])
        let base = try enumerate(filter("AssociatedInstances", of: "CIM_LogicalDevice", Self.fan1))
        #expect(base.items.map(\.localName) == ["CIM_ComputerSystem"])
    }

    @Test("the ties themselves are found, and have addresses")
    func associations() throws {
        let ties = try enumerate(filter("AssociationInstances", of: "CIM_Fan", Self.fan1))
        #expect(ties.items.map(\.localName) == ["CIM_SystemDevice"])
        #expect(ties.text.contains("hwmon/fan1") && !ties.text.contains("hwmon/fan2"))
        let addresses = try enumerate(
            filter("AssociationInstances", of: "CIM_ComputerSystem", Self.host),
            mode: "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>")
        #expect(addresses.items.count == 3 && addresses.items.allSatisfy { $0.localName == "EndpointReference" })
    }

    @Test(
        "classes and roles narrow what is found; base classes count, letter case does not",
        arguments: [
            ("<b:AssociationClassName>CIM_SystemDevice</b:AssociationClassName>", 3),
            ("<b:AssociationClassName>cim_systemcomponent</b:AssociationClassName>", 3),
            ("<b:AssociationClassName>CIM_Realizes</b:AssociationClassName>", 0),
            ("<b:ResultClassName>CIM_Fan</b:ResultClassName>", 3),
            ("<b:ResultClassName>CIM_LogicalDevice</b:ResultClassName>", 3),
            ("<b:ResultClassName>CIM_NumericSensor</b:ResultClassName>", 0),
            ("<b:Role>groupcomponent</b:Role>", 3), ("<b:Role>PartComponent</b:Role>", 0),
            ("<b:ResultRole>PartComponent</b:ResultRole>", 3), ("<b:ResultRole>GroupComponent</b:ResultRole>", 0),
            ("<b:Role/><b:ResultClassName></b:ResultClassName>", 3),
        ])
    func narrows(_ more: String, _ count: Int) throws {
        #expect(
            try enumerate(filter("AssociatedInstances", of: "CIM_ComputerSystem", Self.host, more)).items.count == count
        )
    }

    @Test("the ties' class may be named as their own")
    func resultClassOfTies() throws {
        for (name, count) in [("CIM_SystemDevice", 3), ("CIM_Component", 3), ("CIM_Realizes", 0)] {
            let more = "<b:ResultClassName>\(name)</b:ResultClassName>"
            #expect(
                try enumerate(filter("AssociationInstances", of: "CIM_ComputerSystem", Self.host, more)).items.count
                    == count)
        }
    }

    @Test("only the properties that are asked for come along")
    func properties() throws {
        let more =
            "<b:IncludeResultProperty>DeviceID</b:IncludeResultProperty><b:IncludeResultProperty>name</b:IncludeResultProperty>"
        let reply = try enumerate(filter("AssociatedInstances", of: "CIM_ComputerSystem", Self.host, more))
        #expect(reply.items.allSatisfy { Set($0.children.map(\.localName)) == ["DeviceID", "Name"] })
    }

    @Test("an object that is none, or is not said, is refused")
    func refuses() throws {
        try expectFault(
            service.send(.enumerate(Self.all, filter("AssociatedInstances", of: "CIM_Fan", [("DeviceID", "none")]))),
            "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI", naming: ["CIM_Fan"])
        try expectFault(
            service.send(.enumerate(Self.all, filter("AssociatedInstances", of: "CIM_Fam", Self.fan1))),
            "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI", naming: ["CIM_Fam"])
        try expectFault(
            service.send(.enumerate(Self.all, filter("AssociatedInstances", of: "CIM_Fan", [("Colour", "red")]))),
            "Sender", "wsman:InvalidSelectors", "UnexpectedSelectors", naming: ["Colour"])
        let empty =
            "<wsman:Filter Dialect=\"\(Filters.association)\" xmlns:b=\"\(Published.wsmb)\"><b:AssociatedInstances/></wsman:Filter>"
        try expectFault(
            service.send(.enumerate(Self.all, empty)), "Sender", "wxf:InvalidRepresentation", "MissingValues",
            naming: ["wsmb:Object"])
        for content in ["<b:Neighbours xmlns:b=\"\(Published.wsmb)\"/>", "text", "", "<AssociatedInstances/>"] {
            try expectFault(
                service.send(
                    .enumerate(Self.all, "<wsman:Filter Dialect=\"\(Filters.association)\">\(content)</wsman:Filter>")),
                "Sender", "wsman:CannotProcessFilter", naming: ["wsmb:AssociatedInstances"])
        }
    }

    @Test("all classes are enumerated with a filter only, and nothing else is done with them")
    func everything() throws {
        for uri in [
            Self.all, "\(Published.classes)*", "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/*",
            "http://schemas.microsoft.com/wbem/wsman/1/wmi/ROOT/CIMV2/*",
        ] {
            try expectFault(
                service.send(.enumerate(uri)), "Sender", "wsman:UnsupportedFeature", "FilteringRequired",
                naming: ["WQL"])
        }
        try expectFault(
            service.send(.get(Self.all)), "Sender", "wsa:ActionNotSupported", "ActionMismatch", naming: ["one class"])
        for filter in [Filters.filter("CIM_Fan"), Filters.selectors(("Label", "x"))] {
            let reply = try service.send(.enumerate(Self.all, filter))
            try expectFault(reply, "Sender", "wsen:FilterDialectRequestedUnavailable", naming: ["association"])
            #expect(Set(reply.fault?.extras.map(\.text) ?? []) == [Filters.cql, Filters.wql, Filters.association])
        }
    }

    @Test("the enumeration goes on by Pull at the address that it was opened at")
    func pulls() throws {
        let opened = try service.send(
            .enumerate(Self.all, filter("AssociatedInstances", of: "CIM_ComputerSystem", Self.host)))
        let first = try service.send(.pull(Self.all, opened.context, 2))
        #expect(first.ids == ["hwmon/fan0", "hwmon/fan1"])
        let last = try service.send(.pull(Self.all, first.context, 2))
        #expect(last.ids == ["hwmon/fan2"] && last.isEnd)
    }

    @Test("what is closed to an account is neither found nor led to")
    func roles() throws {
        let service = TestService(fans: 2) {
            $0.access = AccessPolicy(narrowedBy: [AccessRule("CIM_Fan", .get, .atLeast(.admin))])
        }
        let devices = filter("AssociatedInstances", of: "CIM_ComputerSystem", Self.host)
        #expect(try service.send(.enumerate(Self.all, first: 9, devices)).items.isEmpty)
        #expect(try service.send(.enumerate(Self.all, first: 9, devices), by: TestService.admin).items.count == 2)
        let ties = filter("AssociationInstances", of: "CIM_ComputerSystem", Self.host)
        #expect(try service.send(.enumerate(Self.all, first: 9, ties)).items.isEmpty)
        try expectFault(
            service.send(.enumerate(Self.all, filter("AssociatedInstances", of: "CIM_Fan", Self.fan1))), "Sender",
            "wsman:AccessDenied", naming: ["admin"])
    }
}

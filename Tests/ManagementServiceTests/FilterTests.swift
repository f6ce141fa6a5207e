// SPDX-License-Identifier: Apache-2.0

import ManagementService
import ProviderKit
import ResourceModel
import Testing
import WSMan
import XML

/// What the filter tests have in common.
enum Filters {
    static let selector = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter"
    static let association = "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter"
    static let cql = "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf"
    static let wql = "http://schemas.microsoft.com/wbem/wsman/1/WQL"
    static let xpath = "http://www.w3.org/TR/1999/REC-xpath-19991116"

    static func filter(_ content: String, _ dialect: String? = nil, in element: String = "wsman:Filter") -> String {
        let dialect = dialect.map { " Dialect=\"\($0)\"" } ?? ""
        return "<\(element)\(dialect) xmlns:p=\"\(Published.classes)CIM_Fan\">\(content)</\(element)>"
    }

    static func selectors(_ selectors: (String, String)...) -> String {
        let set = selectors.map { "<wsman:Selector Name=\"\($0.0)\">\($0.1)</wsman:Selector>" }.joined()
        return filter("<wsman:SelectorSet>\(set)</wsman:SelectorSet>", selector)
    }
}

@Suite("Filters by expressions and by selectors (R8.2.1-3 to R8.2.1-x, R8.6-1, annexes D and E)")
struct FilterTests {
    let service = TestService(fans: 5)

    init() {
        service.machine.fans.fans[1].label = .string("front")
        service.machine.fans.fans[3].label = .string("front")
        service.machine.fans.fans[3].tags = ["a", "b"]
        service.machine.fans.fans[2].upperLimit = .unsigned(90)
        service.machine.fans.fans[4].health = .critical
    }

    private func ids(_ filter: String, _ resource: String = "CIM_Fan") throws -> [String] {
        let reply = try service.send(.enumerate(resource, first: 99, filter))
        #expect(!reply.isFault && reply.isEnd, "\(reply.text)")
        return reply.ids.map { String($0.split(separator: "/").last ?? "") }
    }

    // MARK: XPath

    @Test(
        "an expression keeps the items for which it is true",
        arguments: [
            ("/CIM_Fan[Label=\"front\"]", ["fan1", "fan3"]), ("CIM_Fan[Label='front' and Tags='b']", ["fan3"]),
            ("/p:CIM_Fan[p:UpperLimit &lt; 100]", ["fan2"]),
            ("CIM_Fan[not(Label='front') and UpperLimit > 100]", ["fan0", "fan4"]),
            ("*[HealthState = 5]", ["fan0", "fan1", "fan2", "fan3"]), ("CIM_Fan/Label = 'front'", ["fan1", "fan3"]),
            ("count(CIM_Fan/Tags)", ["fan3"]), ("string(CIM_Fan/Label)", ["fan1", "fan3"]), ("CIM_Sensor", []),
            ("CIM_Fan", ["fan0", "fan1", "fan2", "fan3", "fan4"]), ("CIM_Fan[Colour]", []), ("false()", []),
            ("CIM_Fan[Label/@xsi:nil='true']", ["fan0", "fan2", "fan4"]),
        ])
    func expressions(_ expression: String, _ expected: [String]) throws {
        #expect(try ids(Filters.filter(expression)) == expected)
        #expect(try ids(Filters.filter(expression, Filters.xpath)) == expected)
        #expect(try ids(Filters.filter(expression, in: "wsen:Filter")) == expected)
    }

    @Test("items that are kept come whole, whatever the expression names")
    func whole() throws {
        let filtered = try service.send(.enumerate("CIM_Fan", first: 9, Filters.filter("CIM_Fan[UpperLimit=90]")))
        let plain = try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan2")))
        #expect(filtered.items.map(Reply.properties) == [plain.properties])
    }

    @Test("an expression that selects pieces has them come as fragments; WS-Enumeration's filter keeps the whole")
    func projects() throws {
        let expression = "CIM_Fan[Label='front']/DeviceID"
        let reply = try service.send(.enumerate("CIM_Fan", first: 9, Filters.filter(expression)))
        #expect(reply.items.allSatisfy { $0.has(name: XMLName(Published.wsman, "XmlFragment")) })
        #expect(reply.items.flatMap { $0.children.map(\.text) } == ["hwmon/fan1", "hwmon/fan3"])
        #expect(
            reply.items.flatMap { $0.children.map(\.namespace) }
                == [String](repeating: Published.classes + "CIM_Fan", count: 2))
        let texts = try service.send(.enumerate("CIM_Fan", first: 9, Filters.filter(expression + "/text()")))
        #expect(texts.items.map(\.text) == ["hwmon/fan1", "hwmon/fan3"])
        let both = try service.send(
            .enumerate(
                "CIM_Fan", first: 9,
                Filters.filter(expression) + "<wsman:EnumerationMode>EnumerateObjectAndEPR</wsman:EnumerationMode>"))
        #expect(
            both.items.map { $0.children.map(\.localName) }
                == [["XmlFragment", "EndpointReference"], ["XmlFragment", "EndpointReference"]])
        #expect(try ids(Filters.filter(expression, in: "wsen:Filter")) == ["fan1", "fan3"])
    }

    @Test("with EPRs alone the filter still looks at the objects")
    func addresses() throws {
        let reply = try service.send(
            .enumerate(
                "CIM_Fan", first: 9,
                Filters.filter("CIM_Fan[Label='front']") + "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>"
            ))
        #expect(reply.items.count == 2 && reply.items.allSatisfy { $0.localName == "EndpointReference" })
    }

    @Test("a filtered enumeration goes on from Pull to Pull, and its size is not known beforehand")
    func pulls() throws {
        let ask = "<wsman:RequestTotalItemsCountEstimate/>"
        let opened = try service.send(
            RequestText.enumerate("CIM_Fan", Filters.filter("CIM_Fan[Label='front']")).with { $0.headers = ask })
        let estimate = try #require(opened.headers.first { $0.localName == "TotalItemsCountEstimate" })
        #expect(estimate.attribute("nil", namespace: Published.xsi) == "true")
        let first = try service.send(.pull("CIM_Fan", opened.context, 1))
        #expect(first.ids == ["hwmon/fan1"] && !first.isEnd)
        let second = try service.send(.pull("CIM_Fan", first.context, 1))
        #expect(second.ids == ["hwmon/fan3"])
        let last = try service.send(.pull("CIM_Fan", second.context, 1))
        #expect(last.items.isEmpty && last.isEnd)
    }

    @Test("selectors in the header scope what is filtered (R8.3-1); so do modes of subclasses")
    func scoped() throws {
        func scoped(_ id: String) throws -> Int {
            try service.send(
                RequestText.enumerate("CIM_Fan", first: 9, Filters.filter("CIM_Fan[Label='front']"))
                    .with { $0.selectors = [("DeviceID", id)] }
            ).items.count
        }
        #expect(try scoped("hwmon/fan1") == 1)
        #expect(try scoped("hwmon/fan2") == 0)
        let mode =
            "<m:PolymorphismMode xmlns:m=\"\(Published.wsmb)\">ExcludeSubClassProperties</m:PolymorphismMode>"
        let reply = try service.send(
            .enumerate("CIM_LogicalDevice", first: 9, Filters.filter("CIM_LogicalDevice[DeviceID='hwmon/fan1']") + mode)
        )
        #expect(reply.ids == ["hwmon/fan1"] && reply.items.first?.localName == "CIM_LogicalDevice", "\(reply.text)")
        #expect(try ids(Filters.filter("*[Label='front']"), "CIM_LogicalDevice") == ["fan1", "fan3"])
    }

    @Test("the catalog can be filtered too")
    func catalog() throws {
        let reply = try service.send(
            .enumerate(Published.catalog, first: 99, Filters.filter("Resource[DisplayName='Fans']/ResourceURI/text()")))
        #expect(reply.items.map(\.text) == [Published.classes + "CIM_Fan"])
    }

    @Test(
        "what cannot be processed is said at once, in the words of the element's owner",
        arguments: [
            ("CIM_Fan[", "read"), ("q:CIM_Fan", "prefix q"), ("", "empty"), ("CIM_Fan/f(x)", "function"),
            ("<x/>", "text"), ("a<x/>", "not both"), ("<x/><x/>", "not several"),
        ])
    func refuses(_ content: String, _ word: String) throws {
        try expectFault(
            service.send(.enumerate("CIM_Fan", Filters.filter(content))), "Sender", "wsman:CannotProcessFilter",
            naming: [word])
        try expectFault(
            service.send(.enumerate("CIM_Fan", Filters.filter(content, in: "wsen:Filter"))), "Sender",
            "wsen:CannotProcessFilter", naming: [word])
    }

    @Test("an unknown dialect is refused, and those there are are listed; two filters are one too many")
    func dialects() throws {
        let reply = try service.send(.enumerate("CIM_Fan", Filters.filter("x", "urn:sql")))
        try expectFault(reply, "Sender", "wsen:FilterDialectRequestedUnavailable", naming: ["urn:sql"])
        #expect(
            Set(reply.fault?.extras.map(\.text) ?? [])
                == [Filters.xpath, Filters.selector, Filters.cql, Filters.wql, Filters.association])
        #expect(reply.fault?.extras.allSatisfy { $0.has(name: XMLName(Published.wsen, "SupportedDialect")) } == true)
        try expectFault(
            service.send(
                .enumerate("CIM_Fan", Filters.filter("CIM_Fan") + Filters.filter("CIM_Fan", in: "wsen:Filter"))),
            "Sender", "wsen:CannotProcessFilter", naming: ["two filters"])
    }

    @Test("an expression that takes too many steps ends with its fault, and the context can be pulled again")
    func operations() throws {
        let service = TestService(fans: 2) { $0.message.xpath.maxOperations = 200 }
        let costly = "CIM_Fan[count(//*[count(//*[count(//*) > 0]) > 0]) > 0]"
        let opened = try service.send(.enumerate("CIM_Fan", Filters.filter(costly)))
        for _ in 0..<2 {
            try expectFault(
                service.send(.pull("CIM_Fan", opened.context, 9)), "Sender", "wsman:CannotProcessFilter",
                naming: ["200 steps"])
        }
        #expect(try !service.send(.release("CIM_Fan", opened.context)).isFault)
        try expectFault(
            service.send(.enumerate("CIM_Fan", Filters.filter(String(repeating: "x", count: 5000)))), "Sender",
            "wsman:CannotProcessFilter", naming: ["4096"])
    }

    // MARK: Selectors

    @Test("selectors keep what equals them, all of them")
    func selectors() throws {
        #expect(try ids(Filters.selectors(("Label", "front"))) == ["fan1", "fan3"])
        #expect(try ids(Filters.selectors(("Label", "front"), ("DeviceID", "hwmon/fan3"))) == ["fan3"])
        #expect(try ids(Filters.selectors(("UPPERLIMIT", " 90 "))) == ["fan2"])
        #expect(try ids(Filters.selectors(("ActiveCooling", "TRUE"), ("HealthState", "5"))).count == 4)
        #expect(try ids(Filters.selectors(("DeviceID", "nothing"))).isEmpty)
        #expect(try ids(Filters.selectors(("Label", ""))).isEmpty)
        #expect(try ids(Filters.selectors(("Label", "front")), "CIM_LogicalDevice") == ["fan1", "fan3"])
        let whole = try service.send(.enumerate("CIM_Fan", first: 9, Filters.selectors(("UpperLimit", "90"))))
        #expect(
            whole.items.map(Reply.properties)
                == [try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan2"))).properties])
    }

    @Test("a key is looked up, not walked to: no other part is read")
    func lookUp() throws {
        let bus = service.machine.sensors.bus
        let before = bus.accesses
        #expect(try ids(Filters.selectors(("DeviceID", "temp1")), "CIM_NumericSensor") == ["temp1"])
        #expect(bus.accesses - before <= 2)
        let scanned = bus.accesses
        #expect(try ids(Filters.selectors(("Limit", "-5")), "CIM_NumericSensor").count == 3)
        #expect(bus.accesses - scanned >= 3)
    }

    @Test("selectors that cannot be compared are refused, and those that can are named")
    func refusesSelectors() throws {
        let reply = try service.send(.enumerate("CIM_Fan", Filters.selectors(("Colour", "red"))))
        try expectFault(reply, "Sender", "wsman:CannotProcessFilter", naming: ["Colour"])
        let names = reply.fault?.extras.filter { $0.has(name: XMLName(Published.wsman, "SupportedSelectorName")) } ?? []
        #expect(names.contains { $0.text == "DeviceID" } && !names.contains { $0.text == "Tags" })
        for (name, value, word) in [
            ("Tags", "a", "Tags"), ("InstallDate", "x", "InstallDate"), ("UpperLimit", "many", "uint8"),
            ("UpperLimit", "900", "uint8"),
        ] {
            try expectFault(
                service.send(.enumerate("CIM_Fan", Filters.selectors((name, value)))), "Sender",
                "wsman:CannotProcessFilter", naming: [word])
        }
        try expectFault(
            service.send(.enumerate("CIM_Fan", Filters.selectors(("Label", "a"), ("label", "b")))), "Sender",
            "wsman:CannotProcessFilter", naming: ["twice"])
        for content in ["", "text", "<wsman:SelectorSet/>"] {
            try expectFault(
                service.send(.enumerate("CIM_Fan", Filters.filter(content, Filters.selector))), "Sender",
                "wsman:CannotProcessFilter", naming: ["SelectorSet"])
        }
        try expectFault(
            service.send(.enumerate(Published.catalog, Filters.selectors(("ResourceURI", "x")))), "Sender",
            "wsman:CannotProcessFilter", naming: ["Catalog"])
    }
}

@Suite("Filters in WQL and CQL")
struct QueryFilterTests {
    let service = TestService(fans: 5)
    static let all = "http://schemas.dmtf.org/wbem/wscim/1/*"

    init() {
        service.machine.fans.fans[1].label = .string("front")
        service.machine.fans.fans[3].label = .string("Front")
        service.machine.fans.fans[2].upperLimit = .unsigned(90)
    }

    private func enumerate(
        _ query: String, _ dialect: String = Filters.wql, on resource: String = all, _ more: String = "",
        by principal: Principal = TestService.operatorAccount
    ) throws -> Reply {
        try service.send(.enumerate(resource, first: 99, Filters.filter(query, dialect) + more), by: principal)
    }

    @Test("a query on all classes goes over the class that it names, whole instances with whole names")
    func all() throws {
        for uri in [
            Self.all, "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/*", Published.classes + "*", "CIM_Fan",
            "CIM_LogicalDevice",
        ] {
            let reply = try enumerate("select * from CIM_Fan where UpperLimit &lt; 100", on: uri)
            #expect(reply.ids == ["hwmon/fan2"] && reply.isEnd, "\(uri): \(reply.text)")
            #expect(
                reply.items.map(Reply.properties) == [
                    try service.send(.get("CIM_Fan", ("DeviceID", "hwmon/fan2"))).properties
                ])
        }
        #expect(try enumerate("select * from cim_fan").ids.count == 5)
        #expect(try enumerate("select * from CIM_LogicalDevice").ids.count == 8)
    }

    @Test("WQL takes no notice of letter case, CQL does")
    func letterCase() throws {
        #expect(try enumerate("select * from CIM_Fan where Label = 'front'").ids == ["hwmon/fan1", "hwmon/fan3"])
        #expect(try enumerate("select * from CIM_Fan where Label = 'front'", Filters.cql).ids == ["hwmon/fan1"])
        #expect(try enumerate("select * from CIM_Fan where DeviceID = 'HWMON/FAN4'").ids == ["hwmon/fan4"])
        #expect(try enumerate("select * from CIM_Fan where DeviceID = 'HWMON/FAN4'", Filters.cql).ids.isEmpty)
        #expect(
            try enumerate("select * from CIM_Fan where DeviceID = 'hwmon/fan4' and Label is null", Filters.cql).ids == [
                "hwmon/fan4"
            ])
    }

    @Test("a projection has its properties come as fragments; with WS-Enumeration's filter too")
    func projects() throws {
        let reply = try enumerate("select DeviceID, UpperLimit from CIM_Fan where UpperLimit = 90")
        let fragment = try #require(reply.items.first)
        #expect(reply.items.count == 1 && fragment.has(name: XMLName(Published.wsman, "XmlFragment")))
        #expect(
            fragment.children.map(\.name)
                == ["DeviceID", "UpperLimit"].map { XMLName(Published.classes + "CIM_Fan", $0) })
        #expect(fragment.children.map(\.text) == ["hwmon/fan2", "90"])
        let both = try enumerate(
            "select DeviceID from CIM_Fan where UpperLimit = 90", on: Self.all,
            "<wsman:EnumerationMode>EnumerateObjectAndEPR</wsman:EnumerationMode>")
        #expect(both.items.first?.children.map(\.localName) == ["XmlFragment", "EndpointReference"])
    }

    @Test("a key is looked up: no other part is read")
    func lookUp() throws {
        let bus = service.machine.sensors.bus
        let before = bus.accesses
        #expect(try enumerate("select * from CIM_NumericSensor where DeviceID = 'temp1'", Filters.cql).ids == ["temp1"])
        #expect(bus.accesses - before <= 2)
    }

    @Test("of a base class, classes without the property have no part that passes")
    func families() throws {
        #expect(
            try enumerate("select * from CIM_LogicalDevice where Label = 'front'", Filters.cql).ids == ["hwmon/fan1"])
        let pulled = try service.send(
            .enumerate(Self.all, Filters.filter("select * from CIM_LogicalDevice where HealthState = 5", Filters.wql)))
        let first = try service.send(.pull(Self.all, pulled.context, 4))
        let last = try service.send(.pull(Self.all, first.context, 9))
        #expect(first.ids.count == 4 && last.ids.count == 4 && last.isEnd)
    }

    @Test(
        "what cannot be processed says why",
        arguments: [
            ("select * from CIM_Fam", "did you mean CIM_Fan"),
            ("select * from CIM_Fan where Lable = 'x'", "did you mean Label"),
            ("select * from CIM_Fan where UpperLimit = 'x'", "uint8"), ("select", "its end"), ("", "SELECT"),
            ("select * from CIM_Fan where Label like 5", "pattern"), ("ASSOCIATORS OF {x}", "association filter"),
        ])
    func refuses(_ query: String, _ word: String) throws {
        try expectFault(enumerate(query), "Sender", "wsman:CannotProcessFilter", naming: [word])
        try expectFault(
            service.send(.enumerate(Self.all, Filters.filter(query, Filters.wql, in: "wsen:Filter"))), "Sender",
            "wsen:CannotProcessFilter", naming: [word])
    }

    @Test("the class addressed and the class named must go together; descriptions have nothing to ask")
    func mismatch() throws {
        try expectFault(
            enumerate("select * from CIM_NumericSensor", on: "CIM_Fan"), "Sender", "wsman:CannotProcessFilter",
            naming: ["CIM_NumericSensor", "CIM_Fan"])
        try expectFault(
            enumerate("select * from CIM_Fan", on: Published.catalog), "Sender", "wsman:CannotProcessFilter",
            naming: ["Catalog"])
    }

    @Test("what is closed to an account is closed to its queries")
    func roles() throws {
        let service = TestService(fans: 2) {
            $0.access = AccessPolicy(narrowedBy: [AccessRule("CIM_Fan", .enumerate, .atLeast(.admin))])
        }
        let query = RequestText.enumerate(Self.all, first: 9, Filters.filter("select * from CIM_Fan", Filters.wql))
        try expectFault(service.send(query), "Sender", "wsman:AccessDenied", naming: ["enumerate CIM_Fan"])
        #expect(try service.send(query, by: TestService.admin).items.count == 2)
    }
}

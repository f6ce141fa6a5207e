// SPDX-License-Identifier: Apache-2.0

import ManagementService
import ManualLoop
import ResourceModel
import Testing
import XML

/// What a narrowed table means for each operation: nothing is shown, and nothing is told of what is not.
struct AccessTests {
    static let accounts = [TestService.reader, TestService.operatorAccount, TestService.admin]

    static func service(_ rules: AccessRule...) -> TestService {
        TestService { $0.access = AccessPolicy(narrowedBy: rules) }
    }

    /// Fans take an operator.
    static let closedFans = AccessRule("CIM_Fan", .get, .atLeast(.operator))

    static func refuses(
        _ reply: Reply, naming words: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try expectFault(reply, "Sender", "wsman:AccessDenied", naming: words, sourceLocation: sourceLocation)
    }

    // MARK: A class

    static let requests: [RequestText] = [
        .get("CIM_Fan", ("DeviceID", "hwmon/fan1")), .get("CIM_Fan", ("DeviceID", "none")), .get("CIM_Fan"),
        .get("CIM_Fan", ("NoSelector", "x")), .put("CIM_Fan", "hwmon/fan1", "<p:UpperLimit>9</p:UpperLimit>"),
        .put("CIM_Fan", "none", "<p:Nonsense>9</p:Nonsense>"), .enumerate("CIM_Fan"), .enumerate("CIM_Fan", first: 9),
        .invoke("CIM_Fan", "SetNames", "hwmon/fan1", ""), .invoke("CIM_Fan", "SetNames", "none", ""),
        .invoke("CIM_Fan", "Unknown", "hwmon/fan1", ""), .pull("CIM_Fan", String(repeating: "0", count: 32)),
    ]

    @Test(arguments: requests.indices)
    func `a closed class gives every request the same answer, whether there is such a part or not`(
        index: Int
    ) throws {
        let service = Self.service(Self.closedFans)
        let reply = try service.send(Self.requests[index], by: TestService.reader)
        try Self.refuses(reply, naming: ["rita", "reader", "takes operator"])
        let first = try service.send(Self.requests[0], by: TestService.reader)
        if Self.requests[index].action == RequestText.get { #expect(reply.fault?.reason == first.fault?.reason) }
        #expect(service.machine.fans.writes.isEmpty && service.machine.fans.calls.isEmpty)
    }

    @Test func `who has the role gets what the narrowed class shows`() throws {
        let service = Self.service(Self.closedFans)
        for account in Self.accounts.dropFirst() {
            #expect(try service.send(Self.requests[0], by: account).status == 200)
            #expect(try service.send(.enumerate("CIM_Fan", first: 9), by: account).ids.count == 3)
        }
        #expect(try service.send(.get("CIM_ComputerSystem"), by: TestService.reader).status == 200)
    }

    @Test func `nobody means administrators too`() throws {
        let service = Self.service(AccessRule("CIM_Fan", nil, .nobody))
        for account in Self.accounts {
            try Self.refuses(try service.send(Self.requests[0], by: account), naming: ["Nobody", "CIM_Fan"])
        }
    }

    @Test func `each action is narrowed by itself`() throws {
        let service = Self.service(
            AccessRule("CIM_Fan", .enumerate, .atLeast(.operator)), AccessRule("CIM_Fan", .put, .atLeast(.admin)),
            AccessRule("CIM_Fan", .invoke("SetNames"), .atLeast(.admin)))
        let get = RequestText.get("CIM_Fan", ("DeviceID", "hwmon/fan1"))
        let put = RequestText.put("CIM_Fan", "hwmon/fan1", "<p:UpperLimit>9</p:UpperLimit>")
        #expect(try service.send(get, by: TestService.reader).status == 200)
        try Self.refuses(
            try service.send(.enumerate("CIM_Fan"), by: TestService.reader), naming: ["enumerate CIM_Fan", "operator"])
        try Self.refuses(try service.send(put), naming: ["put CIM_Fan", "admin"])
        try Self.refuses(
            try service.send(.invoke("CIM_Fan", "SetNames", "hwmon/fan1", "")), naming: ["CIM_Fan/SetNames", "admin"])
        #expect(try service.send(.invoke("CIM_Fan", "RequestStateChange", "hwmon/fan1", "")).status == 200)
        #expect(try service.send(put, by: TestService.admin).status == 200)
    }

    // MARK: Base classes

    @Test func `a base class lists and finds only parts that the caller may have`() throws {
        let service = Self.service(Self.closedFans)
        func ids(_ className: String, by principal: Principal) throws -> [String] {
            let pending = service.begin(.enumerate(className, first: 100), by: principal)
            service.loop.drain()
            return try pending.reply().ids
        }
        #expect(try ids("CIM_LogicalDevice", by: TestService.reader) == ["temp0", "temp1", "temp2"])
        #expect(try ids("CIM_LogicalDevice", by: TestService.operatorAccount).count == 6)
        #expect(try ids("CIM_LogicalDevice", by: TestService.reader).count == 3, "no list of another role is kept")
        try Self.refuses(try service.send(.enumerate("CIM_CoolingDevice"), by: TestService.reader))
        #expect(
            try service.send(.get("CIM_LogicalDevice", ("DeviceID", "temp1")), by: TestService.reader).status == 200)
    }

    @Test func `through a base class a closed part and none are told by the same words`() throws {
        let service = Self.service(Self.closedFans)
        func refusal(_ request: RequestText) throws -> String? {
            let reply = try service.send(request, by: TestService.reader)
            try Self.refuses(reply, naming: ["CIM_LogicalDevice", "takes operator"])
            return reply.fault?.reason
        }
        let closed = try refusal(.get("CIM_LogicalDevice", ("DeviceID", "hwmon/fan1")))
        #expect(try refusal(.get("CIM_LogicalDevice", ("DeviceID", "none"))) == closed)
        #expect(
            try refusal(.get("CIM_LogicalDevice", ("DeviceID", "x"), ("CreationClassName", "CIM_Fan"))) == closed)
        // A class that is open is told apart, for nothing of the closed one can be learnt from it.
        try expectFault(
            service.send(
                .get("CIM_LogicalDevice", ("DeviceID", "none"), ("CreationClassName", "CIM_NumericSensor")),
                by: TestService.reader), "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI")
        try expectFault(
            service.send(.get("CIM_LogicalDevice", ("DeviceID", "none"))), "Sender", "wsa:DestinationUnreachable",
            "InvalidResourceURI")
    }

    @Test func `a class that may be got and not enumerated is found through its base class, and not listed`() throws {
        let service = Self.service(AccessRule("CIM_Fan", .enumerate, .atLeast(.admin)))
        #expect(try service.send(.get("CIM_LogicalDevice", ("DeviceID", "hwmon/fan1"))).status == 200)
        let one = RequestText.enumerate("CIM_LogicalDevice", first: 100).with {
            $0.selectors = [("DeviceID", "hwmon/fan1")]
        }
        #expect(try service.send(one).items.isEmpty)
        #expect(try service.send(one, by: TestService.admin).ids == ["hwmon/fan1"])
        #expect(try service.send(.enumerate("CIM_LogicalDevice", first: 100)).ids == ["temp0", "temp1", "temp2"])
    }

    @Test func `a part's own class has the last word on Put and methods through a base class`() throws {
        let service = Self.service(
            AccessRule("CIM_Fan", .put, .atLeast(.admin)), AccessRule("CIM_Fan", .invoke("SetNames"), .nobody))
        let put = RequestText.put("CIM_LogicalDevice", "hwmon/fan1", "<p:UpperLimit>9</p:UpperLimit>")
        try Self.refuses(try service.send(put), naming: ["put CIM_Fan", "admin"])
        #expect(try service.send(put, by: TestService.admin).status == 200)
        let call = RequestText.invoke("CIM_LogicalDevice", "SetNames", "hwmon/fan1", "")
        try Self.refuses(try service.send(call, by: TestService.admin), naming: ["Nobody", "SetNames"])
        #expect(service.machine.fans.calls.isEmpty)
    }

    @Test(arguments: ["CIM_LogicalDevice", "CIM_ManagedElement", "CIM_*Device"])
    func `a rule about a base class closes all that extend it`(classes: String) throws {
        let service = Self.service(AccessRule(classes, nil, .atLeast(.admin)))
        for name in ["CIM_Fan", "CIM_NumericSensor", "CIM_LogicalDevice"] {
            try Self.refuses(try service.send(.enumerate(name)))
            let pending = service.begin(.enumerate(name, first: 100), by: TestService.admin)
            service.loop.drain()
            #expect(try pending.reply().isEnd)
        }
        #expect(try service.send(.get("CIM_ComputerSystem")).status == 200)
    }

    // MARK: Ties

    @Test func `ties to parts of a closed class are not there`() throws {
        let service = Self.service(Self.closedFans)
        for name in ["CIM_SystemDevice", "CIM_Component"] {
            for mode in ["", "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>"] {
                var request = RequestText.enumerate(name, first: 100, mode)
                request.headers = "<wsman:RequestTotalItemsCountEstimate/>"
                let reply = try service.send(request, by: TestService.reader)
                #expect(reply.items.isEmpty && reply.isEnd)
                #expect(reply.header(Published.wsman, "TotalItemsCountEstimate") == "0")
                #expect(try service.send(request).items.count == 3)
            }
        }
        func tie(to fan: String) -> RequestText {
            .get(
                "CIM_SystemDevice",
                (
                    "PartComponent",
                    """
                    <wsa:EndpointReference><wsa:Address>\(Published.anonymous)</wsa:Address><wsa:ReferenceParameters>\
                    <wsman:ResourceURI>\(Published.classes)CIM_Fan</wsman:ResourceURI><wsman:SelectorSet>\
                    <wsman:Selector Name="SystemCreationClassName">CIM_ComputerSystem</wsman:Selector>\
                    <wsman:Selector Name="SystemName">host1</wsman:Selector>\
                    <wsman:Selector Name="CreationClassName">CIM_Fan</wsman:Selector>\
                    <wsman:Selector Name="DeviceID">\(fan)</wsman:Selector></wsman:SelectorSet>\
                    </wsa:ReferenceParameters></wsa:EndpointReference>
                    """
                ))
        }
        #expect(try service.send(tie(to: "hwmon/fan1")).status == 200)
        let hidden = try service.send(tie(to: "hwmon/fan1"), by: TestService.reader)
        let none = try service.send(tie(to: "none"), by: TestService.reader)
        try expectFault(hidden, "Sender", "wsa:DestinationUnreachable", "InvalidResourceURI")
        #expect(hidden.fault?.reason == none.fault?.reason)
    }

    // MARK: Catalog and metadata

    @Test func `the catalog has no entry for a class that the caller may not get`() throws {
        let service = Self.service(Self.closedFans)
        let fan = Published.classes + "CIM_Fan"
        func uris(by principal: Principal) throws -> [String] {
            try service.send(.enumerate(Published.catalog, first: 100), by: principal).items.compactMap {
                $0.first(CatalogTests.name("ResourceURI"))?.text
            }
        }
        let all = try uris(by: TestService.operatorAccount)
        #expect(all.contains(fan))
        #expect(
            try uris(by: TestService.reader)
                == all.filter { $0 != fan && $0 != Published.classes + "CIM_CoolingDevice" })
        let entry = RequestText.get(Published.catalog, ("ResourceURI", fan))
        let unknown = try service.send(.get(Published.catalog, ("ResourceURI", "urn:x")), by: TestService.reader)
        let hidden = try service.send(entry, by: TestService.reader)
        try expectFault(hidden, "Sender", "wsman:InvalidSelectors", "InvalidValue")
        #expect(hidden.fault?.reason == unknown.fault?.reason)
        #expect(try service.send(entry).status == 200)
    }

    @Test(arguments: ["reader", "operator", "admin"])
    func `an entry lists what the narrowed table allows, and that is what works`(role: String) throws {
        let account = try #require(Self.accounts.first { $0.role.rawValue == role })
        let service = Self.service(
            AccessRule("CIM_Fan", .enumerate, .atLeast(.operator)), AccessRule("CIM_Fan", .put, .atLeast(.admin)),
            AccessRule("CIM_Fan", .invoke("SetNames"), .nobody))
        for name in ["CIM_Fan", "CIM_CoolingDevice"] {
            let entry = try service.send(
                .get(Published.catalog, ("ResourceURI", Published.classes + name)), by: account)
            let listed = try #require(entry.body?.first(CatalogTests.name("Access"))).children.compactMap {
                $0.first(CatalogTests.name("Action"))?.text
            }
            let requests: [RequestText] = [
                .get(name, ("DeviceID", "hwmon/fan1")), .enumerate(name),
                .put(name, "hwmon/fan1", "<p:UpperLimit>9</p:UpperLimit>"),
                .invoke(name, "RequestStateChange", "hwmon/fan1", ""), .invoke(name, "SetNames", "hwmon/fan1", ""),
                .invoke(name, "Erase", "hwmon/fan1", ""),
            ]
            for request in requests {
                let reply = try service.send(request, by: account)
                #expect((reply.status == 200) == listed.contains(request.action), "\(name) \(request.action)")
                if reply.status != 200 { try Self.refuses(reply) }
            }
        }
    }

    @Test func `a closed class is not described`() throws {
        let service = Self.service(Self.closedFans)
        let fan = Published.classes + "CIM_Fan"
        let requests: [RequestText] = [
            .get(MetadataTests.schemas, ("XMLSchema", fan)), .get(MetadataTests.descriptions, ("WSDL1.1", fan)),
            .get(MetadataTests.classSchemas + "*", ("ClassName", "CIM_Fan")),
            .get(MetadataTests.classSchemas + "CIM_Fan"),
            .get(MetadataTests.declarations + "*", ("ClassName", "cim_fan")),
            .get(MetadataTests.declarations + "CIM_Fan"),
        ]
        for request in requests {
            try expectFault(
                service.send(request, by: TestService.reader), "Sender", "wsman:InvalidSelectors", "InvalidValue")
            #expect(try service.send(request).status == 200)
        }
        func declared(by principal: Principal) throws -> [String] {
            try service.send(.enumerate(MetadataTests.declarations + "*", first: 100), by: principal).items
                .compactMap { $0.attribute("NAME") }
        }
        #expect(try !declared(by: TestService.reader).contains("CIM_Fan"))
        #expect(try declared(by: TestService.operatorAccount).contains("CIM_Fan"))
        #expect(
            try service.send(.get(MetadataTests.schemas, ("XMLSchema", Published.cim)), by: TestService.reader).status
                == 200)
    }

    // MARK: Contexts

    @Test func `an account that lost its role pulls no more of what the role showed it`() throws {
        let service = Self.service(Self.closedFans)
        let demoted = Principal(name: TestService.operatorAccount.name, role: .reader)
        for name in ["CIM_Fan", "CIM_LogicalDevice"] {
            let context = try service.send(.enumerate(name)).context
            try Self.refuses(try service.send(.pull(name, context), by: demoted))
            #expect(try service.send(.pull(name, context)).ids == ["hwmon/fan0"], "the context is unharmed")
        }
        // Even where the class itself stays open: the list was made for another.
        let catalog = try service.send(.enumerate(Published.catalog)).context
        try Self.refuses(try service.send(.pull(Published.catalog, catalog), by: demoted), naming: ["Enumerate again"])
        let promoted = Principal(name: TestService.operatorAccount.name, role: .admin)
        #expect(try service.send(.pull(Published.catalog, catalog), by: promoted).items.count == 1)
    }
}

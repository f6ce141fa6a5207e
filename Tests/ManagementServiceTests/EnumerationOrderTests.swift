// SPDX-License-Identifier: Apache-2.0

import Testing
import XML

/// The option `Order` of what has an order in time (DSP0226 section 6.4).
struct EnumerationOrderTests {
    private let service = TestService(events: true)
    private static let view = "http://schemas.baseboard-project.org/wbem/wscim/1/cim-schema/2/BB_EventView"

    private static func options(_ options: (name: String, value: String, mustComply: Bool)...) -> String {
        let options = options.map {
            "<wsman:Option Name=\"\($0.name)\" MustComply=\"\($0.mustComply)\">\($0.value)</wsman:Option>"
        }
        return "<wsman:OptionSet s:mustUnderstand=\"true\">\(options.joined())</wsman:OptionSet>"
    }

    private func enumerate(_ resource: String, _ headers: String, _ content: String = "") throws -> Reply {
        try service.send(RequestText.enumerate(resource, first: 9, content).with { $0.headers = headers })
    }

    private func ids(_ headers: String, _ content: String = "") throws -> [String] {
        try enumerate(Self.view, headers, content).items.compactMap { Reply.properties($0)["InstanceID"]?.first }
    }

    @Test func `what has an order in time is listed from either end`() throws {
        for mustComply in [true, false] {
            #expect(try ids(Self.options(("Order", "NewestFirst", mustComply))) == ["3", "2", "1"])
            #expect(try ids(Self.options(("Order", "OldestFirst", mustComply))) == ["1", "2", "3"])
        }
        #expect(try ids("") == ["1", "2", "3"])
    }

    @Test func `what must be complied with goes before what is advised`() throws {
        #expect(
            try ids(Self.options(("Order", "OldestFirst", false), ("Order", "NewestFirst", true))) == ["3", "2", "1"])
        #expect(try ids(Self.options(("Order", "sideways", false))) == ["1", "2", "3"])
        #expect(try ids(Self.options(("order", "NewestFirst", false))) == ["1", "2", "3"])
    }

    @Test func `filters and addresses keep the order`() throws {
        let newest = Self.options(("Order", "NewestFirst", true))
        let filter = """
            <wsman:Filter Dialect="http://schemas.microsoft.com/wbem/wsman/1/WQL">\
            select * from BB_EventView where Message &gt; '1'</wsman:Filter>
            """
        #expect(try ids(newest, filter) == ["3", "2"])
        let mode = "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>"
        let addresses = try enumerate(Self.view, newest, mode).items.map { EnumerateTests.get(from: $0) }
        #expect(addresses.map { $0?.selectors.first?.value } == ["3", "2", "1"])
    }

    @Test func `the order is that of the first message`() throws {
        let opened = try service.send(
            RequestText.enumerate(Self.view).with { $0.headers = Self.options(("Order", "NewestFirst", true)) })
        for expected in ["3", "2", "1"] {
            let pull = RequestText.pull(Self.view, opened.context).with {
                $0.headers = Self.options(("Order", "OldestFirst", true))
            }
            let reply = try service.send(pull)
            #expect(reply.items.compactMap { Reply.properties($0)["InstanceID"]?.first } == [expected])
        }
    }

    @Test func `an order that must be complied with is, or the request is refused`() throws {
        let newest = Self.options(("Order", "NewestFirst", true))
        try expectFault(
            enumerate("CIM_Fan", newest), "Sender", "wsman:InvalidOptions", "NotSupported", naming: ["Order"])
        try expectFault(
            service.send(.get(Self.view, ("InstanceID", "1")).with { $0.headers = newest }), "Sender",
            "wsman:InvalidOptions", "NotSupported", naming: ["Order"])
        try expectFault(
            enumerate(Self.view, Self.options(("Order", "sideways", true))), "Sender", "wsman:InvalidOptions",
            "InvalidValue", naming: ["NewestFirst", "sideways"])
        try expectFault(
            enumerate(Self.view, Self.options(("Order", "NewestFirst", true), ("Order", "OldestFirst", true))),
            "Sender", "wsman:InvalidOptions", "InvalidValue", naming: ["twice"])
        try expectFault(
            enumerate(Self.view, Self.options(("Order", "NewestFirst", true), ("Deep", "1", true))), "Sender",
            "wsman:InvalidOptions", "NotSupported", naming: ["Deep"])
        #expect(try enumerate("CIM_Fan", Self.options(("Order", "NewestFirst", false))).items.count == 3)
    }

    @Test func `the catalog says what the option is, where there is one`() throws {
        let access = try #require(
            try service.send(.get(Published.catalog, ("ResourceURI", Self.view))).body?.first(
                CatalogTests.name("Access")))
        let set = try #require(access.first(CatalogTests.name("OptionSet")))
        let option = try #require(set.first(CatalogTests.name("Option")))
        #expect(option.attribute("Name") == "Order")
        #expect(option.text.contains("OldestFirst or NewestFirst"))
        #expect(
            option.attribute("Type").flatMap(option.qualifiedName)
                == XMLName("http://www.w3.org/2001/XMLSchema", "string"))
        let operations = access.children.filter { $0.localName == "Operation" }
        let taking = operations.filter { $0.first(CatalogTests.name("OptionSetRef")) != nil }
        #expect(taking.compactMap { $0.first(CatalogTests.name("Action"))?.text } == [RequestText.enumerate])
        #expect(
            taking.first?.first(CatalogTests.name("OptionSetRef"))?.attribute("Name") == set.attribute("Name"))
        let fan = try service.send(.get(Published.catalog, ("ResourceURI", Published.classes + "CIM_Fan")))
        #expect(!fan.text.contains("OptionSet"))
    }
}

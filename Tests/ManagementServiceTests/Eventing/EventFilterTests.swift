// SPDX-License-Identifier: Apache-2.0

import Eventing
import EventingFixtures
import ManagementService
import ManualLoop
import ResourceModel
import Testing
import WSMan
import XML

/// Filters of events, in every language: what they keep, what they leave of it, and what of them cannot be processed.
struct EventFilterTests {
    static let xpath = "http://www.w3.org/TR/1999/REC-xpath-19991116"
    static let eventRoot = "http://schemas.dmtf.org/wbem/wsman/1/wsman/filter/eventRootXPath"
    static let selector = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter"
    static let cql = "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf"
    static let wql = "http://schemas.microsoft.com/wbem/wsman/1/WQL"
    static let everything = "http://schemas.dmtf.org/wbem/wscim/1/*"

    let service = TestService(events: true)

    private static func filter(_ content: String, _ dialect: String?, in element: String = "wsman:Filter") -> String {
        "<\(element)\(dialect.map { " Dialect=\"\($0)\"" } ?? "")>\(content)</\(element)>"
    }

    private static func selectors(_ pairs: (String, String)...) -> String {
        let selectors = pairs.map { "<wsman:Selector Name=\"\($0.0)\">\($0.1)</wsman:Selector>" }.joined()
        return "<wsman:SelectorSet>\(selectors)</wsman:SelectorSet>"
    }

    static let keeping: [(dialect: String?, filter: String)] = [
        (nil, "/*/*[local-name() = 'PerceivedSeverity'] = 6"), (xpath, "*/PerceivedSeverity = 6"),
        (xpath, "/*[*[local-name() = 'PerceivedSeverity'] = 6]"),
        (eventRoot, "/*[*[local-name() = 'PerceivedSeverity'] = 6]"),
        (wql, "SELECT * FROM CIM_Indication WHERE PerceivedSeverity = 6"),
        (cql, "SELECT * FROM CIM_Indication WHERE PerceivedSeverity = 6"),
        (selector, selectors(("PerceivedSeverity", "6"))),
    ]

    @Test(arguments: keeping.indices, ["wsman:Filter", "wse:Filter"])
    func `a filter keeps whole events or drops them (R10.2.2-50, R10.2.2-51)`(index: Int, element: String) throws {
        let (dialect, text) = Self.keeping[index]
        try service.subscribe { $0.content = Self.filter(text, dialect, in: element) }
        service.happen("bad", .driveHealth, .critical)
        service.happen("fair", .driveHealth, .warning)
        service.happen("gone", .partRemoved, .critical)
        #expect(try service.messages() == ["bad", "gone"])
        #expect(try service.delivered().map(\.localName) == ["CIM_AlertIndication", "CIM_InstDeletion"])
        // What is dropped is not waited for.
        #expect(service.subscriptions?.record(try #require(service.subscriptions?.identifiers.first))?.dropped == 0)
    }

    @Test(arguments: [wql, cql])
    func `a query's properties come as a fragment (R10.2.2-4)`(dialect: String) throws {
        try service.subscribe {
            $0.content = Self.filter("SELECT Message FROM CIM_AlertIndication WHERE PerceivedSeverity > 3", dialect)
        }
        service.happen("bad", .overheat, .critical)
        service.happen("fair", .overheat, .warning)
        service.happen("gone", .partRemoved, .critical)
        let event = try #require(try service.delivered().first)
        #expect(event.has(name: XMLName(Published.wsman, "XmlFragment")))
        #expect(event.children.map(\.localName) == ["Message"] && event.first(anyNamed: "Message")?.text == "bad")
        #expect(event.first(anyNamed: "Message")?.namespace == Published.classes + "CIM_ThresholdIndication")
        #expect(try service.delivered().count == 1)
    }

    @Test(arguments: [xpath, eventRoot])
    func `what an expression selects within an event comes as a fragment, in wsman:Filter alone`(dialect: String) throws
    {
        let text = "/*/*[local-name() = 'Message'][. != 'dull']"
        try service.subscribe { $0.content = Self.filter(text, dialect) }
        try service.subscribe {
            $0.mode = SubscribeText.push
            $0.content = Self.filter(text, dialect, in: "wse:Filter")
        }
        service.happen("bad")
        service.happen("dull")
        let shown = try service.delivered()
        #expect(Set(shown.map(\.localName)) == ["XmlFragment", "CIM_AlertIndication"] && shown.count == 2)
        let fragment = try #require(shown.first { $0.localName == "XmlFragment" })
        #expect(fragment.children.map(\.localName) == ["Message"])
    }

    @Test func `selectors keep what equals all of them, whatever class it is of`() throws {
        try service.subscribe {
            $0.content = Self.filter(Self.selectors(("PerceivedSeverity", "6"), ("Message", "bad")), Self.selector)
        }
        service.happen("bad", .driveHealth, .critical)
        service.happen("bad", .driveHealth, .warning)
        service.happen("other", .driveHealth, .critical)
        service.happen("bad", .partRemoved, .critical)
        #expect(try service.delivered().map(\.localName) == ["CIM_AlertIndication", "CIM_InstDeletion"])
    }

    @Test(arguments: [wql, cql])
    func `all classes at once are subscribed to with a query, and with nothing else`(dialect: String) throws {
        try service.subscribe {
            $0.source = Self.everything
            $0.content = Self.filter("SELECT * FROM CIM_InstIndication", dialect)
        }
        service.happen("bad", .overheat)
        service.happen("gone", .partRemoved)
        #expect(try service.messages() == ["gone"])
        try expectFault(
            service.send(.subscribe { $0.source = Self.everything }), "Sender", "wsman:UnsupportedFeature",
            "FilteringRequired")
    }

    @Test func `a class that extends another is of it too, and an event is of its own class alone`() throws {
        try service.subscribe { $0.content = Self.filter("SELECT * FROM CIM_AlertIndication", Self.wql) }
        try service.subscribe {
            $0.source = "CIM_AlertIndication"
            $0.mode = SubscribeText.push
        }
        service.happen("overheat", .overheat)
        #expect(try service.delivered().map(\.localName) == ["CIM_ThresholdIndication", "CIM_ThresholdIndication"])
    }

    // MARK: What cannot be processed

    static let wrong: [(String?, String, [String])] = [
        (xpath, "CIM_Alert[", []), (xpath, "", []), (xpath, "x:Message", ["prefix"]), (xpath, "<a/>", ["text"]),
        (xpath, "a<wsman:x/>", []), (eventRoot, "count(", []), (xpath, "count(7)", []), (xpath, "not()", []),
        (wql, "SELECT", []),
        (wql, "SELECT * FROM CIM_Fan", ["CIM_Fan"]), (wql, "SELECT * FROM CIM_AlertIndicatio", ["CIM_AlertIndication"]),
        (cql, "SELECT * FROM CIM_AlertIndication WHERE Colour = 'red'", ["Colour"]), (cql, "", []),
        (selector, "PerceivedSeverity", ["SelectorSet"]), (selector, selectors(), []),
        (selector, selectors(("Colour", "red")), ["Colour"]), (selector, selectors(("PerceivedSeverity", "bad")), []),
        (selector, selectors(("Message", "a"), ("Message", "b")), []),
        (selector, selectors(("Message", "a")) + selectors(("Message", "b")), []),
    ]

    @Test(arguments: wrong.indices, ["wsman:Filter", "wse:Filter"])
    func `what cannot be processed is WS-Eventing's fault, and says what to change (R10.2.2-1, R10.2.2-2)`(
        index: Int, element: String
    ) throws {
        let (dialect, text, words) = Self.wrong[index]
        try expectFault(
            service.send(.subscribe { $0.content = Self.filter(text, dialect, in: element) }), "Sender",
            "wse:EventSourceUnableToProcess", naming: words)
        #expect(service.subscriptions?.count == 0)
    }

    @Test(arguments: ["urn:x", "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter"])
    func `a language that is not spoken here is told of those that are`(dialect: String) throws {
        let reply = try service.send(.subscribe { $0.content = Self.filter("x", dialect) })
        try expectFault(reply, "Sender", "wse:FilteringRequestedUnavailable", naming: [dialect])
        let dialects = reply.fault?.extras.filter { $0.has(name: XMLName(Published.wse, "SupportedDialect")) }
        #expect(
            Set(dialects?.map(\.text) ?? []) == [Self.xpath, Self.eventRoot, Self.selector, Self.cql, Self.wql])
    }

    // MARK: Stored filters

    @Test func `who subscribes to a filter gets what it lets pass, and sends none beside it`() throws {
        let filter = RequestText.subscribe { $0.source = "CIM_IndicationFilter" }.with {
            $0.selectors = [("InstanceID", "severe")]
        }
        #expect(try !service.send(filter).isFault)
        service.loop.drain()
        service.happen("bad", .overheat, .critical)
        service.happen("fair", .overheat, .warning)
        service.happen("gone", .partRemoved, .critical)
        #expect(try service.messages() == ["bad"])
        let both = RequestText.subscribe {
            $0.source = "CIM_IndicationFilter"
            $0.content = Self.filter("*", Self.xpath)
        }
        try expectFault(
            service.send(both.with { $0.selectors = [("InstanceID", "severe")] }), "Sender",
            "wse:EventSourceUnableToProcess")
        #expect(try service.send(filter.with { $0.selectors = [("InstanceID", "none")] }).isFault)
        #expect(service.subscriptions?.count == 1)
    }

    @Test func `a filter that takes too long on an event has word of it in its place`() throws {
        let service = TestService(events: true) { $0.message.xpath.maxOperations = 40 }
        try service.subscribe {
            $0.content = Self.filter("count(//*[count(//*[count(//*) > 0]) > 0]) > 0", Self.xpath)
        }
        service.happen("bad")
        let word = try #require(try service.delivered().first)
        #expect(word.has(name: XMLName(Published.wsman, "DroppedEvents")) && word.text == "1")
        #expect(word.attribute("Action") == Published.classes + "CIM_AlertIndication")
    }
}

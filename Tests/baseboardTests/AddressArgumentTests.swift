// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import Testing
import WSMan
import WSManClient

@testable import baseboard

@Suite("Addresses, filters, options and times on the command line")
struct AddressArgumentTests {
    @Test(
        "an address in one word reads back the same",
        arguments: ["a", "a b&c=d?e%f", "ü/π", "platform/x.1/temp1", "100%", ""])
    func roundTrip(_ value: String) throws {
        let reference = Reference(
            ResourceURI(ofClass: "CIM_Fan"), [Selector("DeviceID", value), Selector("__cimnamespace", "root/cimv2")])
        let text = try #require(CompactAddress.text(reference))
        #expect(!text.contains(" ") && !text.contains("__cimnamespace"))
        let read = try #require(ResourceArgument(argument: text))
        #expect(read.reference([]) == Reference(ResourceURI(ofClass: "CIM_Fan"), [Selector("DeviceID", value)]))
    }

    @Test("an address in an address stands in parentheses, whatever its values are")
    func nested() throws {
        let fan = Reference(ResourceURI(ofClass: "CIM_Fan"), [Selector("DeviceID", "a(b)&c?d=e")])
        let tie = Reference(
            ResourceURI(ofClass: "CIM_SystemDevice"),
            [
                Selector("GroupComponent", .reference(Reference(ResourceURI(ofClass: "CIM_X"), []))),
                Selector("PartComponent", .reference(fan)), Selector("Text", "(x)"),
            ])
        let outer = Reference(ResourceURI("urn:x"), [Selector("A", .reference(tie)), Selector("B", "1")])
        for reference in [tie, outer] {
            let text = try #require(CompactAddress.text(reference))
            #expect(ResourceArgument(argument: text)?.reference([]) == reference, "\(text)")
        }
        let typed = ResourceArgument(argument: "CIM_SystemDevice?PartComponent=(Fan?DeviceID=x)")
        #expect(
            typed?.reference([]).selectors == [
                Selector(
                    "PartComponent",
                    .reference(Reference(ResourceURI(ofClass: "BB_FanView"), [Selector("DeviceID", "x")])))
            ])
    }

    @Test(
        "what has no end, or goes on after it, is no address",
        arguments: ["X_Y?A=(", "X_Y?A=()", "X_Y?A=(X_Y?B=1", "X_Y?A=(X_Y)B=1", "X_Y?A=(X_Y?B)", "X_Y?A=(X_Y))"])
    func unbalanced(_ text: String) {
        #expect(ResourceArgument(argument: text) == nil)
    }

    @Test("addresses nest so deep and no deeper")
    func depth() {
        func nested(_ depth: Int) -> String {
            String(repeating: "X_Y?A=(", count: depth) + "X_Y" + String(repeating: ")", count: depth)
        }
        #expect(ResourceArgument(argument: nested(7)) != nil)
        #expect(ResourceArgument(argument: nested(8)) == nil)
        #expect(ResourceArgument(argument: nested(100_000)) == nil)
    }

    @Test("a URI or a name that would read as something else has no such word")
    func ambiguous() {
        for uri in ["urn:x?y", "urn:(x)", "urn:a b", "urn:a&b", ""] {
            #expect(CompactAddress.text(Reference(ResourceURI(uri), [])) == nil)
        }
        #expect(CompactAddress.text(Reference(ResourceURI("urn:x"), [Selector("a=b", "c")])) == nil)
    }

    @Test("a namespace that is not the default belongs to the address")
    func namespaces() {
        func text(_ namespace: String) -> String? {
            CompactAddress.text(Reference(ResourceURI("urn:x"), [Selector("__cimnamespace", namespace)]))
        }
        #expect(text("root/cimv2") == "urn:x" && text("ROOT/CIMV2") == "urn:x")
        #expect(text("root/interop") == "urn:x?__cimnamespace=root/interop")
    }

    @Test("a short name may have keys too; what is no key is no address")
    func short() {
        let read = ResourceArgument(argument: "Fan?DeviceID=x&Other=y")
        #expect(read?.resourceURI == ResourceURI(ofClass: "BB_FanView"))
        #expect(
            read?.reference([KeyValue(argument: "Z=1")].compactMap { $0 }).selectors.map(\.name) == [
                "DeviceID", "Other", "Z",
            ])
        for wrong in ["Fan?x", "Fan?a b=c", "?A=1", "", "Fan?A=%ZZ", "Fan?A=%ff"] {
            #expect(ResourceArgument(argument: wrong) == nil, "\(wrong)")
        }
        #expect(ResourceArgument(argument: "*") == .allClasses)
    }

    private func filter(_ arguments: [String]) throws -> EnumerationFilter? {
        try EnumerateCommand.parse(arguments).filter.enumerationFilter
    }

    @Test("each dialect makes its filter")
    func filters() throws {
        #expect(try filter(["Fan"]) == nil)
        #expect(try filter(["Fan", "--filter", "a[b]"]) == .xpath("a[b]"))
        #expect(
            try filter(["Fan", "--dialect", "selector", "--filter", "A=1", "--filter", "B=2=3"])
                == .selectors([Selector("A", "1"), Selector("B", "2=3")]))
        #expect(try filter(["--dialect", "wql", "--filter", "select"]) == .query("select", .wql))
        #expect(try filter(["Fan", "--dialect", "cql", "--filter", "select"]) == .query("select", .cql))
        #expect(try filter(["Fan", "--dialect", "urn:x", "--filter", "y"]) == .other("y", dialect: "urn:x"))
        #expect(
            try filter([
                "Fan", "--dialect", "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter", "--filter", "A=1",
            ])
                == .selectors([Selector("A", "1")]))
        #expect(try filter(["--dialect", "WQL", "--filter", "select"]) == .query("select", .wql))
        var query = AssociationQuery(Reference(ResourceURI(ofClass: "CIM_Fan"), [Selector("DeviceID", "x")]))
        query.role = "PartComponent"
        query.resultClass = "CIM_ComputerSystem"
        #expect(
            try filter([
                "--associated-with", "CIM_Fan?DeviceID=x", "--role", "PartComponent", "--result-class",
                "CIM_ComputerSystem",
            ]) == .association(query))
        #expect(
            try filter([
                "--dialect", "association", "--filter", "CIM_Fan?DeviceID=x", "--role", "PartComponent",
                "--result-class", "CIM_ComputerSystem",
            ]) == .association(query))
        query.resultProperties = ["Name", "Tags"]
        query.resultRole = "GroupComponent"
        query.associationClass = "CIM_SystemDevice"
        #expect(
            try filter([
                "--associated-with", "CIM_Fan?DeviceID=x", "--role", "PartComponent", "--result-class",
                "CIM_ComputerSystem", "--result-property", "Name", "--result-property", "Tags", "--result-role",
                "GroupComponent", "--association", "CIM_SystemDevice",
            ]) == .association(query))
    }

    @Test("aliases, modes and counts")
    func enumerations() throws {
        #expect(try EnumerateCommand.parse(["Fan", "--max-elements", "7"]).batch == 7)
        #expect(try EnumerateCommand.parse(["Fan", "--with-epr"]).mode == .objectAndEPR)
        #expect(try EnumerateCommand.parse(["Fan", "--object-and-epr"]).mode == .objectAndEPR)
        #expect(try EnumerateCommand.parse(["Fan"]).polymorphism == nil)
        for (text, mode) in [
            ("include", PolymorphismMode.includeSubclassProperties), ("Exclude", .excludeSubclassProperties),
            ("none", .none), ("ExcludeSubClassProperties", .excludeSubclassProperties),
        ] {
            #expect(try EnumerateCommand.parse(["Fan", "--polymorphism", text]).polymorphism?.mode == mode)
        }
        #expect(try EnumerateCommand.parse(["Fan", "--count"]).count)
    }

    @Test(
        "what does not go together is wrong usage",
        arguments: [
            ["enumerate"], ["enumerate", "--filter", "x"], ["enumerate", "Fan", "--dialect", "sql", "--filter", "x"],
            ["enumerate", "Fan", "--filter", "a", "--filter", "b"],
            ["enumerate", "Fan", "--dialect", "selector", "--filter", "x"],
            ["enumerate", "Fan", "--dialect", "wql"],
            ["enumerate", "Fan", "--dialect", "association", "--filter", "?"],
            ["enumerate", "Fan", "--count", "--max", "1"], ["enumerate", "Fan", "--count", "--columns", "A"],
            ["enumerate", "Fan", "--polymorphism", "some"], ["enumerate", "Fan", "--result-property", "A"],
            ["enumerate", "Fan", "--epr", "--with-epr"], ["get", "Fan", "--locale", "en_US"],
            ["get", "Fan", "--locale", ""], ["get", "Fan", "--max-envelope-size", "8191"],
            ["put", "Fan", "--set", "A=1", "--input", "x"], ["put", "Fan", "--input", "-", "--password-stdin"],
            ["put", "Fan", "--fragment", "x", "--text", "y", "--epr"], ["create", "Fan", "A=1", "--input", "x"],
            ["create", "urn:x", "A=1"], ["enumerate", "Fan", "--role", "x"],
            ["enumerate", "Fan", "--filter", "x", "--associated-with", "Fan?A=1"],
            ["enumerate", "--associated-with", "Fan?A=1", "--references", "--result-class", "x"],
            ["get", "Fan", "--epr", "--fragment", "x"], ["put", "Fan", "--text", "x"],
            ["put", "Fan", "--fragment", "x"],
            ["put", "Fan", "--fragment", "x", "--text", "a", "--set", "B=1"], ["create", "Fan", "--fragment", "x"],
            ["create", "Fan", "Name"], ["delete"], ["get", "Fan", "--option", "x"], ["get", "Fan", "--option", "=x"],
            ["get", "Fan", "--timeout", "soon"], ["get", "Fan", "--timeout", "PT0S"],
            ["get", "Fan", "--timeout", "2d"],
        ])
    func wrong(_ arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try BaseboardCommand.parseAsRoot(arguments) }
        #expect(error.map { BaseboardCommand.exitCode(for: $0).rawValue } == 64)
    }

    @Test(
        "times are seconds, or what people and XML Schema write",
        arguments: [("30", 30), ("30s", 30), ("2m", 120), ("1h", 3600), ("PT30S", 30), ("PT1M30S", 90), ("PT0.5S", 1)])
    func times(_ text: String, _ seconds: Int) throws {
        #expect(try GetCommand.parse(["Fan", "--timeout", text]).connection.request.timeout == seconds)
    }

    @Test("a text may begin with a dash")
    func negativeTexts() throws {
        #expect(try PutCommand.parse(["Sensor", "--fragment", "x/text()", "--text", "-5"]).content.text == "-5")
        #expect(try PutCommand.parse(["Sensor", "--text", "--epr", "--fragment", "x/text()"]).content.text == "--epr")
    }

    @Test("options are hints unless marked")
    func options() throws {
        let command = try GetCommand.parse(["Fan", "--option", "a=1", "--option", "b!=x=y", "--option", "c="])
        #expect(
            command.connection.request.option.map(\.option)
                == [RequestOption("a", "1"), RequestOption("b", "x=y", mustComply: true), RequestOption("c", "")])
    }
}

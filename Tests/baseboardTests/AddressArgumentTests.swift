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
        let text = try #require(CompactAddress.text(EndpointReference(address: "x", reference: reference)))
        #expect(!text.contains(" ") && !text.contains("__cimnamespace"))
        let read = try #require(ResourceArgument(argument: text))
        #expect(read.reference([]) == Reference(ResourceURI(ofClass: "CIM_Fan"), [Selector("DeviceID", value)]))
    }

    @Test("what holds an address itself has no such word")
    func nested() {
        let nested = Reference(
            ResourceURI(ofClass: "CIM_X"), [Selector("A", .reference(Reference(ResourceURI("urn:x"), [])))])
        #expect(CompactAddress.text(EndpointReference(address: "x", reference: nested)) == nil)
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
        var query = AssociationQuery(Reference(ResourceURI(ofClass: "CIM_Fan"), [Selector("DeviceID", "x")]))
        query.role = "PartComponent"
        query.resultClass = "CIM_ComputerSystem"
        #expect(
            try filter([
                "--associated-with", "CIM_Fan?DeviceID=x", "--role", "PartComponent", "--result-class",
                "CIM_ComputerSystem",
            ]) == .association(query))
    }

    @Test(
        "what does not go together is wrong usage",
        arguments: [
            ["enumerate"], ["enumerate", "--filter", "x"], ["enumerate", "Fan", "--dialect", "sql", "--filter", "x"],
            ["enumerate", "Fan", "--filter", "a", "--filter", "b"],
            ["enumerate", "Fan", "--dialect", "selector", "--filter", "x"],
            ["enumerate", "Fan", "--role", "x"], ["enumerate", "Fan", "--filter", "x", "--associated-with", "Fan?A=1"],
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
        #expect(try GetCommand.parse(["Fan", "--timeout", text]).connection.timeout == seconds)
    }

    @Test("options are hints unless marked")
    func options() throws {
        let command = try GetCommand.parse(["Fan", "--option", "a=1", "--option", "b!=x=y", "--option", "c="])
        #expect(
            command.connection.option.map(\.option)
                == [RequestOption("a", "1"), RequestOption("b", "x=y", mustComply: true), RequestOption("c", "")])
    }
}

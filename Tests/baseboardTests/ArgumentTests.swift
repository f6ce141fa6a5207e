// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import Testing
import WSManClient

@testable import baseboard

struct ArgumentTests {
    @Test(arguments: [
        ("Fan", ResourceURI(ofClass: "BB_FanView")), ("FanView", ResourceURI(ofClass: "BB_FanView")),
        ("fanVIEW", ResourceURI(ofClass: "BB_fanVIEW")),
        ("CIM_Fan", ResourceURI(ofClass: "CIM_Fan")), ("urn:x", ResourceURI("urn:x")),
        (
            "http://intel.com/wbem/wscim/1/amt-schema/1/AMT_X",
            ResourceURI("http://intel.com/wbem/wscim/1/amt-schema/1/AMT_X")
        ),
    ])
    func `classes have short names`(argument: String, uri: ResourceURI) {
        #expect(ResourceArgument(argument: argument)?.resourceURI == uri)
    }

    @Test func `a pair splits at the first equals sign`() {
        #expect(KeyValue(argument: "DeviceID=a=b")?.value == "a=b")
        #expect(KeyValue(argument: "__cimnamespace=root/cimv2")?.name == "__cimnamespace")
        for wrong in ["", "x", "=x", "a b=c", "1a=c", "a<b=c"] { #expect(KeyValue(argument: wrong) == nil) }
    }

    @Test func `repeated names make arrays, empty values nulls`() throws {
        let command = try PutCommand.parse(["Sensor", "DeviceID=x", "--set", "A=1", "--set", "B=", "--set", "A=2"])
        #expect(command.instance.keys == [KeyValue(argument: "DeviceID=x")])
        #expect(
            command.content.changes.properties == [.init("A", [.text("1"), .text("2")]), .init("B", [.null])])
    }

    @Test(arguments: [
        ["put", "Sensor", "DeviceID=x"], ["get"], ["get", "Fan", "DeviceID"], ["enumerate", "Fan", "--max", "0"],
        ["enumerate", "Fan", "--epr", "--object-and-epr"], ["get", "Fan", "--json", "--xml"],
        ["get", "Fan", "--password", "secret"], ["invoke", "CIM_Fan", "DeviceID=x"],
        ["inventory", "--all"], ["inventory", "--tree", "--xml"], ["inventory", "--class", ""],
        ["identify", "--timeout", "0"], ["identify", "--password-stdin", "--password-file", "x"], ["nonsense"],
    ])
    func `wrong usage is refused`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try BaseboardCommand.parseAsRoot(arguments) }
        #expect(error.map { BaseboardCommand.exitCode(for: $0) } == ExitCode(Failure.Status.usage.rawValue))
    }

    @Test func `every shell gets a completion script`() {
        for shell in CompletionShell.allCases {
            #expect(BaseboardCommand.completionScript(for: shell).contains("inventory"))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Testing

@testable import baseboard

/// The built program against a service on loopback.
struct ProgramTests {
    private static let management = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"

    private static func envelope(_ body: String) -> String {
        """
        <a:Envelope xmlns:a="http://www.w3.org/2003/05/soap-envelope" xmlns:wsman="\(management)" \
        xmlns:b="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
        xmlns:wsen="http://schemas.xmlsoap.org/ws/2004/09/enumeration" \
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><a:Header /><a:Body>\(body)</a:Body></a:Envelope>
        """
    }

    static let identity = envelope(
        """
        <i:IdentifyResponse xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd">\
        <i:ProtocolVersion>p</i:ProtocolVersion><i:ProductVendor>Test</i:ProductVendor></i:IdentifyResponse>
        """)

    private static let fan = """
        <p:BB_FanView xmlns:p="urn:fan"><p:CurrentSpeed>1200</p:CurrentSpeed><p:DeviceID>f1</p:DeviceID>\
        <p:TargetSpeed xsi:nil="true" /></p:BB_FanView>
        """

    private static let fault = """
        <a:Fault><a:Code><a:Value>a:Sender</a:Value><a:Subcode><a:Value>b:DestinationUnreachable</a:Value></a:Subcode>\
        </a:Code><a:Reason><a:Text xml:lang="en-US">There is no such class.</a:Text></a:Reason></a:Fault>
        """

    /// Knows fans, and nothing else.
    @Sendable static func answer(_ request: String) -> (status: Int, body: String) {
        if request.contains("Identify />") { return (200, identity) }
        guard request.contains("BB_FanView") else { return (400, envelope(fault)) }
        if request.contains("<wsen:Enumerate>") {
            let items = "<wsen:EnumerationContext /><wsman:Items>\(fan)</wsman:Items><wsman:EndOfSequence />"
            return (200, envelope("<wsen:EnumerateResponse>\(items)</wsen:EnumerateResponse>"))
        }
        if request.contains("TargetSpeed>900<") { return (200, envelope(fan.replacing("1200", with: "900"))) }
        if request.contains("Reset_INPUT") {
            return (200, envelope("<p:Reset_OUTPUT xmlns:p=\"u\"><p:ReturnValue>0</p:ReturnValue></p:Reset_OUTPUT>"))
        }
        return (200, envelope(fan))
    }

    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs the program that was built beside the tests.
    static func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) async throws
        -> Outcome
    {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("baseboard")
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        func file(_ name: String, _ content: String = "") throws -> URL {
            let url = directory.appendingPathComponent(name)
            try Data(content.utf8).write(to: url)
            return url
        }
        let output = try file("output")
        let errors = try file("errors")
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ["HOME": directory.path].merging(environment) { $1 }
        let files = [
            try FileHandle(forReadingFrom: try file("input", input)), try FileHandle(forWritingTo: output),
            try FileHandle(forWritingTo: errors),
        ]
        // Process keeps them for ever.
        defer { for file in files { try? file.close() } }
        process.standardInput = files[0]
        process.standardOutput = files[1]
        process.standardError = files[2]
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        return Outcome(
            status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }

    private func ask(_ arguments: [String]) async throws -> Outcome {
        let service = try FakeService(Self.answer)
        let outcome = try await Self.run(
            arguments + ["--host", service.url, "--user", "ann", "--password-stdin"], input: "secret\n")
        withExtendedLifetime(service) {}
        return outcome
    }

    @Test(arguments: [
        (["identify"], "Test"), (["get", "Fan", "DeviceID=f1"], "CurrentSpeed  1200"),
        (["get", "Fan", "--json"], "\"TargetSpeed\": null"), (["get", "Fan", "--xml"], "<p:DeviceID>f1</p:DeviceID>"),
        (["get", "Fan", "--raw"], "HTTP 200"), (["put", "Fan", "--set", "TargetSpeed=900"], "900"),
        (["invoke", "Fan", "Reset", "DeviceID=f1"], "ReturnValue  0"),
        (["enumerate", "Fan"], "DeviceID"), (["enumerate", "Fan", "--json"], "\"CurrentSpeed\": 1200"),
        (["inventory"], "Fans"), (["inventory", "--tree"], "not available: There is no such class."),
        (["inventory", "1200", "FANVIEW", "--class", "Fan"], "1200 RPM"),
        (["inventory", "nothing", "--class", "Fan"], "none\n"),
        (["inventory", "--tree", "nothing"], "none"), (["inventory", "--tree", "nothing", "--json"], "[\n]\n"),
        (["inventory", "--json", "--class", "Fan"], "{\"@class\": \"BB_FanView\", \"CurrentSpeed\": 1200"),
        (["inventory", "--class", "Fan"], "1200 RPM"), (["inventory", "--class", "Fan", "--tree"], "- f1  1200 RPM"),
        (["inventory", "--tree", "--json", "--class", "Fan"], "\"TargetSpeed\": null, \"@children\": []}]}"),
        (["inventory", "--tree", "--raw", "--class", "Fan"], "HTTP 200"),
    ])
    func `commands print what the service answers and end with 0`(arguments: [String], expected: String) async throws {
        let outcome = try await ask(arguments)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect(outcome.output.contains(expected))
    }

    @Test func `JSON has the types of the service's schema`() async throws {
        let schema = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:cim="http://schemas.dmtf.org/wbem/wscim/1/common">\
            <xs:element name="BB_FanView"><xs:complexType><xs:sequence>\
            <xs:element name="CurrentSpeed" type="cim:cimString" /><xs:element name="DeviceID" type="cim:cimString" \
            maxOccurs="unbounded" /><xs:element name="TargetSpeed" type="cim:cimUnsignedInt" /></xs:sequence>\
            </xs:complexType></xs:element></xs:schema>
            """
        let service = try FakeService { request in
            request.contains(">wsman:system/catalog/2005/06/XMLSchema<")
                ? (200, Self.envelope(schema)) : Self.answer(request)
        }
        let environment = ["BASEBOARD_HOST": service.url, "BASEBOARD_USER": "ann", "BASEBOARD_PASSWORD": "secret"]
        let fan = #"{"@class": "BB_FanView", "CurrentSpeed": "1200", "DeviceID": ["f1"], "TargetSpeed": null"#
        for arguments in [
            ["get", "Fan"], ["enumerate", "Fan"], ["inventory", "--class", "Fan"],
            ["inventory", "--tree", "--class", "Fan"],
            ["put", "Fan", "--set", "CurrentSpeed=1"],
        ] {
            let outcome = try await Self.run(arguments + ["--json"], environment: environment)
            #expect(outcome.output.contains(fan), "\(arguments)")
        }
        withExtendedLifetime(service) {}
    }

    @Test func `a tree is drawn as the locale allows`() async throws {
        let service = try FakeService(Self.answer)
        let environment = ["BASEBOARD_HOST": service.url, "BASEBOARD_USER": "ann", "BASEBOARD_PASSWORD": "secret"]
        let tree = ["inventory", "--tree", "--class", "Fan"]
        #expect(
            try await Self.run(tree, environment: environment).output
                == "Machine\n`- BB_FanView: 1\n   `- f1  1200 RPM\n")
        let unicode = environment.merging(["LANG": "C.UTF-8"]) { $1 }
        #expect(
            try await Self.run(tree, environment: unicode).output == "Machine\n└─ BB_FanView: 1\n   └─ f1  1200 RPM\n")
        withExtendedLifetime(service) {}
    }

    @Test func `what is shown of messages holds no credentials`() async throws {
        let outcome = try await ask(["get", "Fan", "--raw"])
        #expect(outcome.output.contains("HTTP 200"))
        for secret in ["secret", "YW5uOnNlY3JldA==", "Authorization", "Basic"] {
            #expect(!outcome.output.contains(secret) && !outcome.errors.contains(secret), "\(secret)")
        }
    }

    @Test func `a class that was named and is refused ends with 1`() async throws {
        for arguments in [["inventory", "--class", "Nothing"], ["inventory", "--class", "Nothing", "--tree"]] {
            let outcome = try await ask(arguments)
            #expect(outcome.status == 1)
            #expect(
                outcome.errors
                    == "baseboard: The service has no class Nothing; baseboard catalog lists those that it has "
                    + "(DestinationUnreachable).\n")
        }
    }

    @Test func `nothing is coloured or cut in a file`() async throws {
        let outcome = try await ask(["enumerate", "Fan"])
        #expect(!outcome.output.contains("\u{1b}"))
        #expect(outcome.output == "CurrentSpeed  TargetSpeed  DeviceID\n    1200 RPM  -            f1\n")
    }

    @Test func `a refusal is one sentence and status 1`() async throws {
        let outcome = try await ask(["get", "CIM_Nothing"])
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors == "baseboard: There is no such class (DestinationUnreachable).\n")
    }

    @Test func `no connection is status 3`() async throws {
        // Port 1 is tcpmux, which nobody serves.
        let outcome = try await Self.run(["identify", "--host", "127.0.0.1:1"])
        #expect(outcome.status == 3)
        #expect(outcome.errors.hasPrefix("baseboard: Nothing answers at http://127.0.0.1:1/wsman"))
    }

    @Test func `a wrong password is status 4, and Identify needs none`() async throws {
        let service = try FakeService(Self.answer)
        let environment = ["BASEBOARD_HOST": service.url, "BASEBOARD_USER": "ann", "BASEBOARD_PASSWORD": "wrong"]
        #expect(try await Self.run(["get", "Fan"], environment: environment).status == 4)
        #expect(try await Self.run(["identify", "--anonymous"], environment: environment).status == 0)
        withExtendedLifetime(service) {}
    }

    @Test func `an answer that is not SOAP is status 5`() async throws {
        let service = try FakeService { _ in (200, "<html>hello</html>") }
        let outcome = try await Self.run(["identify", "--anonymous", "--host", service.url])
        #expect(outcome.status == 5)
        #expect(outcome.errors.contains("does not speak WS-Management"))
        withExtendedLifetime(service) {}
    }

    @Test func `wrong usage is status 64`() async throws {
        #expect(try await Self.run(["get"]).status == 64)
        #expect(try await Self.run(["identify", "--profile", "none"]).status == 64)
    }

    @Test func `the man page names every command, option and exit status`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appendingPathComponent("packaging/man/baseboard.1"), encoding: .utf8
        ).replacing("\\-", with: "-")
        #expect(page.contains("Baseboard \(Version.text)"))
        for command in BaseboardCommand.configuration.subcommands {
            #expect(page.contains(command.configuration.commandName ?? "?"))
            let help = BaseboardCommand.helpMessage(for: command, columns: 200)
            for option in help.matches(of: /--[a-z][a-z-]+/).map(\.output)
            where option != "--version" && option != "--help" {
                #expect(page.contains(option), "\(option) is missing")
            }
        }
        for status in [Failure.Status.fault, .noConnection, .notAuthorised, .notUnderstood, .usage] {
            #expect(page.contains(".B \(status.rawValue)\n"))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import baseboard

/// What the built program makes of answers to Create, RequestEPR, fragments and counts, however a service words them.
struct OperationProgramTests {
    private static let namespaces = """
        xmlns:a="http://www.w3.org/2003/05/soap-envelope" xmlns:b="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
        xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" \
        xmlns:wsen="http://schemas.xmlsoap.org/ws/2004/09/enumeration" \
        xmlns:wxf="http://schemas.xmlsoap.org/ws/2004/09/transfer" \
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        """

    private func ask(
        _ arguments: [String], header: String = "", body: String, input: String = ""
    ) async throws -> ProgramTests.Outcome {
        let answer =
            "<a:Envelope \(Self.namespaces)><a:Header>\(header)</a:Header><a:Body>\(body)</a:Body></a:Envelope>"
        let service = try FakeService { _ in (200, answer) }
        let outcome = try await ProgramTests.run(
            arguments, input: input,
            environment: ["BASEBOARD_HOST": service.url, "BASEBOARD_USER": "ann", "BASEBOARD_PASSWORD": "secret"])
        withExtendedLifetime(service) {}
        return outcome
    }

    private static let fan = "<p:BB_FanView xmlns:p=\"urn:fan\"><p:DeviceID>f1</p:DeviceID></p:BB_FanView>"

    @Test(
        "an address that is not told is a failure with a reason",
        arguments: [
            ("<wsman:RequestedEPR><wsman:EPRInvalid /></wsman:RequestedEPR>", 1, "(EPRInvalid)"),
            ("<wsman:RequestedEPR><wsman:EPRUnknown /></wsman:RequestedEPR>", 1, "(EPRUnknown)"),
            ("<wsman:RequestedEPR />", 5, "makes no sense"), ("", 5, "does not tell addresses"),
        ])
    func untold(_ header: String, _ status: Int32, _ sign: String) async throws {
        for arguments in [["get", "Fan", "--epr"], ["put", "Fan", "--input", "-", "--epr"]] {
            let outcome = try await ask(arguments, header: header, body: Self.fan, input: Self.fan)
            #expect(outcome.status == status && outcome.output == "")
            #expect(outcome.errors.contains(sign) && outcome.errors.hasPrefix("baseboard: "), "\(outcome.errors)")
        }
    }

    @Test(
        "what was made is told in one word, as its fields in JSON, by its place where that is all",
        arguments: [
            (
                "<b:Address>here</b:Address><b:ReferenceParameters><wsman:ResourceURI>urn:x</wsman:ResourceURI>"
                    + "<wsman:SelectorSet><wsman:Selector Name=\"Id\">7 8</wsman:Selector></wsman:SelectorSet>"
                    + "</b:ReferenceParameters>", "urn:x?Id=7%208\n"
            ),
            ("<b:Address>http://x/7\u{9b}</b:Address>", "http://x/7\u{fffd}\n"),
            (
                "<b:ReferenceParameters><wsman:ResourceURI>urn:x?y</wsman:ResourceURI><wsman:SelectorSet><wsman:Selector "
                    + "Name=\"Id\">7</wsman:Selector></wsman:SelectorSet></b:ReferenceParameters>", "urn:x?y Id=7\n"
            ),
        ])
    func created(_ address: String, _ expected: String) async throws {
        let body = "<wxf:ResourceCreated>\(address)</wxf:ResourceCreated>"
        let outcome = try await ask(["create", "X_Y", "A=1"], body: body)
        #expect(outcome.status == 0 && outcome.output == expected, "\(outcome.errors)")
        let json = try await ask(["create", "X_Y", "A=1", "--json"], body: body)
        let read = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
        #expect(read?.first?.keys.sorted() == ["@epr"])
    }

    @Test("a Create that tells no address is not understood", arguments: ["", "<wxf:ResourceCreated />", fan])
    func createdNothing(_ body: String) async throws {
        let outcome = try await ask(["create", "X_Y", "A=1"], body: body)
        #expect(outcome.status == 5 && outcome.output == "")
    }

    @Test("a count that nobody knows is said")
    func counts() async throws {
        let body = "<wsen:EnumerateResponse><wsman:Items /><wsman:EndOfSequence /></wsen:EnumerateResponse>"
        let header = "<wsman:TotalItemsCountEstimate xsi:nil=\"true\" />"
        let outcome = try await ask(["enumerate", "Fan", "--count"], header: header, body: body)
        #expect(outcome.status == 0 && outcome.output == "unknown\n")
        let json = try await ask(["enumerate", "Fan", "--count", "--json"], header: header, body: body)
        #expect(json.output == "[\n  {\"TotalItemsCountEstimate\": null}\n]\n")
    }

    @Test(
        "a part is text, properties or nothing, in every output",
        arguments: [
            ("5 &lt; 6\u{9b}", "5 < 6\u{fffd}\n", "[\n  \"5 < 6\\u009b\"\n]\n", "5 &lt; 6\u{9b}\n"),
            (
                "<p:A xmlns:p=\"urn:p\">1</p:A>", "A  1\n", "[\n  {\"@class\": \"BB_FanView\", \"A\": 1}\n]\n",
                "<p:A xmlns:p=\"urn:p\">1</p:A>\n"
            ),
            ("", "none\n", "[\n]\n", "\n"),
        ])
    func parts(_ content: String, _ table: String, _ json: String, _ xml: String) async throws {
        for (format, expected) in [("--table", table), ("--json", json), ("--xml", xml)] {
            let outcome = try await ask(
                ["get", "Fan", "--fragment", "x", format], body: "<wsman:XmlFragment>\(content)</wsman:XmlFragment>")
            #expect(outcome.status == 0 && outcome.output == expected, "\(format): \(outcome.output)\(outcome.errors)")
        }
    }

    @Test("the envelopes are shown as they are, a refusal too")
    func raw() async throws {
        let fault =
            "<a:Fault><a:Code><a:Value>a:Sender</a:Value></a:Code><a:Reason><a:Text xml:lang=\"en\">No.</a:Text></a:Reason></a:Fault>"
        let outcome = try await ask(["delete", "Fan?DeviceID=f1", "--raw"], body: fault)
        #expect(outcome.status == 1 && outcome.errors == "baseboard: No (Sender).\n")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 4 && lines[0].hasPrefix("POST http://127.0.0.1:") && lines[2] == "HTTP 200")
        #expect(lines[1].hasPrefix("<a:Envelope ") && lines[1].hasSuffix("<a:Body></a:Body></a:Envelope>"))
        #expect(lines[1].contains("<wsman:Selector Name=\"DeviceID\">f1</wsman:Selector>"))
        #expect(lines[3].contains(fault))
    }
}

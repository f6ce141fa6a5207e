// SPDX-License-Identifier: Apache-2.0

import ManagementService
import Testing
import WSMan
import XML

struct ControlHeaderTests {
    let service = TestService()
    let get = RequestText.get("CIM_ComputerSystem")

    func send(headers: String) throws -> Reply {
        try service.send(get.with { $0.headers = headers })
    }

    @Test func `options are advisory, repeated or empty ones too`() throws {
        let reply = try send(
            headers: """
                <wsman:OptionSet s:mustUnderstand="true"><wsman:Option Name="a">1</wsman:Option>\
                <wsman:Option Name="a" MustComply="false">2</wsman:Option><wsman:Option Name="b" xsi:nil="true"/></wsman:OptionSet>
                """)
        #expect(reply.status == 200)
    }

    @Test func `an option that must be complied with is refused`() throws {
        try expectFault(
            send(headers: "<wsman:OptionSet><wsman:Option Name=\"Deep\" MustComply=\"true\"/></wsman:OptionSet>"),
            "Sender", "wsman:InvalidOptions", "NotSupported", naming: ["Deep"])
    }

    @Test func `an option without a name is refused`() throws {
        try expectFault(
            send(headers: "<wsman:OptionSet><wsman:Option/></wsman:OptionSet>"), "Sender", "wsman:InvalidOptions",
            "InvalidName")
    }

    @Test func `too many options, and too long ones, are refused`() throws {
        let option = "<wsman:Option Name=\"a\">b</wsman:Option>"
        let many = "<wsman:OptionSet>\(String(repeating: option, count: 65))</wsman:OptionSet>"
        try expectFault(send(headers: many), "Sender", "wsman:EncodingLimit", "OptionLimit", naming: ["64"])
        let long =
            "<wsman:OptionSet>\(option.replacing("b<", with: String(repeating: "b", count: 4097) + "<"))</wsman:OptionSet>"
        try expectFault(send(headers: long), "Sender", "wsman:EncodingLimit", "OptionLimit", naming: ["4096"])
    }

    @Test(arguments: ["de-DE", "fr"])
    func `a language that must be and cannot is refused`(language: String) throws {
        try expectFault(
            send(headers: "<wsman:Locale xml:lang=\"\(language)\" s:mustUnderstand=\"true\"/>"), "Sender",
            "wsman:UnsupportedFeature", "Locale", naming: ["en-US"])
        #expect(try send(headers: "<wsman:Locale xml:lang=\"\(language)\"/>").status == 200)
    }

    @Test func `a MaxEnvelopeSize below the least is refused`() throws {
        try expectFault(
            send(headers: "<wsman:MaxEnvelopeSize>8191</wsman:MaxEnvelopeSize>"), "Sender", "wsman:EncodingLimit",
            "MinimumEnvelopeLimit", naming: ["8192"])
        #expect(try send(headers: "<wsman:MaxEnvelopeSize> 8192 </wsman:MaxEnvelopeSize>").status == 200)
    }

    @Test(arguments: ["", "-1", "many", "8192.0"])
    func `a MaxEnvelopeSize that is no number is refused`(size: String) throws {
        try expectFault(
            send(headers: "<wsman:MaxEnvelopeSize>\(size)</wsman:MaxEnvelopeSize>"), "Sender",
            "wsa:InvalidMessageInformationHeader", naming: ["MaxEnvelopeSize"])
    }

    @Test(arguments: ["PT60.000S", "PT1M30S", "PT3759670629.777S", "P99999999999999999999999D", " PT1S "])
    func `every positive duration is an OperationTimeout`(text: String) throws {
        #expect(try send(headers: "<wsman:OperationTimeout>\(text)</wsman:OperationTimeout>").status == 200)
    }

    @Test(arguments: ["", "PT0S", "-PT5S", "60", "2026-03-02T10:15:00Z", "PT", "P", "PTS"])
    func `what is no positive duration is refused`(text: String) throws {
        try expectFault(
            send(headers: "<wsman:OperationTimeout>\(text)</wsman:OperationTimeout>"), "Sender",
            "wsa:InvalidMessageInformationHeader", naming: ["OperationTimeout", "PT60S"])
    }
}

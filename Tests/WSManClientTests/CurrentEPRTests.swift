// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

@testable import WSManClient

@Suite("The address of an instance, asked for with RequestEPR")
struct CurrentEPRTests {
    let fan = Reference(ResourceURI(ofClass: "CIM_Fan"), [Selector("DeviceID", "f")])
    private static let address =
        "<b:EndpointReference><b:Address>http://bmc/</b:Address><b:ReferenceParameters><wsman:ResourceURI>urn:x"
        + "</wsman:ResourceURI></b:ReferenceParameters></b:EndpointReference>"

    private func answer(_ content: String?) -> String {
        Answers.envelope(
            Answers.fan("f", speed: 1),
            header: content.map { "<wsman:RequestedEPR>\($0)</wsman:RequestedEPR>" } ?? "")
    }

    @Test(
        "each of the three answers is told apart, and none",
        arguments: [
            (
                address,
                CurrentEPR.address(
                    EndpointReference(address: "http://bmc/", reference: Reference(ResourceURI("urn:x"), [])))
            ),
            ("<wsman:EPRInvalid />", .invalid), ("<wsman:EPRUnknown />", .unknown),
            ("<x:later xmlns:x=\"urn:x\" /><wsman:EPRUnknown />", .unknown), (nil, nil),
        ])
    func answers(_ content: String?, _ expected: CurrentEPR?) async throws {
        let transport = ScriptedTransport(answer(content), answer(content))
        let client = WSManClient(transport)
        let got = try await client.getAddressed(fan)
        #expect(got.epr == expected)
        #expect(got.value["DeviceID"] == "f")
        let put = try await client.putAddressed(.instance(got.value), to: fan)
        #expect(put.epr == expected)
        #expect(put.value?["DeviceID"] == "f")
        for (request, action) in zip(transport.requests, [Action.get, Action.put]) {
            let envelope = try understood(request)
            #expect(envelope.wantsEPR && envelope.action == action)
        }
    }

    @Test(
        "an answer that holds none of the three makes no sense",
        arguments: [
            "", "text", "<wsman:Later />", "<EPRInvalid />", "<b:EndpointReference />",
            "<wsman:Item>\(address)</wsman:Item>",
        ])
    func hostile(_ content: String) async {
        await #expect(
            throws: WSManClientError.unexpectedAnswer(
                "RequestedEPR holds neither an address nor EPRInvalid nor EPRUnknown")
        ) { try await WSManClient(ScriptedTransport(answer(content))).getAddressed(fan) }
    }

    @Test("nobody asks for it unasked")
    func unasked() async throws {
        let transport = ScriptedTransport(answer("<wsman:EPRUnknown />"))
        #expect(try await WSManClient(transport).get(fan)["DeviceID"] == "f")
        #expect(!transport.requests[0].contains("RequestEPR"))
    }
}

// SPDX-License-Identifier: Apache-2.0

import Testing

struct SelectorTypeTests {
    let service = TestService()

    @Test(arguments: [("seven", "TypeMismatch"), ("", "TypeMismatch"), ("256", "InvalidValue"), ("-1", "InvalidValue")])
    func `a key that is no value of its type is refused`(text: String, detail: String) throws {
        try expectFault(
            service.send(.get("CIM_Failing", ("Kind", "fine"), ("Number", text))), "Sender", "wsman:InvalidSelectors",
            detail, naming: ["Number", "uint8"])
    }

    @Test func `a key of its type is passed on`() throws {
        #expect(try service.send(.get("CIM_Failing", ("Kind", "fine"), ("Number", "7"))).status == 200)
    }

    @Test func `an address where a text belongs, and a text where an address does, are refused`() throws {
        let address = """
            <wsa:EndpointReference><wsa:ReferenceParameters><wsman:ResourceURI>urn:x</wsman:ResourceURI>\
            </wsa:ReferenceParameters></wsa:EndpointReference>
            """
        try expectFault(
            service.send(.get("CIM_Fan", ("DeviceID", address))), "Sender", "wsman:InvalidSelectors", "TypeMismatch",
            naming: ["DeviceID", "text"])
        try expectFault(
            service.send(.get("CIM_SystemDevice", ("GroupComponent", "host1"), ("PartComponent", address))), "Sender",
            "wsman:InvalidSelectors", "TypeMismatch", naming: ["GroupComponent", "EndpointReference"])
    }
}

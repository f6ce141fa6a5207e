// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan

@testable import WSManClient

struct EnumerationTests {
    let fans = Reference(ResourceURI(ofClass: "BB_FanView"), [])

    private func batch(_ response: String, _ items: [String], context: String?) -> String {
        Answers.dracItems(
            items.joined(), context: context, inManagementNamespace: response == "EnumerateResponse", response: response
        )
    }

    private func all(
        _ transport: ScriptedTransport, options: ClientOptions = ClientOptions(), stopAfter: Int = .max
    ) async throws(WSManClientError) -> [String] {
        var found: [String] = []
        try await WSManClient(transport, options: options).enumerateAll(fans) { items in
            found += items.compactMap { $0.instance?["DeviceID"] }
            return found.count < stopAfter
        }
        return found
    }

    @Test func `pulls go on to the end, with the newest context and Items in either namespace`() async throws {
        let transport = ScriptedTransport(
            batch("EnumerateResponse", [Answers.fan("1", speed: 1), Answers.fan("2", speed: 2)], context: "c&amp;1"),
            batch("PullResponse", [Answers.fan("3", speed: 3)], context: "c2"),
            batch("PullResponse", [Answers.fan("4", speed: 4)], context: nil))
        #expect(try await all(transport) == ["1", "2", "3", "4"])
        #expect(transport.requests.count == 3)
        #expect(transport.requests[1].contains("<wsen:EnumerationContext>c&amp;1</wsen:EnumerationContext>"))
        #expect(transport.requests[2].contains("<wsen:EnumerationContext>c2</wsen:EnumerationContext>"))
    }

    @Test func `EndOfSequence ends it even beside a context`() async throws {
        let transport = ScriptedTransport(
            Answers.envelope(
                "<wsen:EnumerateResponse><wsen:EnumerationContext>c</wsen:EnumerationContext><wsman:Items>"
                    + Answers.fan("1", speed: 1) + "</wsman:Items><wsman:EndOfSequence /></wsen:EnumerateResponse>"))
        #expect(try await all(transport) == ["1"])
        #expect(transport.requests.count == 1)
    }

    @Test func `a service without optimised enumeration is pulled`() async throws {
        let transport = ScriptedTransport(
            Answers.envelope(
                "<wsen:EnumerateResponse><wsen:EnumerationContext>c</wsen:EnumerationContext></wsen:EnumerateResponse>"),
            batch("PullResponse", [Answers.fan("1", speed: 1)], context: nil))
        #expect(try await all(transport) == ["1"])
    }

    @Test func `a context that is markup goes back as it came`() async throws {
        let transport = ScriptedTransport(
            batch("EnumerateResponse", [Answers.fan("1", speed: 1)], context: "<v:P xmlns:v=\"urn:v\">7</v:P>"),
            batch("PullResponse", [Answers.fan("2", speed: 2)], context: nil))
        #expect(try await all(transport) == ["1", "2"])
        #expect(transport.requests[1].contains("<wsen:EnumerationContext><v:P"))
        #expect(transport.requests[1].contains("xmlns:v=\"urn:v\">7</v:P></wsen:EnumerationContext>"))
    }

    @Test func `stopping early releases the context`() async throws {
        let transport = ScriptedTransport(
            batch("EnumerateResponse", [Answers.fan("1", speed: 1)], context: "c1"), Answers.envelope(""))
        #expect(try await all(transport, stopAfter: 1) == ["1"])
        #expect(transport.requests.count == 2)
        #expect(transport.requests[1].contains("<wsen:Release><wsen:EnumerationContext>c1<"))
    }

    @Test func `a service that has nothing to give for ever is given up`() async throws {
        var options = ClientOptions()
        options.maxEmptyBatches = 2
        let transport = ScriptedTransport(
            batch("EnumerateResponse", [], context: "c"), batch("PullResponse", [], context: "c"),
            batch("PullResponse", [], context: "c"))
        await #expect(throws: WSManClientError.unexpectedAnswer("3 batches without an item followed each other")) {
            try await all(transport, options: options)
        }
    }

    @Test func `addresses come alone or beside their instances`() async throws {
        let address = """
            <b:EndpointReference><b:Address>x</b:Address><b:ReferenceParameters><wsman:ResourceURI>urn:f\
            </wsman:ResourceURI></b:ReferenceParameters></b:EndpointReference>
            """
        let transport = ScriptedTransport(
            batch("EnumerateResponse", [address], context: nil),
            batch(
                "EnumerateResponse", ["<wsman:Item>\(Answers.fan("1", speed: 1))\(address)</wsman:Item>"], context: nil)
        )
        let client = WSManClient(transport)
        let expected = EndpointReference(address: "x", reference: Reference(ResourceURI("urn:f"), []))
        let alone = try await client.enumerate(fans, EnumerationQuery(mode: .reference))
        #expect(alone.items == [EnumerationItem(instance: nil, reference: expected)])
        let both = try await client.enumerate(fans, EnumerationQuery(mode: .objectAndReference))
        #expect(both.items.first?.reference == expected)
        #expect(both.items.first?.instance?["DeviceID"] == "1")
    }

    @Test func `an answer of another kind is refused`() async throws {
        let transport = ScriptedTransport(Answers.envelope(Answers.fan("1", speed: 1)))
        await #expect(
            throws: WSManClientError.unexpectedAnswer("the Body holds BB_FanView instead of EnumerateResponse")
        ) { try await all(transport) }
    }
}

// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSMan
import XML

@testable import WSManClient

struct RequestTests {
    let fan = Reference(ResourceURI(ofClass: "CIM_Fan"), [Selector("DeviceID", "a&b/fan1")])

    @Test func `a Get carries what the service's own reader asks for`() async throws {
        let transport = ScriptedTransport(Answers.envelope(Answers.fan("f", speed: 1)))
        var options = ClientOptions()
        options.request.locale = "en-US"
        options.request.operationTimeout = 1_500_000_000
        _ = try await WSManClient(transport, options: options).get(fan)
        let request = try understood(try #require(transport.requests.first))
        #expect(request.action == Action.get)
        #expect(request.to == "http://bmc:5985/wsman")
        #expect(request.resourceURI == fan.resourceURI)
        #expect(request.selectors == fan.selectors)
        #expect(request.operationTimeout == 1_500_000_000)
        #expect(request.maxEnvelopeSize == 512 * 1024)
        #expect(request.locale == "en-US")
        #expect(request.body == nil)
    }

    @Test func `one request may have settings of its own`() async throws {
        let transport = ScriptedTransport(
            Answers.envelope(Answers.fan("f", speed: 1)), Answers.envelope(Answers.fan("f", speed: 1)))
        let client = WSManClient(transport)
        var settings = RequestSettings()
        settings.operationTimeout = nil
        settings.maxEnvelopeSize = 8192
        settings.locale = "de"
        settings.options = [RequestOption("o", "1")]
        _ = try await client.get(fan, settings: settings)
        _ = try await client.get(fan)
        let own = try understood(transport.requests[0])
        #expect(own.operationTimeout == nil && own.maxEnvelopeSize == 8192 && own.locale == "de")
        #expect(own.options.map(\.name) == ["o"])
        let other = try understood(transport.requests[1])
        #expect(other.operationTimeout == 60_000_000_000 && other.maxEnvelopeSize == 512 * 1024)
        #expect(other.locale == nil && other.options.isEmpty)
    }

    @Test func `either addressing version can be written`() async throws {
        let transport = ScriptedTransport(Answers.envelope(Answers.fan("f", speed: 1)))
        var options = ClientOptions()
        options.addressing = .recommendation2005
        _ = try await WSManClient(transport, options: options).get(fan)
        #expect(try understood(try #require(transport.requests.first)).addressing == .recommendation2005)
    }

    @Test func `a selector may hold a reference`() async throws {
        let nested = Reference(ResourceURI(ofClass: "CIM_ComputerSystem"), [Selector("Name", "host1")])
        let target = Reference(
            ResourceURI(ofClass: "CIM_SystemDevice"), [Selector("GroupComponent", .reference(nested))])
        let transport = ScriptedTransport(Answers.envelope(Answers.fan("f", speed: 1)))
        _ = try await WSManClient(transport).get(target)
        guard case .reference(let read) = try understood(transport.requests[0]).selectors[0].value else {
            Issue.record("the selector holds no reference")
            return
        }
        #expect(read.resourceURI == nested.resourceURI)
        #expect(read.selectors.first == nested.selectors.first)
    }

    @Test func `Enumerate asks for the first items at once and for the mode`() async throws {
        let end = Answers.envelope(
            "<wsen:EnumerateResponse><wsen:EnumerationContext /><wsman:Items /><wsman:EndOfSequence />"
                + "</wsen:EnumerateResponse>")
        let transport = ScriptedTransport(end)
        var options = ClientOptions()
        options.maxElements = 7
        _ = try await WSManClient(transport, options: options).enumerate(
            fan, EnumerationQuery(mode: .objectAndReference))
        let body = try EnumerateRequest(try understood(transport.requests[0]).body)
        #expect(body.mode == .objectAndReference)
        #expect(body.optimized == 7)
    }

    @Test func `Put sends every kind of value in a form that reads back the same`() async throws {
        let reference = EndpointReference(
            address: AddressingVersion.submission2004.anonymous,
            reference: Reference(ResourceURI("urn:x"), [Selector("Name", "1 < 2")]))
        let instance = Instance(
            className: "X_Thing", namespace: "urn:x/X_Thing",
            properties: [
                .init("Array", [.text("1"), .text("2")]),
                .init("Date", [.time("2026-03-02T10:15:00Z", kind: "Datetime")]),
                .init("Empty", [.text("")]), .init("None", [.null]), .init("Of", [.reference(reference)]),
                .init("Text", [.text("<&>\u{e9}")]),
            ])
        let transport = ScriptedTransport(Answers.envelope(""))
        let answer = try await WSManClient(transport).put(.instance(instance), to: fan)
        #expect(answer == nil)
        let body = try #require(try understood(transport.requests[0]).body)
        #expect(Instance(body) == instance)
    }

    @Test func `a method's input is an element of the class's namespace`() async throws {
        let output = "<p:RequestStateChange_OUTPUT xmlns:p=\"u\"><p:ReturnValue>0</p:ReturnValue>"
        let transport = ScriptedTransport(Answers.envelope(output + "</p:RequestStateChange_OUTPUT>"))
        let answer = try await WSManClient(transport).invoke(
            "RequestStateChange", on: fan, arguments: [.init("RequestedState", [.text("3")])])
        #expect(answer["ReturnValue"] == "0")
        #expect(answer.className == "RequestStateChange_OUTPUT")
        let request = try understood(transport.requests[0])
        #expect(request.action == "\(fan.resourceURI)/RequestStateChange")
        #expect(request.body?.name == XMLName(fan.resourceURI.text, "RequestStateChange_INPUT"))
        #expect(request.body?.children.map(\.name) == [XMLName(fan.resourceURI.text, "RequestedState")])
    }
}

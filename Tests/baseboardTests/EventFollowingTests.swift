// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import ResourceModel
import Testing
import WSMan
import WSManClient

@testable import baseboard

@Suite("Subscriptions that the console makes for itself")
@MainActor
struct EventFollowingTests {
    private static let wse = "http://schemas.xmlsoap.org/ws/2004/08/eventing"
    private let source = Reference(ResourceURI(ofClass: "BB_EventView"), [])

    /// A service that notes what it is asked.
    private final class Service: WSManTransport {
        private(set) var asked: [String] = []
        private let answer: (String) -> String

        init(_ answer: @escaping (String) -> String) { self.answer = answer }

        func post(_ message: [UInt8]) async throws(WSManClientError) -> TransportAnswer {
            let text = String(decoding: message, as: UTF8.self)
            asked.append(text)
            return TransportAnswer(status: 200, body: Array(answer(text).utf8))
        }
    }

    private static func envelope(_ body: String, header: String = "") -> String {
        """
        <a:Envelope xmlns:a="http://www.w3.org/2003/05/soap-envelope" \
        xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" \
        xmlns:b="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
        xmlns:wsen="http://schemas.xmlsoap.org/ws/2004/09/enumeration" xmlns:wse="\(wse)">\
        <a:Header>\(header)</a:Header><a:Body>\(body)</a:Body></a:Envelope>
        """
    }

    private static let granted = envelope(
        """
        <wse:SubscribeResponse><wse:SubscriptionManager><b:Address>http://bmc/</b:Address><b:ReferenceParameters>\
        <wse:Identifier>uuid:new</wse:Identifier></b:ReferenceParameters></wse:SubscriptionManager>\
        <wse:Expires>PT1H</wse:Expires><wsen:EnumerationContext>c</wsen:EnumerationContext></wse:SubscribeResponse>
        """)

    @Test("a sink ends what an earlier run left, goes on behind its bookmark, and ends its own with itself")
    func own() async throws {
        let loop = ServiceLoop()
        defer { loop.shutdown() }
        var memory = ListenerMemory()
        memory.set(Bookmark(markup: "<x>7</x>"), of: "bmc")
        memory.set(SubscriptionAddress(address: "", parameters: "<y>old</y>", identifier: nil), of: "bmc")
        let sink = EventSinkEndpoint(EventIntake(memory: memory, show: { _, _ in }), loop: loop, complain: { _ in })
        let interruption = Interruption()
        let service = Service { request in
            guard request.contains("<wse:Subscribe ") else { return Self.envelope("") }
            MainActor.assumeIsolated { interruption.end() }
            return Self.granted
        }
        let own = OwnSubscription(
            host: "bmc", source: source,
            query: SubscriptionQuery(mode: .events, to: SubscriptionSink("http://sink/")), sink: sink,
            interruption: interruption)
        try await own.keep(WSManClient(address: "http://bmc/", transport: service), complain: { _ in })
        #expect(service.asked.count == 3)
        #expect(service.asked[0].contains("<y>old</y>") && service.asked[0].contains("Unsubscribe"))
        #expect(service.asked[1].contains("<wsman:Bookmark><x>7</x></wsman:Bookmark>"))
        #expect(service.asked[2].contains("uuid:new") && service.asked[2].contains("Unsubscribe"))
        #expect(await sink.onLoop { $0.memory.subscription(at: "bmc") } == nil)
        #expect(await sink.onLoop { $0.memory.bookmark(of: "bmc")?.markup } == "<x>7</x>")
    }

    @Test("following begins at the log's end, shows what Pull brings, and unsubscribes at the end")
    func follows() async throws {
        let interruption = Interruption()
        let log = "01234567-89ab-4def-8123-456789abcdef"
        let service = Service { request in
            if request.contains("transfer/Get<") {
                return Self.envelope(
                    "<s:BB_EventService xmlns:s=\"urn:s\"><s:Epoch>\(log)</s:Epoch><s:LastSequence>7</s:LastSequence>"
                        + "</s:BB_EventService>")
            }
            if request.contains("<wse:Subscribe ") { return Self.granted }
            guard request.contains("<wsen:Pull>") else { return Self.envelope("") }
            return Self.envelope(
                """
                <wsen:PullResponse><wsen:EnumerationContext>d</wsen:EnumerationContext><wsen:Items>\
                <e:E xmlns:e="urn:e"><e:Message>hot</e:Message></e:E></wsen:Items></wsen:PullResponse>
                """)
        }
        let follower = EventFollower(
            source: source, query: SubscriptionQuery(mode: .pull), interruption: interruption)
        var lines: [String] = []
        try await follower.follow(WSManClient(address: "http://bmc/", transport: service)) { events in
            lines += events.map { EventLine($0).text }
            if lines.count == 2 { MainActor.assumeIsolated { interruption.end() } }
        }
        #expect(lines == ["E  hot", "E  hot"])
        try #require(service.asked.count == 5)
        #expect(service.asked[0].contains("BB_EventService") && service.asked[1].contains("\(log)/7</"))
        #expect(service.asked[3].contains("<wsen:EnumerationContext>d</wsen:EnumerationContext>"))
        #expect(service.asked[4].contains("Unsubscribe"))
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport
import Logging
import ResourceModel
import Synchronization
import Testing
import WSMan
import WSManClient
import XML

@testable import baseboard

@Suite("The event sink over HTTP on loopback")
final class EventSinkTests {
    private let loop = ServiceLoop()
    private let shown = Mutex<[String]>([])
    private let complaints = Mutex<[String]>([])
    private let path = EventIntakeTests.path()
    private var server: HTTPServer?

    deinit {
        server?.stop(grace: 0)
        loop.shutdown()
        try? FileManager.default.removeItem(atPath: path)
    }

    private func start(keeps: Bool = true, account: (any Authenticator)? = nil) throws -> String {
        let intake = EventIntake(
            save: { _ throws(Failure) in if !keeps { throw Failure(.usage, "full") } },
            show: { event, source in
                self.shown.withLock { $0.append("\(source) \(EventLine(event).text)") }
            })
        let sink = EventSinkEndpoint(
            intake, loop: loop, complain: { text in self.complaints.withLock { $0.append(text) } })
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(listeners: [
                .init(.init(host: "127.0.0.1", port: 0), authenticator: account ?? NoAuthenticator())
            ]), loop: loop,
            routes: [
                HTTPRoute(
                    path: "/events", methods: ["POST"], access: account == nil ? .anonymous : .authenticated,
                    handler: sink)
            ], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        self.server = server
        return "\(try #require(server.start().first))/events"
    }

    private func post(
        _ url: String, _ body: [UInt8], type: String = "application/soap+xml;charset=UTF-8",
        credentials: HTTPCredentials? = nil
    ) async throws -> HTTPClientResponse {
        let client = HTTPClient(loop: loop, configuration: HTTPClientConfiguration())
        defer { client.shutdown() }
        return try await client.post(
            try HTTPURL(url), headers: [("Content-Type", type)], credentials: credentials, body: body)
    }

    @Test("a batch is acknowledged once it is kept, under the source's name")
    func batch() async throws {
        let url = try start()
        let body = EventIntakeTests.envelope([1, 2], messageID: "uuid:9", bookmark: 2)
        let response = try await post(url + "?source=bmc%201", body)
        #expect(response.status == 200)
        let answer = String(decoding: response.body, as: UTF8.self)
        #expect(answer.contains("http://schemas.dmtf.org/wbem/wsman/1/wsman/Ack"))
        #expect(answer.contains("<b:RelatesTo>uuid:9</b:RelatesTo>"))
        #expect(shown.withLock { $0.count } == 2)
        #expect(shown.withLock { $0.allSatisfy { $0.hasPrefix("bmc 1 ") } })
    }

    @Test("UTF-16, as Windows may send it, is read and answered in UTF-16")
    func utf16() async throws {
        let url = try start()
        let encoded = EventIntakeTests.envelope([1], messageID: "uuid:9").withUnsafeBytes {
            Encoding.utf16(bigEndian: false).encode($0)
        }
        let response = try await post(url, encoded, type: "application/soap+xml;charset=UTF-16")
        #expect(response.status == 200)
        let answer = response.body.withUnsafeBytes { Encoding.utf16(bigEndian: false).decode($0) }
        #expect(String(decoding: try #require(answer), as: UTF8.self).contains("RelatesTo>uuid:9<"))
        #expect(shown.withLock { $0.first } == "127.0.0.1 BB_EventView  number 1")
    }

    @Test("an event that nobody wants acknowledged is taken with 202, as openwsman sends it")
    func push() async throws {
        let url = try start()
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
              xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing">
              <s:Header><wsa:To>\(url)</wsa:To><wsa:Action>http://schemas.xmlsoap.org/ws/2004/08/eventing/Event</wsa:Action>
              <wsa:MessageID>uuid:4</wsa:MessageID></s:Header>
              <s:Body><n:Alarm xmlns:n="urn:n"><n:Place>rack 4</n:Place></n:Alarm></s:Body></s:Envelope>
            """
        let response = try await post(url, Array(text.utf8), type: "application/soap+xml")
        #expect(response.status == 202 && response.body.isEmpty)
        #expect(shown.withLock { $0 } == ["127.0.0.1 Alarm Place=rack 4"])
    }

    @Test("what cannot be kept gets a fault instead of an Ack")
    func notKept() async throws {
        let url = try start(keeps: false)
        let response = try await post(url, EventIntakeTests.envelope([1], messageID: "uuid:9"))
        #expect(response.status == 500)
        let document = XMLDocument()
        try response.body.withUnsafeBytes { try XMLParser().parse($0, into: document) }
        let id = MessageID(subscription: "s", position: EventPosition(epoch: "", sequence: 1))
        #expect(Acknowledgement(document, to: id) == .failed("The sink cannot keep it."))
        #expect(complaints.withLock { $0 } == ["full"])
    }

    @Test("what is no delivery gets 400, and a person hears of it", arguments: ["", "<x/>", "\u{0}\u{1}"])
    func nonsense(_ text: String) async throws {
        let url = try start()
        #expect(try await post(url, Array(text.utf8)).status == 400)
        #expect(complaints.withLock { $0.count } == 1)
        #expect(shown.withLock { $0.isEmpty })
    }

    @Test("where there is an account, nobody else gets in")
    func account() async throws {
        let url = try start(account: SinkAccount("source", password: "se:cret"))
        let body = EventIntakeTests.envelope([1], messageID: "uuid:9")
        #expect(try await post(url, body).status == 401)
        let good = HTTPCredentials(user: "source", password: "se:cret", scheme: .basic)
        #expect(try await post(url, body, credentials: good).status == 200)
        let bad = HTTPCredentials(user: "source", password: "se:cre", scheme: .basic)
        #expect(try await post(url, body, credentials: bad).status == 401)
        #expect(shown.withLock { $0.count } == 1)
    }
}

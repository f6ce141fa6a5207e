// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing
import WSManClient

@testable import baseboard

/// How much of a log the console asks for.
@MainActor
struct LoggedEventsTests {
    /// A log of ten events, five in an answer, that goes from the new end where it is asked to and can.
    private final class Log: WSManTransport {
        let hasOrder: Bool
        private(set) var asked: [String] = []
        private var isReversed = false

        init(hasOrder: Bool) { self.hasOrder = hasOrder }

        func post(_ message: [UInt8]) async throws(WSManClientError) -> TransportAnswer {
            let text = String(decoding: message, as: UTF8.self)
            asked.append(text)
            if text.contains("Enumerate>") {
                isReversed = text.contains(#"Name="Order" MustComply="true">NewestFirst<"#)
                if isReversed, !hasOrder {
                    return TransportAnswer(status: 400, body: Array(Self.envelope(Self.refusal).utf8))
                }
                return answer("EnumerateResponse", "wsman", 1...5)
            }
            if text.contains("Release>") { return TransportAnswer(status: 200, body: Array(Self.envelope("").utf8)) }
            return answer("PullResponse", "wsen", 6...10)
        }

        private func answer(_ name: String, _ prefix: String, _ numbers: ClosedRange<Int>) -> TransportAnswer {
            let items = numbers.map { number in
                "<p:BB_EventView xmlns:p=\"\(Self.uri)\"><p:Sequence>\(isReversed ? 11 - number : number)</p:Sequence>"
                    + "</p:BB_EventView>"
            }
            let end = numbers.upperBound == 10 ? "<wsen:EndOfSequence />" : ""
            let body =
                "<wsen:\(name)><wsen:EnumerationContext>c</wsen:EnumerationContext><\(prefix):Items>\(items.joined())"
                + "</\(prefix):Items>\(end)</wsen:\(name)>"
            return TransportAnswer(status: 200, body: Array(Self.envelope(body).utf8))
        }

        private static let uri = "http://schemas.baseboard-project.org/wbem/wscim/1/cim-schema/2/BB_EventView"
        private static let refusal = """
            <a:Fault><a:Code><a:Value>a:Sender</a:Value><a:Subcode><a:Value>wsman:InvalidOptions</a:Value></a:Subcode>\
            </a:Code><a:Reason><a:Text xml:lang="en">No such option.</a:Text></a:Reason></a:Fault>
            """

        private static func envelope(_ body: String) -> String {
            """
            <a:Envelope xmlns:a="http://www.w3.org/2003/05/soap-envelope" \
            xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" \
            xmlns:wsen="http://schemas.xmlsoap.org/ws/2004/09/enumeration"><a:Header /><a:Body>\(body)</a:Body>\
            </a:Envelope>
            """
        }
    }

    private func events(limit: Int, _ isWanted: @escaping (Int) -> Bool = { _ in true }) -> LoggedEvents {
        LoggedEvents(source: Reference(ResourceURI(ofClass: "BB_EventView"), []), filter: nil, limit: limit) {
            $0["Sequence"].flatMap { Int($0) }.map(isWanted) ?? false
        }
    }

    private func numbers(_ items: [EnumerationItem]) -> [Int] {
        items.compactMap { $0.instance?["Sequence"].flatMap { Int($0) } }
    }

    private func client(_ log: Log) -> WSManClient { WSManClient(address: "http://bmc/", transport: log) }

    @Test func `a log is asked from its new end, and no further than is wanted`() async throws {
        let log = Log(hasOrder: true)
        #expect(try await numbers(events(limit: 3).newestFirst(client(log))) == [10, 9, 8])
        #expect(log.asked.count == 2 && log.asked.last?.contains("Release>") == true)
        #expect(try await numbers(events(limit: 3) { $0 % 2 == 0 }.newestFirst(client(log))) == [10, 8, 6])
        #expect(try await numbers(events(limit: 30).newestFirst(client(log))) == Array((1...10).reversed()))
    }

    @Test func `the log of a service that knows no order is gone through`() async throws {
        let log = Log(hasOrder: false)
        #expect(try await numbers(events(limit: 3).newestFirst(client(log))) == [10, 9, 8])
        #expect(log.asked.count == 3 && !log.asked.dropFirst().contains { $0.contains("OptionSet") })
    }

    @Test func `from the old end nothing has to be asked for`() async throws {
        let log = Log(hasOrder: false)
        #expect(try await numbers(events(limit: 2).oldestFirst(client(log))) == [1, 2])
        #expect(log.asked.count == 2 && !log.asked.contains { $0.contains("OptionSet") })
    }
}

// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Testing

/// Requests with a few octets changed: whatever they become, the server stays.
@Suite(.timeLimit(.minutes(1)))
struct HTTPMutationTests {
    /// A sequence that is the same in every run.
    struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 11 ^ state << 29
        }
    }

    static let seeds = [
        post("hello"), post("hello", to: "/echo", "Expect: 100-continue", "Content-Type: text/xml"),
        post("x", to: "/closed", basic("ann", "right")) + post("y", to: "/closed"),
        "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: x\r\n\r\n",
        "GET http://t/echo?q HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    ]

    @Test(arguments: 1...4)
    func `mutated requests end in an answer or a closed connection`(_ seed: Int) async throws {
        let accounts = try AccountFixture(BasicSchemeTests.ann) {
            $0.freeFailures = 1_000_000
        }
        let server = try TestServer(
            routes: [.echo(), .echo("/closed", access: .authenticated)], authenticator: accounts.authenticator)
        var numbers = Numbers(state: UInt64(seed))
        for _ in 1...150 {
            var bytes = Array(Self.seeds.randomElement(using: &numbers, orElse: "").utf8)
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                switch Int.random(in: 0..<4, using: &numbers) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
                case 1: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
                case 2: bytes.removeSubrange(place..<min(place + 3, bytes.count))
                default: bytes[place] = [0, 10, 13, 32, 58][Int.random(in: 0..<5, using: &numbers)]
                }
                if bytes.isEmpty { bytes = [0] }
            }
            let peer = try server.connect()
            peer.send(bytes)
            peer.finishSending()
            let answers = try #require(peer.readToEnd())
            #expect(answers.isEmpty || answers.hasPrefix("HTTP/1.1 "))
        }
        try await server.waitForStatistics { $0.openConnections == 0 }
    }
}

extension Array {
    fileprivate func randomElement(using numbers: inout some RandomNumberGenerator, orElse other: Element) -> Element {
        randomElement(using: &numbers) ?? other
    }
}

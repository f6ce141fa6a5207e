// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Testing

/// Peers that are slow, many or do not read; the times are tiny so that only the event is waited for.
@Suite(.timeLimit(.minutes(1)))
struct HTTPLimitTests {
    static let soon: UInt64 = 20_000_000

    @Test func `a peer that says nothing is closed without a word`() throws {
        let server = try TestServer { $0.headerTimeout = Self.soon }
        #expect(try server.connect().isClosedByPeer())
    }

    @Test(arguments: ["P", "POST /echo HTTP/1.1\r\nHost: t\r\nX-", "\r\n\r\n"])
    func `a header that does not end gets 408`(_ start: String) throws {
        let server = try TestServer { $0.headerTimeout = Self.soon }
        let peer = try server.connect()
        peer.send(start)
        #expect(try peer.readAnswer().status == 408)
        #expect(peer.isClosedByPeer())
    }

    @Test func `a header sent octet by octet does not win time`() throws {
        let server = try TestServer {
            $0.headerTimeout = Self.soon
            $0.maxHeaderBytes = 1 << 30
        }
        let peer = try server.connect()
        peer.send("POST /echo HTTP/1.1\r\nHost: t\r\nX: ")
        var answer: String?
        while answer == nil {
            peer.send("x")
            answer = peer.readIfAny()
        }
        #expect(answer?.hasPrefix("HTTP/1.1 408 ") == true)
    }

    @Test func `a later header is timed from its first octet`() throws {
        let server = try TestServer { $0.headerTimeout = Self.soon }
        let peer = try server.connect()
        peer.send(post("a"))
        #expect(try peer.readAnswer().status == 200)
        peer.send("POST")
        #expect(try peer.readAnswer().status == 408)
    }

    @Test func `a body that does not end gets 408`() throws {
        let server = try TestServer { $0.bodyTimeout = Self.soon }
        let peer = try server.connect()
        peer.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nabc")
        #expect(try peer.readAnswer().status == 408)
        #expect(peer.isClosedByPeer())
    }

    @Test func `an unused connection is closed without a word`() throws {
        let server = try TestServer { $0.idleTimeout = Self.soon }
        let peer = try server.connect()
        peer.send(post("a"))
        #expect(try peer.readAnswer().status == 200)
        #expect(peer.isClosedByPeer())
    }

    @Test func `a handler that takes its time is no reason to close`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)]) {
            $0.headerTimeout = Self.soon
            $0.bodyTimeout = Self.soon
            $0.idleTimeout = Self.soon
        }
        let peer = try server.connect()
        peer.send(post("a", to: "/hold"))
        await handler.waitForRequests(1)
        // Another connection's timeout proves that the time has passed.
        #expect(try server.connect().isClosedByPeer())
        handler.release([0], on: server.loop)
        #expect(try peer.readAnswer().body == "answer to a")
    }

    @Test func `a peer that does not read is closed`() async throws {
        let server = try TestServer {
            $0.writeTimeout = Self.soon
            $0.maxUnsentBytes = 1024
        }
        let peer = try RawConnection(port: server.port, receiveBuffer: 4096)
        let large = post(String(repeating: "x", count: 400_000))
        // The peer's send fails once the server has closed; until then the server stops reading, which blocks it.
        for _ in 1...100 { peer.send(large) }
        try await server.waitForStatistics { $0.timedOutConnections == 1 && $0.openConnections == 0 }
    }

    @Test func `answers that a slow peer reads late are all there`() throws {
        let server = try TestServer { $0.maxUnsentBytes = 1024 }
        let peer = try RawConnection(port: server.port, receiveBuffer: 4096)
        let body = String(repeating: "x", count: 300_000)
        for _ in 1...3 { peer.send(post(body)) }
        for _ in 1...3 { #expect(try peer.readAnswer().body.utf8.count == 300_015) }
    }

    @Test func `connections beyond the limit of their address are closed`() async throws {
        let server = try TestServer { $0.maxConnectionsPerAddress = 2 }
        var first: RawConnection? = try server.connect()
        let second = try server.connect()
        second.send(post("a"))
        #expect(try second.readAnswer().status == 200)
        #expect(try server.connect().isClosedByPeer())
        #expect(await server.statistics().refusedConnections == 1)

        first?.finishSending()
        #expect(first?.isClosedByPeer() == true)
        first = nil
        let third = try server.connect()
        third.send(post("b"))
        #expect(try third.readAnswer().status == 200)
    }

    @Test func `connections beyond the limit of the server are closed`() throws {
        let server = try TestServer { $0.maxConnections = 1 }
        let first = try server.connect()
        first.send(post("a"))
        #expect(try first.readAnswer().status == 200)
        #expect(try server.connect().isClosedByPeer())
    }

    @Test func `hundreds of connections at once all get their own answers`() async throws {
        let server = try TestServer()
        let peers = try (0..<300).map { _ in try server.connect() }
        for round in 1...3 {
            for (number, peer) in peers.enumerated() { peer.send(post("\(number)/\(round)") + post("again")) }
            for (number, peer) in peers.enumerated() {
                #expect(try peer.readAnswer().body == "POST /echo ? - \(number)/\(round)")
                #expect(try peer.readAnswer().body == "POST /echo ? - again")
            }
        }
        #expect(await server.statistics().openConnections == 300)
        #expect(await server.statistics().requests == 1800)
    }
}

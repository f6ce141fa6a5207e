// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport
import Testing

/// When connections stay, and when they end.
@Suite(.timeLimit(.minutes(1)))
struct HTTPConnectionLifeTests {
    @Test func `HTTP/1.0 gets one answer unless it asks for more`() throws {
        let server = try TestServer()
        let once = try server.connect()
        once.send("GET /echo HTTP/1.0\r\n\r\n")
        #expect(try once.readAnswer()["Connection"] == "close")
        #expect(once.isClosedByPeer())

        let more = try server.connect()
        for _ in 1...2 {
            more.send("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(try more.readAnswer()["Connection"] == "keep-alive")
        }
    }

    @Test func `the answer to Connection: close is the last`() throws {
        let server = try TestServer()
        let peer = try server.connect()
        peer.send(post("a", to: "/echo", "Connection: close") + post("b"))
        let answer = try peer.readAnswer()
        #expect(answer.body == "POST /echo ? - a")
        #expect(answer["Connection"] == "close")
        #expect(peer.isClosedByPeer())
    }

    @Test func `a request to upgrade is answered plainly and ends the connection`() throws {
        let server = try TestServer()
        let peer = try server.connect()
        peer.send(post("a", to: "/echo", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAM"))
        let answer = try peer.readAnswer()
        #expect(answer.status == 200)
        #expect(answer["Connection"] == "close")
        #expect(peer.isClosedByPeer())
    }

    @Test func `the last request a connection may carry says so`() throws {
        let server = try TestServer { $0.maxRequestsPerConnection = 2 }
        let peer = try server.connect()
        peer.send(post("a") + post("b"))
        #expect(try peer.readAnswer()["Connection"] == nil)
        #expect(try peer.readAnswer()["Connection"] == "close")
        #expect(peer.isClosedByPeer())
    }

    @Test func `a peer that has finished sending still gets its answer`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)])
        let peer = try server.connect()
        peer.send(post("a", to: "/hold") + post("b", to: "/hold"))
        peer.finishSending()
        await handler.waitForRequests(2)
        handler.release([1, 0], on: server.loop)
        #expect(try peer.readAnswer().body == "answer to a")
        #expect(try peer.readAnswer().body == "answer to b")
        #expect(peer.isClosedByPeer())
    }

    @Test func `an unfinished request is dropped when the peer closes`() async throws {
        let server = try TestServer()
        var peer: RawConnection? = try server.connect()
        peer?.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 100\r\n\r\nabc")
        peer = nil
        try await server.waitForStatistics { $0.acceptedConnections == 1 && $0.openConnections == 0 }
    }

    @Test func `a handler learns that its peer has vanished`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)])
        var peer: RawConnection? = try server.connect()
        peer?.send(post("a", to: "/hold"))
        await handler.waitForRequests(1)
        peer?.resetWhenClosed()
        peer = nil
        await handler.waitForClosed(1)
        handler.release([0], on: server.loop)
        #expect(await server.statistics().openConnections == 0)
    }

    @Test func `a reply that is dropped unused becomes 500`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)])
        let peer = try server.connect()
        peer.send(post("a", to: "/hold"))
        await handler.waitForRequests(1)
        handler.dropAll()
        #expect(try peer.readAnswer().status == 500)
    }

    @Test func `100 Continue comes when the request will be accepted`() throws {
        let server = try TestServer()
        let peer = try server.connect()
        peer.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        #expect(try peer.readAnswer(hasBody: false).status == 100)
        peer.send("abc")
        #expect(try peer.readAnswer().body.hasSuffix(" abc"))
    }

    @Test func `100 Continue waits for the answers before it`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler), .echo()])
        let peer = try server.connect()
        peer.send(
            post("a", to: "/hold")
                + "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        await handler.waitForRequests(1)
        handler.release([0], on: server.loop)
        #expect(try peer.readAnswer().body == "answer to a")
        #expect(try peer.readAnswer(hasBody: false).status == 100)
        peer.send("abc")
        #expect(try peer.readAnswer().body.hasSuffix(" abc"))
    }

    @Test(arguments: [("/nothing", 404), ("/closed", 401), ("/small", 413)])
    func `a refused request is not told to continue`(_ path: String, _ status: Int) throws {
        let server = try TestServer(routes: [
            .echo("/closed", access: .authenticated), .echo("/small", maxBodyBytes: 10),
        ])
        let peer = try server.connect()
        peer.send("POST \(path) HTTP/1.1\r\nHost: t\r\nContent-Length: 30\r\nExpect: 100-continue\r\n\r\n")
        #expect(try peer.readAnswer().status == status)
    }

    @Test func `stopping finishes what is in flight and closes the rest`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler), .echo()])
        let idle = try server.connect()
        idle.send(post("x"))
        _ = try idle.readAnswer()
        let busy = try server.connect()
        busy.send(post("a", to: "/hold") + post("b", to: "/hold"))
        await handler.waitForRequests(2)

        // On a thread of its own: stopping blocks, and so does this test.
        Thread.detachNewThread { [server = server.server] in server.stop(grace: 60_000_000_000) }
        #expect(idle.isClosedByPeer())
        #expect(throws: RawConnection.CannotConnect.self) { try server.connect() }
        handler.release([0, 1], on: server.loop)
        #expect(try busy.readAnswer()["Connection"] == nil)
        #expect(try busy.readAnswer()["Connection"] == "close")
        #expect(busy.isClosedByPeer())
        try await server.waitForStatistics { $0.openConnections == 0 }
    }

    @Test func `stopping cuts off what takes longer than the grace`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)])
        let peer = try server.connect()
        peer.send(post("a", to: "/hold"))
        await handler.waitForRequests(1)
        server.server.stop(grace: 1_000_000)
        #expect(peer.isClosedByPeer())
        #expect(handler.closedCount == 1)
    }
}

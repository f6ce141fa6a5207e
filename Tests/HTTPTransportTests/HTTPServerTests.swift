// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HTTPServerTests {
    @Test func `a connection carries one request after another`() throws {
        let server = try TestServer()
        let peer = try server.connect()
        for number in 1...3 {
            peer.send(post("body \(number)", to: "/echo?x=\(number)"))
            let answer = try peer.readAnswer()
            #expect(answer.status == 200)
            #expect(answer.body == "POST /echo ?x=\(number) - body \(number)")
            #expect(answer["Content-Type"] == "text/plain")
            #expect(answer["Date"]?.hasSuffix(" GMT") == true)
            #expect(answer["Connection"] == nil)
            #expect(answer["Server"] == nil)
        }
    }

    @Test func `pipelined answers keep the order of their requests`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler), .echo()])
        let peer = try server.connect()
        peer.send(post("a", to: "/hold") + post("b", to: "/hold") + post("c") + post("d", to: "/hold"))
        await handler.waitForRequests(3)
        handler.release([2, 1, 0], on: server.loop)
        let bodies = try (1...4).map { _ in try peer.readAnswer().body }
        #expect(bodies == ["answer to a", "answer to b", "POST /echo ? - c", "answer to d"])
    }

    @Test func `no more than the bound of pipelined requests is handled at once`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)]) { $0.maxPipelinedRequests = 4 }
        let peer = try server.connect()
        peer.send((1...10).map { post("\($0)", to: "/hold") }.joined())
        for answered in 0..<10 {
            await handler.waitForRequests(min(answered + 4, 10))
            #expect(handler.bodies.count == min(answered + 4, 10))
            handler.release([answered], on: server.loop)
            #expect(try peer.readAnswer().body == "answer to \(answered + 1)")
        }
    }

    @Test func `a chunked body arrives whole, in however many pieces`() throws {
        let server = try TestServer()
        let peer = try server.connect()
        peer.send("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
        peer.send("4;ext=1\r\ndefg\r\n0\r\nTrailer: x\r\n\r\n")
        #expect(try peer.readAnswer().body.hasSuffix(" abcdefg"))
        for byte in post("slow") { peer.send(String(byte)) }
        #expect(try peer.readAnswer().body.hasSuffix(" slow"))
    }

    @Test func `HEAD gets the length but no body`() throws {
        let server = try TestServer()
        let peer = try server.connect()
        peer.send("HEAD /echo HTTP/1.1\r\nHost: t\r\n\r\n")
        #expect(try peer.readAnswer(hasBody: false)["Content-Length"] == "15")
        peer.send(post("x"))
        #expect(try peer.readAnswer().status == 200)
    }

    @Test func `an absolute target is understood`() throws {
        let server = try TestServer()
        let peer = try server.connect()
        peer.send(post("x", to: "http://host.example:5985/echo?a=b"))
        #expect(try peer.readAnswer().body == "POST /echo ?a=b - x")
    }
}

// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Testing

/// What the server answers without asking a handler.
@Suite(.timeLimit(.minutes(1)))
struct HTTPRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let request: String
        let status: Int
    }

    static let fatal: [Case] = [
        Case(testDescription: "TLS", request: "\u{16}\u{03}\u{01}\u{02}\u{00}\u{01}", status: 400),
        Case(testDescription: "garbage", request: "\u{01}\u{02}garbage\r\n\r\n", status: 400),
        Case(testDescription: "no Host", request: "POST /echo HTTP/1.1\r\nContent-Length: 0\r\n\r\n", status: 400),
        Case(testDescription: "two Hosts", request: post("", to: "/echo", "Host: other"), status: 400),
        Case(testDescription: "two lengths", request: post("abc", to: "/echo", "Content-Length: 4"), status: 400),
        Case(
            testDescription: "two Authorizations",
            request: post("abc", to: "/echo", "Authorization: Basic YTpi", "Authorization: Basic YTpj"), status: 400),
        Case(
            testDescription: "length and chunked",
            request: post("0\r\n\r\n", to: "/echo", "Transfer-Encoding: chunked"),
            status: 400),
        Case(
            testDescription: "chunked and length",
            request:
                "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            status: 400),
        Case(
            testDescription: "chunked twice",
            request: "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", status: 400),
        Case(
            testDescription: "unknown coding",
            request: "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", status: 501),
        Case(
            testDescription: "coding that is not chunked",
            request: "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: xchunked\r\n\r\n", status: 501),
        Case(
            testDescription: "chunked in HTTP/1.0",
            request: "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", status: 400),
        Case(
            testDescription: "bad chunk",
            request: "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", status: 400),
        Case(
            testDescription: "signed length",
            request: "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: +5\r\n\r\nabcde", status: 400),
        Case(
            testDescription: "huge length",
            request: "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999999999999\r\n\r\n", status: 400),
        Case(testDescription: "folded field", request: post("abc", to: "/echo", "X: a\r\n b: c"), status: 400),
        Case(testDescription: "blank before colon", request: post("abc", to: "/echo", "X : a"), status: 400),
        Case(testDescription: "zero octet in a field", request: post("abc", to: "/echo", "X: a\0b"), status: 400),
        Case(
            testDescription: "length with a list",
            request: "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3, 3\r\n\r\nabc", status: 400),
        Case(
            testDescription: "chunk that overflows",
            request: "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
            status: 400),
        Case(
            testDescription: "chunk with 0x",
            request: "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n",
            status: 400),
        Case(testDescription: "HTTP/2", request: "POST /echo HTTP/2.0\r\nHost: t\r\n\r\n", status: 505),
        Case(
            testDescription: "one large field",
            request: post("", to: "/echo", "X: " + String(repeating: "x", count: 20_000)),
            status: 431),
        Case(
            testDescription: "many fields",
            request: post("", to: "/echo").replacing(
                "\r\n\r\n", with: "\r\n" + String(repeating: "X: y\r\n", count: 200) + "\r\n"),
            status: 431),
        Case(
            testDescription: "endless target",
            request: "POST /" + String(repeating: "x", count: 20_000) + " HTTP/1.1\r\n",
            status: 431),
        Case(
            testDescription: "too large", request: post(String(repeating: "x", count: 2000), to: "/small"), status: 413),
        Case(
            testDescription: "too large when all chunks are in",
            request: "POST /small HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                + String(repeating: "40\r\n" + String(repeating: "x", count: 64) + "\r\n", count: 20), status: 413),
    ]

    @Test(arguments: fatal)
    func `what cannot be framed or is too much is answered once, then the connection closes`(_ example: Case) throws {
        let server = try TestServer(routes: [.echo(), .echo("/small", maxBodyBytes: 1024)])
        let peer = try server.connect()
        // The valid request behind it must not be answered: that would be smuggling.
        peer.send(example.request + post("smuggled"))
        let answer = try peer.readAnswer()
        #expect(answer.status == example.status)
        #expect(answer["Connection"] == "close")
        #expect(answer["Content-Length"] == "0")
        peer.finishSending()
        #expect(peer.isClosedByPeer())
    }

    static let usable: [Case] = [
        Case(testDescription: "unknown path", request: post("x", to: "/nothing"), status: 404),
        Case(testDescription: "path that only begins right", request: post("x", to: "/echo/../x"), status: 404),
        Case(testDescription: "wrong method", request: "DELETE /echo HTTP/1.1\r\nHost: t\r\n\r\n", status: 405),
        Case(testDescription: "asterisk", request: "OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n", status: 404),
        Case(testDescription: "no length", request: "POST /echo HTTP/1.1\r\nHost: t\r\n\r\n", status: 411),
        Case(testDescription: "wrong type", request: post("x", to: "/xml", "Content-Type: text/html"), status: 415),
        Case(testDescription: "compressed", request: post("x", to: "/echo", "Content-Encoding: gzip"), status: 415),
        Case(testDescription: "unknown expectation", request: post("x", to: "/echo", "Expect: coffee"), status: 417),
        Case(testDescription: "no credentials", request: post("x", to: "/closed"), status: 401),
    ]

    @Test(arguments: usable)
    func `what is only refused leaves the connection usable`(_ example: Case) throws {
        let server = try TestServer(routes: [
            .echo(), .echo("/xml", contentTypes: ["application/soap+xml"]), .echo("/closed", access: .authenticated),
        ])
        let peer = try server.connect()
        peer.send(example.request)
        let answer = try peer.readAnswer()
        #expect(answer.status == example.status)
        #expect(answer["Connection"] == nil)
        peer.send(post("next"))
        #expect(try peer.readAnswer().body == "POST /echo ? - next")
    }

    @Test func `405 names the methods that are allowed`() throws {
        let server = try TestServer()
        let peer = try server.connect()
        peer.send("DELETE /echo HTTP/1.1\r\nHost: t\r\n\r\n")
        #expect(try peer.readAnswer()["Allow"] == "POST, GET, HEAD")
    }

    @Test func `a compressed body is refused with what would be taken, an uncompressed one may say so`() throws {
        let server = try TestServer()
        let peer = try server.connect()
        peer.send(post("x", to: "/echo", "Content-Encoding: deflate"))
        #expect(try peer.readAnswer()["Accept-Encoding"] == "identity")
        peer.send(post("x", to: "/echo", "Content-Encoding: identity"))
        #expect(try peer.readAnswer().status == 200)
    }

    @Test(arguments: [
        "application/soap+xml", "Application/SOAP+XML; charset=UTF-8", "application/soap+xml;action=\"x\"", "text/xml",
    ])
    func `a type is compared without parameters and case`(_ type: String) throws {
        let server = try TestServer(routes: [.echo(contentTypes: ["application/soap+xml", "text/xml"])])
        let peer = try server.connect()
        peer.send(post("x", to: "/echo", "Content-Type: \(type)"))
        #expect(try peer.readAnswer().status == 200)
    }

    @Test func `a request without a type is accepted`() throws {
        let server = try TestServer(routes: [.echo(contentTypes: ["application/soap+xml"])])
        let peer = try server.connect()
        peer.send(post("x"))
        #expect(try peer.readAnswer().status == 200)
    }

    @Test func `a body of ten megabytes is refused and the refusal can be read`() throws {
        let server = try TestServer()
        let peer = try server.connect()
        peer.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10485760\r\n\r\n")
        peer.send([UInt8](repeating: 0x78, count: 10_485_760))
        #expect(try peer.readAnswer().status == 413)
    }

    @Test func `a refusal keeps its place among pipelined answers`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)])
        let peer = try server.connect()
        peer.send(post("a", to: "/hold") + post("b", to: "/nothing") + "garbage \u{01}\r\n\r\n")
        await handler.waitForRequests(1)
        handler.release([0], on: server.loop)
        #expect(try peer.readAnswer().body == "answer to a")
        #expect(try peer.readAnswer().status == 404)
        #expect(try peer.readAnswer().status == 400)
        peer.finishSending()
        #expect(peer.isClosedByPeer())
    }
}

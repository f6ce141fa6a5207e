// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientTests {
    private func url(_ server: TestServer, _ target: String = "/echo") throws -> HTTPURL {
        try HTTPURL(host: "127.0.0.1", port: server.port, target: target)
    }

    @Test func `a post brings back status, fields and body`() async throws {
        let server = try TestServer()
        let client = HTTPClient(loop: server.loop)
        let answer = try await client.post(
            try url(server, "/echo?a=b"), headers: [("Content-Type", "text/plain")], body: Array("hello".utf8))
        #expect(answer.status == 200)
        #expect(String(decoding: answer.body, as: UTF8.self) == "POST /echo ?a=b - hello")
        #expect(answer.header("content-TYPE") == "text/plain")
        client.shutdown()
    }

    @Test func `one connection serves one request after another`() async throws {
        let server = try TestServer()
        let client = HTTPClient(loop: server.loop)
        for _ in 1...5 { _ = try await client.post(try url(server), body: []) }
        #expect(await server.statistics().acceptedConnections == 1)
        #expect(await server.statistics().requests == 5)
        client.shutdown()
    }

    @Test func `requests at once share the connections there may be`() async throws {
        let server = try TestServer()
        var configuration = HTTPClientConfiguration()
        configuration.maxConnectionsPerOrigin = 3
        let client = HTTPClient(loop: server.loop, configuration: configuration)
        let target = try url(server)
        let bodies = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 1...40 {
                group.addTask {
                    String(decoding: try await client.post(target, body: Array("\(number)".utf8)).body, as: UTF8.self)
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(bodies == Set((1...40).map { "POST /echo ? - \($0)" }))
        #expect(await server.statistics().acceptedConnections <= 3)
        client.shutdown()
    }

    @Test func `hosts share the connections there may be in all`() async throws {
        let server = try TestServer()
        let other = try TestServer()
        var configuration = HTTPClientConfiguration()
        configuration.maxConnections = 1
        let client = HTTPClient(loop: server.loop, configuration: configuration)
        let targets = [try url(server), try url(other)]
        _ = try await client.post(targets[0], body: [])
        // The first one's connection is unused and makes way.
        _ = try await client.post(targets[1], body: [])
        try await server.waitForStatistics { $0.openConnections == 0 }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<40 {
                group.addTask { try await client.post(targets[number % 2], body: []).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [Int](repeating: 200, count: 40))
        client.shutdown()
    }

    @Test func `more than may wait are refused`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)])
        var configuration = HTTPClientConfiguration()
        configuration.maxConnectionsPerOrigin = 1
        configuration.maxWaitingPerOrigin = 0
        let client = HTTPClient(loop: server.loop, configuration: configuration)
        let target = try url(server, "/hold")
        async let first = client.post(target, body: [])
        await handler.waitForRequests(1)
        await #expect(throws: HTTPClientError.busy) { try await client.post(target, body: []) }
        handler.release([0], on: server.loop)
        #expect(try await first.status == 200)
        client.shutdown()
    }

    @Test func `credentials of Basic go with the first request`() async throws {
        let accounts = try AccountFixture(BasicSchemeTests.ann)
        let server = try TestServer(routes: [.echo(access: .authenticated)], authenticator: accounts.authenticator)
        let client = HTTPClient(loop: server.loop)
        let good = try await client.post(
            try url(server), credentials: HTTPCredentials(user: "ann", password: "right", scheme: .basic), body: [])
        #expect(good.status == 200)
        #expect(await server.statistics().requests == 1)
        let bad = try await client.post(
            try url(server), credentials: HTTPCredentials(user: "ann", password: "wrong", scheme: .basic), body: [])
        #expect(bad.status == 401)
        client.shutdown()
    }

    @Test func `a port nobody listens on is refused`() async throws {
        let client = HTTPClient(loop: .forTests)
        let free = try CannedServer.unusedPort()
        let target = try HTTPURL(host: "127.0.0.1", port: free, target: "/")
        await #expect(throws: HTTPClientError.refused("127.0.0.1:\(free)")) { try await client.post(target, body: []) }
        client.shutdown()
    }

    @Test func `a name without address is unresolved, a name with one works`() async throws {
        let server = try TestServer()
        let client = HTTPClient(loop: server.loop)
        do {
            _ = try await client.post(try HTTPURL("http://name.invalid/"), body: [])
            Issue.record("it has an answer")
        } catch {
            guard case HTTPClientError.unresolved(host: "name.invalid", reason: _) = error else { throw error }
        }
        let answer = try await client.post(
            try HTTPURL(host: "localhost", port: server.port, target: "/echo"), body: [])
        #expect(answer.status == 200)
        client.shutdown()
    }

    @Test func `no answer in time is an error and the connection is given up`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)])
        var configuration = HTTPClientConfiguration()
        configuration.requestTimeout = 20_000_000
        let client = HTTPClient(loop: server.loop, configuration: configuration)
        let target = try url(server, "/hold")
        await #expect(throws: HTTPClientError.timedOut(.answer)) { try await client.post(target, body: []) }
        // The server cannot tell a peer that is gone from one that has finished sending, until it answers.
        handler.release([0], on: server.loop)
        try await server.waitForStatistics { $0.openConnections == 0 }
        client.shutdown()
    }

    @Test func `a cancelled task ends its request`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)])
        let client = HTTPClient(loop: server.loop)
        let target = try url(server, "/hold")
        let task = Task { try await client.post(target, body: []) }
        await handler.waitForRequests(1)
        task.cancel()
        await #expect(throws: HTTPClientError.cancelled) { try await task.value }
        client.shutdown()
    }

    @Test func `shutting down ends what is under way`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)])
        let client = HTTPClient(loop: server.loop)
        let target = try url(server, "/hold")
        let task = Task { try await client.post(target, body: []) }
        await handler.waitForRequests(1)
        client.shutdown()
        await #expect(throws: HTTPClientError.cancelled) { try await task.value }
        await #expect(throws: HTTPClientError.cancelled) { try await client.post(target, body: []) }
    }

    @Test(arguments: [
        ("garbage\r\n\r\n", HTTPClientError.malformed),
        ("", .closed),
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", .closed),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + String(repeating: "x", count: 2000), .tooLarge(1000)),
        ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 3000) + "\r\n\r\n", .tooLarge(2000)),
    ])
    func `a bad answer is an error that says what it was`(_ answer: String, _ error: HTTPClientError) async throws {
        let server = try CannedServer(answers: [answer])
        var configuration = HTTPClientConfiguration()
        configuration.maxBodyBytes = 1000
        configuration.maxHeaderBytes = 2000
        let client = HTTPClient(loop: .forTests, configuration: configuration)
        let target = try HTTPURL(host: "127.0.0.1", port: server.port, target: "/")
        await #expect(throws: error) { try await client.post(target, body: []) }
        client.shutdown()
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\n\r\nuntil the end",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nuntil\r\n8\r\n the end\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\nContent-Length: 13\r\n\r\nuntil the end",
    ])
    func `every way to frame an answer is understood`(_ answer: String) async throws {
        let server = try CannedServer(answers: [answer])
        let client = HTTPClient(loop: .forTests)
        let target = try HTTPURL(host: "127.0.0.1", port: server.port, target: "/")
        #expect(try await client.post(target, body: []).body == Array("until the end".utf8))
        client.shutdown()
    }

    @Test func `a kept connection that the server drops is replaced once`() async throws {
        let one = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
        // Each connection answers one request and is closed when the second one comes.
        let server = try CannedServer(answers: [one + "a", one + "b"], closesOnNext: true)
        let client = HTTPClient(loop: .forTests)
        let target = try HTTPURL(host: "127.0.0.1", port: server.port, target: "/")
        #expect(try await client.post(target, body: []).body == Array("a".utf8))
        #expect(try await client.post(target, body: []).body == Array("b".utf8))
        client.shutdown()
    }

    @Test(arguments: [("X\r\nY", "z"), ("X", "a\r\nb"), ("", "z"), ("X:", "z")])
    func `a field that would start another is refused`(_ name: String, _ value: String) async throws {
        let client = HTTPClient(loop: .forTests)
        let target = try HTTPURL("http://127.0.0.1:1/")
        await #expect(throws: HTTPClientError.invalidHeader(name)) {
            try await client.post(target, headers: [(name, value)], body: [])
        }
    }
}

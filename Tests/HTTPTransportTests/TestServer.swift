// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Logging
import ResourceModel
import Synchronization

/// A server on a port of its own, stopped when the test lets go of it.
final class TestServer {
    let loop = ServiceLoop.forTests
    let server: HTTPServer
    let port: Int

    init(
        routes: [HTTPRoute] = [.echo()], authenticator: any Authenticator = NoAuthenticator(),
        tls: TLSServer? = nil, limits: (inout HTTPServerLimits) -> Void = { _ in }
    ) throws {
        var configuration = HTTPServerConfiguration(listeners: [
            .init(.init(host: "127.0.0.1", port: 0), tls: tls, authenticator: authenticator)
        ])
        limits(&configuration.limits)
        server = HTTPServer(
            configuration: configuration, loop: loop, routes: routes, logger: Logger(label: "test"))
        port = try server.start()[0].address.port
    }

    deinit {
        server.stop(grace: 0)
    }

    func connect() throws -> RawConnection { try RawConnection(port: port) }

    /// Runs on the loop and brings back the result.
    func onLoop<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body()) }
        }
    }

    /// Waits for a state that has to come.
    func waitForStatistics(_ isReached: (HTTPServerStatistics) -> Bool) async throws {
        while !isReached(await statistics()) { try Task.checkCancellation() }
    }

    func statistics() async -> HTTPServerStatistics { await onLoop { [server] in server.statistics } }
}

extension ServiceLoop {
    /// One loop for all tests, as there is one for a process.
    static let forTests = ServiceLoop()
}

/// Answers with what it was asked.
struct EchoHandler: HTTPHandler {
    func handle(_ request: HTTPRequest, reply: HTTPReply) {
        var text = "\(request.method) \(request.path) ?\(request.query) \(request.principal?.name ?? "-") "
        text += String(decoding: request.body, as: UTF8.self)
        reply.send(status: 200, contentType: "text/plain", body: text)
    }
}

/// Keeps replies until the test lets them go, so that order and closing can be driven.
final class HoldingHandler: HTTPHandler {
    private let held = Mutex<[(body: String, reply: HTTPReply)]>([])
    private let closed = Mutex(0)

    func handle(_ request: HTTPRequest, reply: HTTPReply) {
        let body = String(decoding: request.body, as: UTF8.self)
        reply.onClose { [weak self] in self?.closed.withLock { $0 += 1 } }
        held.withLock { $0.append((body, reply)) }
    }

    var bodies: [String] { held.withLock { $0.map(\.body) } }
    var closedCount: Int { closed.withLock { $0 } }

    func waitForRequests(_ count: Int) async {
        while held.withLock({ $0.count }) < count { await Task.yield() }
    }

    func waitForClosed(_ count: Int) async {
        while closed.withLock({ $0 }) < count { await Task.yield() }
    }

    /// Answers the held requests in the given order, on the loop.
    func release(_ order: [Int], on loop: ServiceLoop) {
        let replies = held.withLock { $0 }
        for index in order {
            let (body, reply) = replies[index]
            loop.execute { reply.send(status: 200, contentType: nil, body: "answer to \(body)") }
        }
    }

    func dropAll() { held.withLock { $0 = [] } }
}

extension HTTPReply {
    func send(status: Int, contentType: String?, body: String) {
        var body = body
        body.withUTF8 { send(status: status, contentType: contentType, body: UnsafeRawBufferPointer($0)) }
    }
}

extension HTTPRoute {
    static func echo(
        _ path: String = "/echo", access: Access = .anonymous, contentTypes: [String]? = nil, maxBodyBytes: Int? = nil
    ) -> HTTPRoute {
        HTTPRoute(
            path: path, methods: ["POST", "GET", "HEAD"], access: access, contentTypes: contentTypes,
            maxBodyBytes: maxBodyBytes, handler: EchoHandler())
    }

    static func holding(_ handler: HoldingHandler) -> HTTPRoute {
        HTTPRoute(path: "/hold", methods: ["POST"], access: .anonymous, handler: handler)
    }
}

/// A well-formed POST.
func post(_ body: String, to path: String = "/echo", _ fields: String...) -> String {
    let lines = ["POST \(path) HTTP/1.1", "Host: test", "Content-Length: \(body.utf8.count)"] + fields
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
}

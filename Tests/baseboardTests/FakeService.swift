// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Logging
import ResourceModel

/// A service with one fan on loopback, over the project's own HTTP server.
///
/// Its account is `ann` with the password `secret`.
final class FakeService: Sendable {
    private let loop = ServiceLoop()
    private let server: HTTPServer
    let url: String

    /// Starts the service; every authenticated request gets what `answer` makes of its body.
    init(
        tls: TLSServer? = nil, authenticator: any Authenticator = OneAccount(),
        _ answer: @escaping @Sendable (String) -> (status: Int, body: String)
    ) throws {
        server = HTTPServer(
            configuration: HTTPServerConfiguration(listeners: [
                .init(.init(host: "127.0.0.1", port: 0), tls: tls, authenticator: authenticator)
            ]), loop: loop,
            routes: [
                HTTPRoute(path: "/wsman", methods: ["POST"], access: .authenticated, handler: Handler(answer: answer)),
                HTTPRoute(
                    path: "/wsman-anon/identify", methods: ["POST"], access: .anonymous,
                    handler: Handler(answer: answer)),
            ], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let listeners = try server.start()
        url = "\(tls == nil ? "http" : "https")://127.0.0.1:\(listeners.first?.address.port ?? 0)/wsman"
    }

    deinit {
        server.stop(grace: 0)
        loop.shutdown()
    }

    private struct Handler: HTTPHandler {
        let answer: @Sendable (String) -> (status: Int, body: String)

        func handle(_ request: HTTPRequest, reply: HTTPReply) {
            let (status, body) = answer(String(decoding: request.body, as: UTF8.self))
            Array(body.utf8).withUnsafeBytes {
                reply.send(status: status, contentType: "application/soap+xml;charset=UTF-8", body: $0)
            }
        }
    }

    struct OneAccount: Authenticator {
        func authenticate(_ request: AuthenticationRequest) -> AuthenticationOutcome {
            request.authorization == "Basic YW5uOnNlY3JldA=="
                ? .accepted(Principal(name: "ann", role: .admin)) : .refused(.challenge(["Basic realm=\"test\""]))
        }
    }
}

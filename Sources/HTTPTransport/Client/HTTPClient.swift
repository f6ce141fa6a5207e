// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// An HTTP/1.1 client on the service's loop that keeps its connections.
public final class HTTPClient: Sendable {
    private let loop: ServiceLoop
    private let pool: NIOLoopBoundBox<ClientPool>

    /// Makes a client; nothing is connected yet.
    public init(loop: ServiceLoop, configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
        self.loop = loop
        pool = .makeBoxSendingValue(
            ClientPool(loop: loop, configuration: configuration), eventLoop: loop.eventLoop)
    }

    /// Posts a body and waits for the whole answer, whatever its status.
    ///
    /// Host and Content-Length are added. A request on a kept connection that the server closes without a word is sent
    /// again, once, on a fresh one.
    ///
    /// - Throws: when there is no complete answer; a cancelled task gets `cancelled`.
    public func post(
        _ url: HTTPURL, headers: [(String, String)] = [], credentials: HTTPCredentials? = nil, body: [UInt8]
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        for (name, value) in headers where !Self.isValid(name: name, value: value) { throw .invalidHeader(name) }
        if let credentials, !credentials.isValid { throw .invalidHeader("Authorization") }
        let exchange = ClientExchange(url: url, headers: headers, credentials: credentials, body: body)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.execute { [pool] in
                    exchange.whenDone = { continuation.resume(returning: $0) }
                    pool.value.start(exchange)
                }
            }
        } onCancel: {
            exchange.cancel(on: loop)
        }
        return try result.get()
    }

    /// Closes every connection and fails every request under way; later requests fail too.
    public func shutdown() {
        loop.execute { [pool] in pool.value.shutdown() }
    }

    private static func isValid(name: String, value: String) -> Bool {
        // RFC 9110 §5.1 and §5.5.
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ":") }
            && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }
    }
}

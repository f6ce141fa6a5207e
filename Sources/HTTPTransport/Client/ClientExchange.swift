// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import Synchronization

/// One request and what becomes of it.
///
/// `@unchecked Sendable`: the variables are touched on the loop's thread only.
final class ClientExchange: @unchecked Sendable {
    let url: HTTPURL
    let credentials: HTTPCredentials?
    let body: [UInt8]
    var whenDone: ((Result<HTTPClientResponse, HTTPClientError>) -> Void)?
    var timer: LoopTimer?
    /// What to undo when the exchange ends before its answer.
    var abort: (() -> Void)?
    var hasBeenRetried = false
    /// How often it has been refused for want of credentials.
    var refusals = 0
    private let fields: HTTPHeaders
    private let isCancelled = Atomic(false)

    init(url: HTTPURL, headers: [(String, String)], credentials: HTTPCredentials?, body: [UInt8]) {
        self.url = url
        self.body = body
        self.credentials = credentials
        var fields = HTTPHeaders([("Host", url.authority)])
        fields.add(contentsOf: headers)
        fields.replaceOrAdd(name: "Content-Length", value: String(body.count))
        self.fields = fields
    }

    /// The header, with the credentials that go with this sending of it.
    func head(authorization: String?) -> HTTPRequestHead {
        var fields = fields
        if let authorization { fields.add(name: "Authorization", value: authorization) }
        return HTTPRequestHead(version: .http1_1, method: .POST, uri: url.target, headers: fields)
    }

    var isDone: Bool { whenDone == nil }

    /// Whether the calling task has gone before the exchange began.
    var wasCancelled: Bool { isCancelled.load(ordering: .acquiring) }

    func cancel(on loop: ServiceLoop) {
        isCancelled.store(true, ordering: .releasing)
        loop.execute { self.finish(.failure(.cancelled)) }
    }

    /// Ends the exchange, once.
    func finish(_ result: Result<HTTPClientResponse, HTTPClientError>) {
        guard let whenDone else { return }
        self.whenDone = nil
        timer?.cancel()
        timer = nil
        let abort = abort
        self.abort = nil
        if case .failure = result { abort?() }
        whenDone(result)
    }
}

// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// One connection to a server, which carries one exchange at a time; confined to the loop.
final class ClientConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    let origin: ClientPool.Origin
    private let pool: ClientPool
    private let loop: ServiceLoop
    private var context: ChannelHandlerContext?
    private var exchange: ClientExchange?
    private var response: HTTPResponseHead?
    private var body: [UInt8] = []
    private var isSent = false
    private var isReused = false
    private var isClosed = false
    private var unused: LoopTimer?
    /// Whether it is kept for requests to come.
    var isUnused: Bool { exchange == nil && unused != nil && whenEncrypted == nil && !isClosed }
    /// Told once how the handshake of TLS ended, where there is one.
    var whenEncrypted: ((Result<Void, HTTPClientError>) -> Void)?

    init(pool: ClientPool, origin: ClientPool.Origin, loop: ServiceLoop) {
        self.pool = pool
        self.origin = origin
        self.loop = loop
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    // MARK: From the pool

    func send(_ exchange: ClientExchange) {
        unused?.cancel()
        unused = nil
        guard let context, !isClosed else {
            pool.remove(self)
            return pool.retry(exchange)
        }
        self.exchange = exchange
        isSent = false
        exchange.abort = { [self] in
            self.exchange = nil
            close()
        }
        context.write(
            wrapOutboundOut(.head(exchange.head(authorization: pool.authorization(for: exchange)))), promise: nil)
        if !exchange.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: exchange.body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)))
            .assumeIsolated()
            .whenSuccess { [self] in isSent = true }
    }

    func closeWhenUnused(after nanoseconds: UInt64) {
        let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
        unused = loop.schedule(after: nanoseconds) { bound.value.close() }
    }

    func close() {
        guard !isClosed else { return }
        context?.close(promise: nil)
    }

    func fail(_ error: HTTPClientError) {
        let failed = exchange
        exchange = nil
        failed?.abort = nil
        failed?.finish(.failure(error))
        close()
    }

    // MARK: From the server

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            response = head
            body = []
        case .body(let bytes):
            guard exchange != nil else { return }
            guard bytes.readableBytes <= pool.configuration.maxBodyBytes - body.count else {
                return fail(.tooLarge(pool.configuration.maxBodyBytes))
            }
            body.append(contentsOf: bytes.readableBytesView)
        case .end:
            complete()
        }
    }

    private func complete() {
        guard let exchange, let response else { return }
        self.exchange = nil
        self.response = nil
        exchange.abort = nil
        let answer = HTTPClientResponse(
            status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) }, body: body)
        body = []
        // An answer that ends with the connection, or comes before the request has left, ends the connection.
        let isFramed =
            response.headers.contains(name: "Content-Length") || response.headers.contains(name: "Transfer-Encoding")
            || response.status.code == 204 || response.status.code == 304
        if isSent, isFramed, response.isKeepAlive, !isClosed {
            isReused = true
            pool.keep(self)
        } else {
            close()
        }
        pool.answered(exchange, answer)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is TLSHandler.HandshakeCompleted: handshakeEnded(.success(()))
        // The server has said in TLS that it is done; what it still had to say has come.
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    /// Gives the handshake so long; whoever waits for it may have gone before.
    func closeUnlessEncrypted(after nanoseconds: UInt64) {
        guard whenEncrypted != nil else { return }
        let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
        unused = loop.schedule(after: nanoseconds) {
            bound.value.handshakeEnded(.failure(.timedOut(.connect)))
            bound.value.close()
        }
    }

    private func handshakeEnded(_ result: Result<Void, HTTPClientError>) {
        unused?.cancel()
        unused = nil
        let whenEncrypted = whenEncrypted
        self.whenEncrypted = nil
        whenEncrypted?(result)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let error as TLSError where whenEncrypted != nil: handshakeEnded(.failure(.tls(error)))
        case TLSError.truncated: lost()
        case let error as TLSError: fail(.tls(error))
        case HTTPParserError.invalidEOFState: lost()
        case HTTPParserError.headerOverflow: fail(.tooLarge(pool.configuration.maxHeaderBytes))
        case is HTTPParserError, is NIOHTTPDecoderError: fail(.malformed)
        case is ByteToMessageDecoderError: close()
        default: lost()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosed = true
        handshakeEnded(.failure(.closed))
        lost()
        unused?.cancel()
        unused = nil
        pool.remove(self)
    }

    /// The server has gone; a kept connection may have been closed before our request reached it.
    private func lost() {
        guard let lost = exchange else { return close() }
        if isReused, response == nil, !lost.hasBeenRetried {
            exchange = nil
            lost.abort = nil
            close()
            pool.retry(lost)
        } else {
            fail(.closed)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Encrypts one connection: the first handler of its pipeline, for servers and clients.
///
/// Downstream it looks like TCP: `ChannelEvent.inputClosed` comes when the peer has said in TLS that it is done. A
/// connection that ends without that ends with `TLSError.truncated`, so that nothing cut off passes for whole.
final class TLSHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Sent down the pipeline once, when the connection is encrypted.
    struct HandshakeCompleted {
        let clientCertificate: ClientCertificate
    }

    private enum State {
        case handshaking
        case open
        /// The peer sends nothing more; we may.
        case halfClosed
        /// Nothing comes or goes any more.
        case ended
    }

    private let session: TLSSession
    /// What a client demands of the server's certificate, once the handshake is done; nil on the server's side.
    private let verify: ((TLSSession) -> TLSError?)?
    private var state = State.handshaking
    /// What was written before the handshake was done.
    private var early: [(ByteBuffer, EventLoopPromise<Void>?)] = []
    private var producedParts = false

    init(_ session: TLSSession, verify: ((TLSSession) -> TLSError?)? = nil) {
        self.session = session
        self.verify = verify
    }

    private static let plainAnswer =
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 35\r\n\r\n"
        + "This port speaks HTTPS, not HTTP.\r\n"

    private var isClient: Bool { verify != nil }

    // MARK: Inbound

    func handlerAdded(context: ChannelHandlerContext) {
        if isClient, context.channel.isActive { advance(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        if isClient { advance(context) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        switch state {
        case .handshaking, .open:
            if session.input.readableBytes == 0 {
                session.input = bytes
            } else {
                session.input.writeBuffer(&bytes)
            }
            advance(context)
        case .halfClosed, .ended: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Octets that only TLS saw are no beginning of a request.
        guard producedParts else { return }
        producedParts = false
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else {
            return context.fireUserInboundEventTriggered(event)
        }
        switch state {
        case .handshaking, .open: fail(.truncated, context)
        case .halfClosed, .ended: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        switch state {
        case .handshaking, .open:
            state = .ended
            context.fireErrorCaught(TLSError.truncated)
        case .halfClosed, .ended: state = .ended
        }
        for (_, promise) in early { promise?.fail(ChannelError.ioOnClosedChannel) }
        early = []
        context.fireChannelInactive()
    }

    // MARK: Outbound

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let bytes = unwrapOutboundIn(data)
        switch state {
        case .handshaking: early.append((bytes, promise))
        case .open, .halfClosed: encrypt(bytes, promise, context)
        case .ended: promise?.fail(ChannelError.ioOnClosedChannel)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode != .input, state != .ended {
            // RFC 8446 §6.1: said once; nobody waits for the peer's.
            session.shutDown()
            send(context)
        }
        if mode == .all { state = .ended }
        context.close(mode: mode, promise: promise)
    }

    // MARK: Progress

    /// Does all that can be done with what has come.
    private func advance(_ context: ChannelHandlerContext) {
        if case .handshaking = state {
            let progress = session.handshake()
            send(context)
            switch progress {
            case .wantsInput: return
            case .failed(let error): return fail(error, context)
            case .closed: return fail(.truncated, context)
            case .done: break
            }
            if let error = verify?(session) { return fail(error, context) }
            state = .open
            context.fireUserInboundEventTriggered(
                HandshakeCompleted(clientCertificate: isClient ? .absent : session.clientCertificate))
            let waiting = early
            early = []
            for (bytes, promise) in waiting { encrypt(bytes, promise, context) }
            if !waiting.isEmpty { context.flush() }
        }
        guard case .open = state else { return }
        decrypt(context)
    }

    private func decrypt(_ context: ChannelHandlerContext) {
        var plain = context.channel.allocator.buffer(capacity: session.input.readableBytes)
        var progress = TLSSession.Progress.done
        while progress == .done { progress = session.read(into: &plain) }
        send(context)
        if plain.readableBytes > 0 {
            producedParts = true
            context.fireChannelRead(wrapInboundOut(plain))
        }
        // What was read may have had the connection closed.
        guard case .open = state else { return }
        switch progress {
        case .done, .wantsInput: break
        case .closed:
            state = .halfClosed
            if producedParts { channelReadComplete(context: context) }
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        case .failed(let error): fail(error, context)
        }
    }

    private func encrypt(_ bytes: ByteBuffer, _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext) {
        guard case .done = session.write(bytes) else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return fail(.failed("a record could not be written"), context)
        }
        // An empty buffer still tells its writer when everything before it has left.
        context.write(wrapOutboundOut(session.takeOutput() ?? ByteBuffer()), promise: promise)
    }

    /// Sends what OpenSSL has to say by itself.
    private func send(_ context: ChannelHandlerContext) {
        guard let output = session.takeOutput() else { return }
        context.writeAndFlush(wrapOutboundOut(output), promise: nil)
    }

    private func fail(_ error: TLSError, _ context: ChannelHandlerContext) {
        guard state != .ended else { return }
        if error == .plainHTTP, !isClient {
            // A person has typed http:// for https://; an alert would tell them nothing.
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: Self.plainAnswer)), promise: nil)
        } else {
            send(context)
        }
        state = .ended
        context.fireErrorCaught(error)
        context.close(promise: nil)
    }
}

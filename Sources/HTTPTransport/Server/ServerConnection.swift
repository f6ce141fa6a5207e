// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import ResourceModel

/// One accepted connection: takes decoded requests in, lets answers out in the order of their requests.
///
/// `@unchecked Sendable`: touched on the loop's thread only, which NIO guarantees for handlers and `HTTPReply` checks.
final class ServerConnection: ChannelDuplexHandler, @unchecked Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What is expected from the peer.
    enum Input {
        /// A request's header.
        case head
        /// Nothing until the authenticator has decided about `incoming`.
        case authenticating
        /// The rest of `incoming`'s body.
        case body
        /// The rest of a body whose request is refused already.
        case discarding(left: Int)
        /// Nothing any more: the connection ends with the answers under way.
        case ended
    }

    /// A request whose body is not complete.
    struct Incoming {
        let head: RequestHead
        let route: HTTPRoute
        var principal: Principal?
        var body: ByteBuffer?
    }

    /// The place of one answer in the order of answers.
    enum Slot {
        case waiting(onClose: (() -> Void)?)
        case ready(ByteBuffer, closes: Bool)
    }

    let loop: ServiceLoop
    let server: ServerState
    let listener: HTTPServerConfiguration.Listener
    let id: UInt64
    let peerAddress: String
    let memory = AuthenticationMemory()
    /// What TLS found of the peer.
    var certificate = ClientCertificate.absent

    var context: ChannelHandlerContext?
    var input = Input.head
    var incoming: Incoming?
    var requests = 0
    /// The body of the refused or unread request is still on its way, so a plain close would reset the connection.
    var hasUnreadInput = false
    var inputError: (any Error)?
    var inputClosed = false
    /// What was decoded beyond what may be handled now; bounded by what one read brings.
    var deferred = CircularBuffer<HTTPServerRequestPart>(initialCapacity: 0)

    var slots = CircularBuffer<Slot>(initialCapacity: 1)
    var firstSequence: UInt64 = 0
    var continueSequence: UInt64?
    var isClosing = false
    var isClosed = false

    var isWorking = false
    var needsFlush = false
    var readIsHeld = false
    var sawParts = false
    /// Octets of a request have come, but not yet its whole header.
    var hasPartialHead = false

    /// The place in `ServerState.connections`.
    var index = 0
    /// When the peer's time is up; `UInt64.max` means never.
    var deadline = UInt64.max
    var headerDeadline: UInt64?
    var bodyDeadline = UInt64.max
    var writeDeadline = UInt64.max

    init(server: ServerState, listener: HTTPServerConfiguration.Listener, id: UInt64, peerAddress: String) {
        self.loop = server.loop
        self.server = server
        self.listener = listener
        self.id = id
        self.peerAddress = peerAddress
    }

    var limits: HTTPServerLimits { server.limits }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelActive(context: ChannelHandlerContext) {
        headerDeadline = loop.now() &+ (listener.tls == nil ? limits.headerTimeout : limits.handshakeTimeout)
        updateDeadline()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        sawParts = true
        let part = unwrapInboundIn(data)
        if case .ended = input { return }
        if deferred.isEmpty, mayHandle(part) {
            isWorking = true
            handle(part)
            isWorking = false
        } else {
            // One read's worth of the smallest requests stays below this; only a peer that sends without ever reading
            // and then closes its side gets more decoded at once.
            guard deferred.count < 8192 else { return close() }
            deferred.append(part)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if sawParts {
            sawParts = false
            hasPartialHead = false
        } else if case .head = input, !hasPartialHead {
            hasPartialHead = true
            if headerDeadline == nil { headerDeadline = loop.now() &+ limits.headerTimeout }
        }
        settle()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        writeDeadline = context.channel.isWritable ? .max : loop.now() &+ limits.writeTimeout
        settle()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            inputClosed = true
            isClosing ? close() : settle()
        } else if let event = event as? TLSHandler.HandshakeCompleted {
            server.statistics.handshakes &+= 1
            certificate = event.clientCertificate
            headerDeadline = loop.now() &+ limits.headerTimeout
            updateDeadline()
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? TLSError { return endOfTLS(error) }
        guard Refusal(error) != nil else {
            // After its first error the decoder repeats itself; everything else is the socket's failure.
            if !(error is ByteToMessageDecoderError) { close() }
            return
        }
        if inputError == nil { inputError = error }
        if !isWorking { settle() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosed = true
        input = .ended
        deadline = .max
        deferred.removeAll()
        incoming = nil
        let waiting = slots
        slots = CircularBuffer(initialCapacity: 0)
        for case .waiting(let onClose?) in waiting { onClose() }
        server.remove(self)
        self.context = nil
    }

    func read(context: ChannelHandlerContext) {
        if mayRead {
            context.read()
        } else {
            readIsHeld = true
        }
    }

    // MARK: Flow

    /// Whether more may be taken from the socket.
    private var mayRead: Bool {
        if isClosing { return true }
        if case .authenticating = input { return false }
        return deferred.isEmpty && slots.count < limits.maxPipelinedRequests && context?.channel.isWritable ?? false
    }

    private func mayHandle(_ part: HTTPServerRequestPart) -> Bool {
        switch input {
        case .authenticating: false
        case .head: slots.count < limits.maxPipelinedRequests
        case .body, .discarding, .ended: true
        }
    }

    private var isBetweenRequests: Bool {
        guard case .head = input else { return false }
        return slots.isEmpty && deferred.isEmpty && !hasPartialHead
    }

    /// Brings everything that depends on the state up to it; the end of each event.
    func settle() {
        guard !isWorking, !isClosed else { return }
        isWorking = true
        while let part = deferred.first, mayHandle(part) {
            deferred.removeFirst()
            handle(part)
        }
        if deferred.isEmpty { takeEndOfInput() }
        isWorking = false

        if needsFlush {
            needsFlush = false
            context?.flush()
        }
        if server.isStopping, isBetweenRequests { input = .ended }
        if case .ended = input, slots.isEmpty, !isClosing { finish() }
        if readIsHeld, mayRead {
            readIsHeld = false
            context?.read()
        }
        updateDeadline()
    }

    /// Acts on a decoding error or the peer's end of sending, once all requests before it are handled.
    private func takeEndOfInput() {
        if case .authenticating = input { return }
        if let error = inputError {
            inputError = nil
            switch input {
            case .head where inputClosed && error as? HTTPParserError == .invalidEOFState: break
            case .head, .body: refuse(Refusal(error) ?? .malformed)
            case .discarding: hasUnreadInput = true
            case .authenticating, .ended: break
            }
            input = .ended
        }
        if inputClosed {
            hasUnreadInput = false
            incoming = nil
            input = .ended
        }
    }

    /// Computes when the peer's time is up.
    func updateDeadline() {
        var next = writeDeadline
        if !isClosing {
            switch input {
            case .head:
                if let headerDeadline {
                    next = min(next, headerDeadline)
                } else if slots.isEmpty {
                    next = min(next, loop.now() &+ limits.idleTimeout)
                }
            case .body, .discarding:
                next = min(next, bodyDeadline)
            case .authenticating, .ended:
                break
            }
        } else {
            next = deadline
        }
        setDeadline(next)
    }

    func setDeadline(_ next: UInt64) {
        deadline = next
        server.rearm(for: next)
    }

    /// Called by the server when `deadline` has passed.
    func timeIsUp() {
        server.statistics.timedOutConnections += 1
        if !isClosing, slots.isEmpty, writeDeadline == .max {
            switch input {
            // A peer that has sent nothing is owed nothing.
            case .head where hasPartialHead:
                refuse(.timedOut)
                context?.flush()
            case .body:
                refuse(.timedOut)
                context?.flush()
            default:
                break
            }
        }
        close()
    }

    /// Ends the connection now; what the kernel has taken is still delivered.
    func close() {
        guard !isClosed else { return }
        isClosing = true
        context?.close(promise: nil)
    }

    /// The server stops: ends the connection now if nothing is under way.
    func drain() {
        if isBetweenRequests { close() }
    }
}

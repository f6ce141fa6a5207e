// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import ResourceModel

extension ServerConnection {
    /// Takes one decoded part of a request.
    func handle(_ part: HTTPServerRequestPart) {
        switch (part, input) {
        case (.head(let head), .head): receive(head)
        case (.body(var bytes), .body): receive(&bytes)
        case (.body(let bytes), .discarding(let left)):
            if bytes.readableBytes > left {
                hasUnreadInput = true
                input = .ended
            } else {
                input = .discarding(left: left - bytes.readableBytes)
            }
        case (.end, .body): dispatch()
        case (.end, .discarding): input = .head
        default: break
        }
    }

    private func receive(_ decoded: HTTPRequestHead) {
        server.statistics.requests &+= 1
        requests += 1
        headerDeadline = nil
        let head: RequestHead
        do {
            head = try RequestHead(decoded)
        } catch {
            return refuse(error)
        }
        guard let routes = server.routes[head.path] else { return refuse(.notFound, head) }
        guard let route = routes.first(where: { $0.methods.contains(head.method) }) else {
            return refuse(.methodNotAllowed(allowed: routes.flatMap(\.methods)), head)
        }
        switch route.access {
        case .anonymous: accept(head, route, principal: nil)
        case .authenticated: authenticate(head, route)
        case .authenticatedUnless(let header, let value):
            if head.authorization == nil, head.headers.first(name: header) == value {
                accept(head, route, principal: nil)
            } else {
                authenticate(head, route)
            }
        }
    }

    private func authenticate(_ head: RequestHead, _ route: HTTPRoute) {
        let request = AuthenticationRequest(
            method: head.method, target: head.target, authorization: head.authorization, certificate: certificate,
            peerAddress: peerAddress, memory: memory)
        switch listener.authenticator.authenticate(request) {
        case .accepted(let principal): accept(head, route, principal: principal)
        case .refused(let refusal): refuse(Refusal(refusal), head)
        case .pending(let begin):
            input = .authenticating
            begin { [self] outcome in
                guard !isClosed, case .authenticating = input else { return }
                let wasWorking = isWorking
                isWorking = true
                switch outcome {
                case .accepted(let principal): accept(head, route, principal: principal)
                case .refused(let refusal): refuse(Refusal(refusal), head)
                case .pending: refuse(.unanswered, head)
                }
                isWorking = wasWorking
                settle()
            }
        }
    }

    /// Checks what the header promises of the body and lets it come.
    private func accept(_ head: RequestHead, _ route: HTTPRoute, principal: Principal?) {
        switch head.framing {
        case .none where head.method == "POST" || head.method == "PUT": return refuse(.lengthRequired, head)
        case .length(let length) where length > bodyLimit(route): return refuse(.tooLarge, head)
        case .none, .length, .chunked: break
        }
        guard !head.isCoded else { return refuse(.codedBody, head) }
        guard route.accepts(contentType: head.contentType) else { return refuse(.unsupportedMediaType, head) }
        switch head.expectation {
        case .none: break
        case .unknown: return refuse(.unknownExpectation, head)
        case .continuation: sendContinue()
        }
        incoming = Incoming(head: head, route: route, principal: principal, body: nil)
        input = .body
        bodyDeadline = loop.now() &+ limits.bodyTimeout
    }

    private func bodyLimit(_ route: HTTPRoute) -> Int { route.maxBodyBytes ?? limits.maxBodyBytes }

    private func receive(_ bytes: inout ByteBuffer) {
        guard let route = incoming?.route else { return }
        let count = incoming?.body?.readableBytes ?? 0
        guard bytes.readableBytes <= bodyLimit(route) - count else { return refuse(.tooLarge) }
        if incoming?.body == nil {
            incoming?.body = bytes
        } else {
            incoming?.body?.writeBuffer(&bytes)
        }
    }

    /// Hands a complete request to its handler.
    private func dispatch() {
        guard let request = incoming else { return }
        incoming = nil
        var head = answerHead(request.head)
        if limits.maxRequestsPerConnection > 0, requests >= limits.maxRequestsPerConnection { head.closes = true }
        input = head.closes ? .ended : .head
        let reply = HTTPReply(connection: self, sequence: openSlot(), head: head)
        func call(_ body: UnsafeRawBufferPointer) {
            request.route.handler.handle(
                HTTPRequest(
                    head: request.head, body: body, principal: request.principal, peerAddress: peerAddress,
                    isEncrypted: listener.tls != nil, connectionID: id),
                reply: reply)
        }
        if let body = request.body {
            body.withUnsafeReadableBytes(call)
        } else {
            call(UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    private func answerHead(_ head: RequestHead) -> AnswerHead {
        AnswerHead(
            closes: !head.keepsAlive, omitsBody: head.method == "HEAD",
            keepsAliveExplicitly: head.isVersion10 && head.keepsAlive)
    }

    /// Answers without a handler and decides what becomes of the rest of the request.
    ///
    /// - Parameter head: the request's header; nil when it cannot be trusted.
    func refuse(_ refusal: Refusal, _ head: RequestHead? = nil) {
        incoming = nil
        var answer = head.map(answerHead) ?? AnswerHead(closes: true, omitsBody: false, keepsAliveExplicitly: false)
        if !refusal.leavesConnectionUsable { answer.closes = true }
        if case .length(let length) = head?.framing, length > limits.maxDiscardedBytes { answer.closes = true }
        if answer.closes {
            // Whether the body is complete is not known here, and a close that finds unread octets resets the
            // connection before the peer has read the refusal.
            hasUnreadInput = head?.framing != RequestHead.Framing.none
            input = .ended
        } else {
            input = .discarding(left: limits.maxDiscardedBytes)
            bodyDeadline = loop.now() &+ limits.bodyTimeout
        }
        let sequence = openSlot()
        var text = refusal.text
        text.withUTF8 { body in
            self.answer(
                sequence: sequence, head: answer, status: refusal.status,
                contentType: body.isEmpty ? nil : "text/plain;charset=UTF-8", headers: refusal.headers,
                body: UnsafeRawBufferPointer(body))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import NIOCore

extension ServerConnection {
    /// Takes the next place in the order of answers.
    func openSlot() -> UInt64 {
        slots.append(.waiting(onClose: nil))
        return firstSequence &+ UInt64(slots.count) &- 1
    }

    private func slotIndex(_ sequence: UInt64) -> CircularBuffer<Slot>.Index? {
        guard sequence >= firstSequence, let offset = Int(exactly: sequence &- firstSequence), offset < slots.count
        else { return nil }
        return slots.index(slots.startIndex, offsetBy: offset)
    }

    func setOnClose(_ work: @escaping () -> Void, sequence: UInt64) {
        guard let index = slotIndex(sequence), case .waiting = slots[index] else { return }
        slots[index] = .waiting(onClose: work)
    }

    /// The handler has dropped its reply unused.
    func abandon(sequence: UInt64, head: AnswerHead) {
        guard loop.isCurrent else {
            return loop.execute { self.abandon(sequence: sequence, head: head) }
        }
        answer(
            sequence: sequence, head: head, status: Refusal.unanswered.status, contentType: nil, headers: [],
            body: UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// Writes an answer, or keeps it until those before it are written.
    func answer(
        sequence: UInt64, head: AnswerHead, status: Int, contentType: String?, headers: [(String, String)],
        body: UnsafeRawBufferPointer
    ) {
        guard !isClosed, let context, let index = slotIndex(sequence), case .waiting = slots[index] else { return }
        var closes = head.closes
        if server.isStopping, case .head = input, deferred.isEmpty, sequence &- firstSequence == slots.count - 1 {
            closes = true
            input = .ended
            // The next request may be on its way; it is read and dropped, or it would reset this answer.
            hasUnreadInput = true
        }
        server.date.refresh()
        let buffer = ResponseWriter.write(
            status: status, contentType: contentType, headers: headers, body: body, omitsBody: head.omitsBody,
            closes: closes, keepsAliveExplicitly: head.keepsAliveExplicitly, date: server.date,
            allocator: context.channel.allocator)
        if sequence == firstSequence {
            send(buffer, closes: closes)
            while case .ready(let next, let closes)? = slots.first { send(next, closes: closes) }
            sendDueContinue()
        } else {
            slots[index] = .ready(buffer, closes: closes)
        }
        settle()
    }

    private func send(_ buffer: ByteBuffer, closes: Bool) {
        context?.write(wrapOutboundOut(buffer), promise: nil)
        needsFlush = true
        firstSequence &+= 1
        slots.removeFirst()
        if closes {
            input = .ended
            slots.removeAll(keepingCapacity: false)
        }
    }

    /// Lets the body of the request being received come, as soon as all answers before its own are sent.
    func sendContinue() {
        continueSequence = firstSequence &+ UInt64(slots.count)
        sendDueContinue()
    }

    private func sendDueContinue() {
        guard continueSequence == firstSequence, slots.isEmpty, let context else { return }
        continueSequence = nil
        guard case .ended = input else {
            context.write(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
            needsFlush = true
            return
        }
    }

    /// Ends the connection once everything written has left.
    func finish() {
        guard let context, !isClosing else { return }
        isClosing = true
        deadline = loop.now() &+ limits.writeTimeout
        let lingers = hasUnreadInput && !inputClosed
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()))
            .assumeIsolated()
            .whenComplete { [self] _ in
                guard !isClosed else { return }
                guard lingers else { return close() }
                // RFC 9112 §9.6: say the end, then read on for a while, or the reset would overtake the answer.
                self.context?.close(mode: .output, promise: nil)
                setDeadline(loop.now() &+ limits.lingerTimeout)
            }
    }
}

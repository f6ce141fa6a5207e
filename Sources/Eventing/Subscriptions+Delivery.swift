// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

extension Subscriptions {
    // MARK: Whose turn it is

    /// Has everybody told who waits for events, for the log has grown; called on the loop.
    public func logHasGrown() {
        hasGrown = true
        guard !isGoingRound, !isStopped, !all.isEmpty else { return }
        isGoingRound = true
        loop.run { [self] in await goRound() }
    }

    /// Goes over all subscriptions, and again where the log has grown meanwhile; others have their turn in between.
    private func goRound() async {
        while hasGrown {
            hasGrown = false
            var turnEnd = loop.now() + limits.timeSlice
            for subscription in Array(all.values) {
                deliver(to: subscription)
                guard loop.now() >= turnEnd else { continue }
                await yield()
                turnEnd = loop.now() + limits.timeSlice
            }
        }
        isGoingRound = false
    }

    /// Lets others have their turn.
    func yield() async {
        await withTaskExecutorPreference(loop.executor) {
            await withUnsafeContinuation { continuation in loop.enqueue { continuation.resume() } }
        }
    }

    /// Sends a subscription's sink what it has not got; returns when that is on its way or there is nothing.
    func deliver(to subscription: Subscription) {
        guard subscription.hasBegun, !subscription.hasEnded, !isStopped else { return }
        guard subscription.mode != .pull else {
            subscription.puller?.resume()
            return
        }
        let now = loop.now()
        guard !subscription.isDelivering, subscription.retry.due <= now else { return }
        subscription.retry.endPause()
        guard hasWork(subscription, now) else { return }
        subscription.isDelivering = true
        loop.run { [self] in
            await keepDelivering(to: subscription)
            subscription.isDelivering = false
            arm(for: subscription)
            // What came between the last look and here.
            deliver(to: subscription)
        }
    }

    private func hasWork(_ subscription: Subscription, _ now: UInt64) -> Bool {
        if isSilent(subscription, now) { return true }
        guard let due = subscription.batchDue else { return subscription.looked < journal.bounds.last }
        // A batch that waits and cannot be full yet is not even looked at.
        return due <= now || subscription.looked < journal.bounds.last && mayBeFull(subscription)
    }

    private func mayBeFull(_ subscription: Subscription) -> Bool {
        journal.bounds.last - subscription.cursor >= UInt64(subscription.request.maxElements ?? limits.maxBatch)
    }

    private func isSilent(_ subscription: Subscription, _ now: UInt64) -> Bool {
        subscription.heartbeatDue.map { $0 <= now } ?? false
    }

    // MARK: One sink

    /// Sends one message after the other until there is nothing to send, or not now.
    private func keepDelivering(to subscription: Subscription) async {
        guard let sink = subscription.request.sink else { return }
        var ahead: ArraySlice<RecordedEvent> = []
        while !subscription.hasEnded, !isStopped, subscription.retry.due <= loop.now() {
            guard let message = await nextMessage(for: subscription, to: sink, &ahead) else { return }
            subscription.attempted = message.isHeartbeat ? subscription.attempted : message.last
            let outcome = await delivery.deliver(
                message.bytes, to: sink, mode: subscription.mode, messageID: message.id)
            guard !subscription.hasEnded else { return }
            settle(subscription, message, outcome)
        }
    }

    /// The next message that is due: events, or a sign of life (R10.2.5-2); nil where there is none now.
    private func nextMessage(
        for subscription: Subscription, to sink: EventSink, _ ahead: inout ArraySlice<RecordedEvent>
    ) async -> DeliveryMessage? {
        switch await nextEvents(for: subscription, to: sink, &ahead) {
        case .message(let message): return message
        case .notNow: return nil
        case .nothing: return isSilent(subscription, loop.now()) ? heartbeat(for: subscription, to: sink) : nil
        }
    }

    private enum NextEvents {
        case message(DeliveryMessage)
        case nothing
        /// Nothing may be sent, be it that the subscription has ended.
        case notNow
    }

    private func nextEvents(
        for subscription: Subscription, to sink: EventSink, _ ahead: inout ArraySlice<RecordedEvent>
    ) async -> NextEvents {
        guard isEntitled(subscription.order.owner) else {
            subscription.lastFailure = "The account may do less than when it subscribed."
            subscription.retry.postpone(until: loop.now().saturatingSum(limits.longestRetry))
            return .notNow
        }
        let last = journal.bounds.last
        var composer = EventComposer(
            frame(of: subscription, to: sink), subscription.order.selection, after: subscription.cursor,
            dropped: subscription.dropped)
        do throws(EventJournalError) {
            try await fill(&composer, &ahead)
            isLogBroken = false
        } catch {
            // Said once, not by each subscription at each attempt.
            if !isLogBroken { report("events cannot be delivered, the log cannot be read: \(error)") }
            isLogBroken = true
            subscription.retry.postpone(until: loop.now().saturatingSum(limits.shortestRetry))
            return .notNow
        }
        // It may have ended while the log was read.
        guard !subscription.hasEnded, !isStopped else { return .notNow }
        if let size = composer.tooLarge {
            end(
                subscription, .sourceCancelling,
                "An event has \(size) octets, more than MaxEnvelopeSize allows, and its Policy is CancelSubscription.")
            return .notNow
        }
        guard composer.count > 0 else {
            pass(subscription, through: composer.through)
            subscription.batchDue = nil
            subscription.looked = last
            return .nothing
        }
        guard isDue(subscription, full: composer.isFull) else {
            subscription.looked = last
            return .nothing
        }
        subscription.looked = 0
        return .message(message(for: subscription, to: sink, composer))
    }

    /// Reads the log until the message is full or the log is at its end; others have their turn in between.
    ///
    /// - Parameter ahead: what was read and has not gone into the message before; and has not into this one, afterwards.
    func fill(
        _ composer: inout EventComposer, _ ahead: inout ArraySlice<RecordedEvent>
    ) async throws(EventJournalError) {
        var turnEnd = loop.now() + limits.timeSlice
        while !composer.isFull {
            let through = composer.through
            ahead = ahead.drop { $0.position.sequence <= through }
            if ahead.isEmpty {
                let last = journal.bounds.last
                let limit = composer.takesOne ? limits.singleReadAhead : limits.readAhead
                ahead = try await journal.events(after: through, limit: limit)[...]
                guard !ahead.isEmpty else {
                    // What is there by its number and cannot be read.
                    if through < last { composer.add(missing: last - through, through: last) }
                    return
                }
            }
            for event in ahead {
                guard composer.add(event) else { return }
                guard loop.now() >= turnEnd else { continue }
                await yield()
                turnEnd = loop.now() + limits.timeSlice
            }
        }
    }

    /// Whether a batch is sent now; one that is not full waits for more as long as MaxTime says.
    private func isDue(_ subscription: Subscription, full: Bool) -> Bool {
        guard subscription.mode == .events, !full, let maxTime = subscription.request.maxTime,
            subscription.attempted == nil
        else { return true }
        let now = loop.now()
        let due = subscription.batchDue ?? now.saturatingSum(maxTime)
        subscription.batchDue = due
        return due <= now
    }

    /// Moves a cursor over events that are none of its.
    private func pass(_ subscription: Subscription, through sequence: UInt64) {
        subscription.cursor = max(subscription.cursor, sequence)
        if subscription.cursor - subscription.stored >= limits.progressLag {
            progress.note(subscription, epoch: journal.epoch)
        }
    }

    // MARK: Messages

    private func frame(of subscription: Subscription, to sink: EventSink) -> EventComposer.Frame {
        let request = subscription.request
        return EventComposer.Frame(
            mode: request.mode, version: sink.endpoint.version,
            maxElements: request.mode == .events ? min(request.maxElements ?? limits.maxBatch, limits.maxBatch) : 1,
            room: room(of: subscription, in: sink), policy: request.envelopePolicy, last: subscription.attempted)
    }

    /// The octets of UTF-8 that the events of one message may have.
    func room(of subscription: Subscription, in sink: EventSink) -> Int {
        let size = min(subscription.request.maxEnvelopeSize ?? limits.maxEnvelopeSize, limits.maxEnvelopeSize)
        // A byte order mark has two octets.
        return size / (sink.encoding == .utf16 ? 2 : 1) - subscription.overhead - 2
    }

    /// Where to go on behind a number, for who asked for bookmarks (R10.2.6-3).
    func bookmark(_ subscription: Subscription, at sequence: UInt64) -> EventPosition? {
        subscription.request.sendsBookmarks ? EventPosition(epoch: journal.epoch, sequence: sequence) : nil
    }

    private func message(
        for subscription: Subscription, to sink: EventSink, _ composer: borrowing EventComposer
    ) -> DeliveryMessage {
        let position = EventPosition(epoch: journal.epoch, sequence: composer.last)
        let id = MessageID(subscription: subscription.identifier, position: position)
        let bytes = composer.envelope(
            to: sink, id, bookmark: bookmark(subscription, at: composer.through))
        return DeliveryMessage(
            bytes: bytes, id: id, last: composer.last, through: composer.through, dropped: composer.dropped,
            isHeartbeat: false)
    }

    private func heartbeat(for subscription: Subscription, to sink: EventSink) -> DeliveryMessage {
        var writer = XMLWriter(capacity: 1024)
        let id = messageIDs.next()
        DeliveryWriter(to: sink.endpoint, mode: subscription.mode).heartbeat(
            &writer, messageID: id,
            bookmark: bookmark(subscription, at: subscription.cursor))
        return DeliveryMessage(
            bytes: writer.withUnsafeBytes { Array($0) }, id: id, last: subscription.cursor,
            through: subscription.cursor, dropped: subscription.dropped, isHeartbeat: true)
    }

    // MARK: Answers

    private func settle(_ subscription: Subscription, _ message: DeliveryMessage, _ outcome: DeliveryOutcome) {
        switch outcome {
        case .delivered:
            subscription.retry.succeeded()
            subscription.restartHeartbeat(now: loop.now())
            subscription.lastFailure = nil
            guard !message.isHeartbeat else { return }
            subscription.batchDue = nil
            subscription.attempted = nil
            subscription.cursor = max(subscription.cursor, message.through)
            subscription.dropped = message.dropped
            subscription.lastDelivered = loop.wallClock()
            progress.note(subscription, epoch: journal.epoch)
        case .refused:
            end(subscription, .deliveryFailure, "The sink refused a delivery.")
        case .withoutAcknowledgement:
            end(subscription, .deliveryFailure, "The sink does not acknowledge, which this delivery mode needs.")
        case .failed(let reason):
            retry(subscription, reached: true, reason)
        case .unreachable:
            retry(subscription, reached: false, "The sink does not answer.")
        }
    }

    private func retry(_ subscription: Subscription, reached: Bool, _ reason: String) {
        subscription.lastFailure = reason
        let goesOn = subscription.retry.failed(
            reached: reached, wish: subscription.request.sink?.retry, limits, now: loop.now(),
            jitter: .random(in: 0...1))
        // R10.2.3-2: as if it had expired.
        if !goesOn {
            end(subscription, .deliveryFailure, "The sink could not be reached as often as ConnectionRetry says.")
        }
    }
}

/// A message on its way to a sink.
struct DeliveryMessage {
    let bytes: [UInt8]
    let id: MessageID
    /// The last event in it.
    let last: UInt64
    /// Where the cursor is when the sink has it.
    let through: UInt64
    /// How many events were not delivered since the subscription began, when the sink has it.
    let dropped: UInt64
    let isHeartbeat: Bool
}

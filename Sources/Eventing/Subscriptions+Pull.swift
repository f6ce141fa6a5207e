// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import WSMan
import XML

/// What a Pull brings.
public struct PulledEvents: Sendable {
    /// The items, as they stand in `wsen:Items`.
    public let items: [UInt8]
    /// What the next Pull is to be sent with.
    public let context: String
    /// Where to go on after these, for who asked for bookmarks (R10.2.9.5-6).
    public let bookmark: EventPosition?
}

/// What a client takes in one answer.
public struct PullFrame: Sendable {
    /// The most events.
    public var maxElements: Int
    /// The most octets of UTF-8 that they may have.
    public var room: Int
    /// The addressing that references in them are written in.
    public var version: AddressingVersion
    /// Until when to wait for events, in nanoseconds on the loop's clock.
    public var deadline: UInt64

    /// What a client takes.
    public init(maxElements: Int, room: Int, version: AddressingVersion, deadline: UInt64) {
        self.maxElements = maxElements
        self.room = room
        self.version = version
        self.deadline = deadline
    }
}

extension Subscriptions {
    /// What events are first pulled with.
    public func context(of manager: SubscriptionManager) throws(SubscriptionError) -> String {
        guard let subscription = all[manager.identifier] else { throw .unknown }
        return PullContext(subscription.identifier, subscription.cursor).description
    }

    /// The next events of a subscription in Pull mode; waits where there are none.
    ///
    /// The context says what came before has arrived: it acknowledges, and sent twice it brings the same twice.
    ///
    /// - Throws: `timedOut` where nothing happens in time; the context stays good (R10.2.9.5-5).
    public func pull(
        _ text: String, _ frame: PullFrame, by principal: Principal
    ) async throws(SubscriptionError) -> PulledEvents {
        guard let context = PullContext(text) else { throw .unknown }
        let subscription = try subscription(context.identifier, for: principal)
        // Not even an administrator: what is pulled counts as arrived.
        guard subscription.order.owner.name == principal.name else { throw .notOwner }
        guard principal.role >= subscription.order.owner.role else { throw .demoted }
        guard subscription.mode == .pull else { throw .notPulled }
        guard !subscription.isDelivering, subscription.puller == nil else { throw .busy }
        guard context.sequence <= journal.bounds.last else { throw .unknown }
        acknowledge(subscription, through: context.sequence)
        subscription.isDelivering = true
        defer { subscription.isDelivering = false }
        var start = context.sequence
        if let passed = subscription.passed, passed.from == start { start = max(start, passed.through) }
        var dropped = subscription.dropped
        var ahead: ArraySlice<RecordedEvent> = []
        while true {
            var composer = EventComposer(
                EventComposer.Frame(
                    mode: .pull, version: frame.version, maxElements: min(frame.maxElements, limits.maxBatch),
                    room: frame.room, policy: .cancelSubscription, last: nil),
                subscription.order.selection, after: start, dropped: dropped)
            do throws(EventJournalError) {
                try await fill(&composer, &ahead)
            } catch {
                throw .failed("the log cannot be read: \(error)")
            }
            guard !subscription.hasEnded else { throw .unknown }
            if let size = composer.tooLarge { throw .tooLarge(size) }
            if composer.count > 0 {
                subscription.restartHeartbeat(now: loop.now())
                subscription.lastDelivered = loop.wallClock()
                subscription.pulled = (composer.through, composer.dropped)
                return pulled(subscription, composer.items, through: composer.through)
            }
            start = composer.through
            dropped = composer.dropped
            subscription.passed = (context.sequence, start)
            if let due = subscription.heartbeatDue, due <= loop.now() {
                subscription.restartHeartbeat(now: loop.now())
                return pulled(subscription, Self.heartbeat, through: start)
            }
            guard loop.now() < frame.deadline, !isHurried else { throw .timedOut }
            await wait(subscription, until: frame.deadline, behind: start)
            guard !subscription.hasEnded else { throw .unknown }
        }
    }

    /// The subscription that a context is of; nil for anything that was not made here.
    public static func identifier(ofContext text: String) -> String? { PullContext(text)?.identifier }

    /// In the form that it has in a batch, for want of one of its own (R10.2.5-1).
    private static let heartbeat = Array("<wsman:Event Action=\"\(Action.heartbeat)\" />".utf8)

    private func pulled(_ subscription: Subscription, _ items: [UInt8], through sequence: UInt64) -> PulledEvents {
        PulledEvents(
            items: items, context: PullContext(subscription.identifier, sequence).description,
            bookmark: bookmark(subscription, at: sequence))
    }

    /// Takes note that events have arrived.
    private func acknowledge(_ subscription: Subscription, through sequence: UInt64) {
        guard sequence > subscription.cursor else { return }
        subscription.cursor = sequence
        if let pulled = subscription.pulled, pulled.through <= sequence { subscription.dropped = pulled.dropped }
        progress.note(subscription, epoch: journal.epoch)
    }

    /// Waits for an event, the next heartbeat, the end of the subscription or a moment.
    private func wait(_ subscription: Subscription, until deadline: UInt64, behind start: UInt64) async {
        await withTaskExecutorPreference(loop.executor) {
            await withUnsafeContinuation { continuation in
                // Decided here and not before: between the two the preference may let others run.
                guard !subscription.hasEnded, !isHurried, journal.bounds.last <= start else {
                    return continuation.resume()
                }
                subscription.puller = Puller(deadline: deadline) {
                    subscription.puller = nil
                    continuation.resume()
                }
                arm(for: subscription)
            }
        }
    }
}

/// What a Pull is sent with: the subscription, and the last event that has arrived.
struct PullContext: CustomStringConvertible {
    let identifier: String
    let sequence: UInt64

    init(_ identifier: String, _ sequence: UInt64) {
        self.identifier = identifier
        self.sequence = sequence
    }

    /// Reads the text form; nil for anything that was not made here.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = UInt64(parts[1]) else { return nil }
        self.init(String(parts[0]), sequence)
    }

    var description: String { "\(identifier)/\(sequence)" }
}

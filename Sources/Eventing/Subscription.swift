// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import WSMan

/// What the service makes of a Subscribe that it takes.
public struct SubscriptionOrder {
    /// Who asks.
    public let owner: Principal
    /// The IP address that asks.
    public let peer: String
    /// What is asked for.
    public let request: SubscribeRequest
    /// Which events those are.
    public let selection: any EventSelection
    /// The source's URI.
    public let source: String
    /// The address that the subscription is managed at (R10.2.4-1).
    public let address: String

    /// An order.
    public init(
        owner: Principal, peer: String, request: SubscribeRequest, selection: any EventSelection, source: String,
        address: String
    ) {
        self.owner = owner
        self.peer = peer
        self.request = request
        self.selection = selection
        self.source = source
        self.address = address
    }
}

/// One subscription: a cursor over the log, and what becomes of the events behind it.
///
/// `@unchecked Sendable`: touched on the loop alone.
final class Subscription: @unchecked Sendable {
    let identifier: String
    let order: SubscriptionOrder
    /// The octets of a message without its events.
    let overhead: Int

    /// The number of the last event that the sink has, or that is none of its.
    var cursor: UInt64
    /// What the store has of that.
    var stored: UInt64
    /// How many of its events could not be delivered since it began.
    var dropped: UInt64
    /// When it ends; nil where it does not.
    var expires: Expiry?

    /// Whether it is stored and its subscriber knows of it.
    var hasBegun = false
    var hasEnded = false
    /// Whether a message is being made or is on its way.
    var isDelivering = false
    /// Until when a batch that is not full waits for more.
    var batchDue: UInt64?
    /// The last event of the batch that was sent and not taken: a repeat holds the same events.
    var attempted: UInt64?
    var retry = Retry()
    /// When the silence has lasted long enough.
    var heartbeatDue: UInt64?
    /// The last number of the log when it was looked at in vain.
    var looked: UInt64 = 0

    /// Where it stands in the agenda.
    var place: Int?

    /// The Pull that waits for something to happen.
    var puller: Puller?
    /// What the last Pull brought: where that ends, and how many events were dropped by then.
    var pulled: (through: UInt64, dropped: UInt64)?
    /// The events that none of which was shown to a Pull: behind one number, through another.
    var passed: (from: UInt64, through: UInt64)?

    var lastDelivered: Timestamp?
    var lastFailure: String?

    init(_ identifier: String, _ order: SubscriptionOrder, cursor: UInt64, dropped: UInt64 = 0) {
        self.identifier = identifier
        self.order = order
        self.cursor = cursor
        self.dropped = dropped
        stored = cursor
        overhead = EventComposer.overhead(of: order.request)
    }

    var request: SubscribeRequest { order.request }
    var mode: DeliveryMode { order.request.mode }

    /// The reference that it is managed by.
    var manager: SubscriptionManager {
        SubscriptionManager(address: order.address, resourceURI: order.source, identifier: identifier)
    }

    /// When something is to be done for it again, at the latest; nil where that is up to events.
    var due: UInt64? {
        var due = expires?.deadline
        func consider(_ moment: UInt64?) {
            if let moment, moment < due ?? .max { due = moment }
        }
        consider(puller?.deadline)
        if mode == .pull {
            if puller != nil { consider(heartbeatDue) }
        } else if !isDelivering {
            if retry.due > 0 {
                consider(retry.due)
            } else {
                consider(batchDue)
                consider(heartbeatDue)
            }
        }
        return due
    }

    /// Begins the next time of silence (R10.2.5-2: within it a message is sent, so it is a little shorter than asked).
    func restartHeartbeat(now: UInt64) {
        heartbeatDue = request.heartbeat.map { now.saturatingSum($0 - min($0 / 10, 1_000_000_000)) }
    }
}

/// When a subscription ends.
struct Expiry {
    /// On the loop's clock, in nanoseconds.
    let deadline: UInt64
    /// As the time of day was then.
    let end: Timestamp
    /// In what words it was asked for.
    let asked: Expiration

    /// What is said of it at a moment of the loop's clock, in those words.
    func told(at now: UInt64) -> Expiration {
        if case .moment = asked { return .moment(end) }
        return .duration(deadline > now ? deadline - now : 0)
    }
}

/// A Pull that waits.
struct Puller {
    let deadline: UInt64
    let resume: () -> Void
}

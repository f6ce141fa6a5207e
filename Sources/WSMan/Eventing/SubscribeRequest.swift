// SPDX-License-Identifier: Apache-2.0

import XML

/// A Subscribe: which events a client wants, and how they are to come (`spec/messages.md` section 6.1).
public struct SubscribeRequest: Sendable, Hashable {
    /// How events come.
    public let mode: DeliveryMode
    /// Where they go; nil in Pull mode, and only there.
    public let sink: EventSink?
    /// Where to tell of an unexpected end; nil in Pull mode, where nobody may be told (R10.6-2).
    public let endTo: EventSink?
    /// When the subscription is to end at the latest; nil where the subscriber wants no end.
    public let expires: Expiration?
    /// Which events, or which parts of them, are wanted; nil for all.
    public let filter: FilterRequest?
    /// The longest time without a message, in nanoseconds; nil for none.
    public let heartbeat: UInt64?
    /// The language that texts are wanted in.
    public let locale: String?
    /// The most events of a batch.
    public let maxElements: Int?
    /// How long the first event of a batch may wait for others, in nanoseconds.
    public let maxTime: UInt64?
    /// The most octets of a delivery.
    public let maxEnvelopeSize: Int?
    /// What becomes of an event that is too large.
    public let envelopePolicy: EnvelopePolicy
    /// Whether deliveries carry bookmarks.
    public let sendsBookmarks: Bool
    /// From where in the log; nil for what happens from now on.
    public let bookmark: EventBookmark?

    /// Reads the body of Subscribe, and the tokens in the header.
    ///
    /// - Parameter isConfidential: whether the message came so that nobody could listen, over TLS or within this machine.
    public init(
        _ envelope: RequestEnvelope, limits: MessageLimits = MessageLimits(), isConfidential: Bool
    ) throws(Fault) {
        guard let body = envelope.body, body.has(name: Names.subscribe) else {
            throw Fault(.eventingInvalidMessage, "The Body of this action holds a wse:Subscribe element.")
        }
        var delivery: DeliveryRequest?
        var endTo: Endpoint?
        var expires: Expiration?
        var filter: FilterRequest?
        var bookmark: EventBookmark?
        var sendsBookmarks = false
        for child in body.children {
            if child.has(name: Names.delivery) {
                guard delivery == nil else { throw Self.twice(child) }
                delivery = try DeliveryRequest(child, limits: limits, envelope.addressing)
            } else if child.has(name: Names.eventingEndTo) {
                guard endTo == nil else { throw Self.twice(child) }
                endTo = try Endpoint(child, limits: limits, envelope.addressing)
            } else if child.has(name: Names.eventingExpires) {
                guard expires == nil else { throw Self.twice(child) }
                expires = try Expiration(child, else: .eventingInvalidExpirationTime)
            } else if child.has(name: Names.eventingFilter) || child.has(name: Names.managementFilter) {
                // R10.2.2-52.
                guard filter == nil else {
                    throw Fault(.eventingInvalidMessage, "The Subscribe has two filters; send wsman:Filter alone.")
                }
                filter = try FilterRequest(child, of: .subscribe, limits: limits)
            } else if child.has(name: Names.bookmark) {
                guard bookmark == nil else { throw Self.twice(child) }
                bookmark = try EventBookmark(child)
            } else if child.has(name: Names.sendBookmarks) {
                sendsBookmarks = true
            }
        }
        guard let delivery else { throw Fault(.eventingInvalidMessage, "The Subscribe has no wse:Delivery.") }
        if delivery.mode == .pull { endTo = nil }
        let tokens = try envelope.issuedTokens.map { header throws(Fault) in
            try IssuedTokens.read(header, limits: limits, envelope.addressing, isConfidential: isConfidential)
        }
        try IssuedTokens.check(tokens ?? [], areFor: [delivery.notifyTo, endTo].compactMap(\.self))
        mode = delivery.mode
        sink = try delivery.notifyTo.map { endpoint throws(Fault) in try delivery.sink(endpoint, tokens ?? []) }
        self.endTo = try endTo.map { endpoint throws(Fault) in
            // Who may be told of events in a way may be told of their end in it.
            let isSame = delivery.notifyTo?.address == endpoint.address
            let own = IssuedTokens.credentials(tokens ?? [], for: endpoint)
            if isSame, own == SinkCredentials(), let notifyTo = delivery.notifyTo {
                return try delivery.sink(endpoint, credentials: IssuedTokens.credentials(tokens ?? [], for: notifyTo))
            }
            return try delivery.sink(endpoint, profile: isSame ? delivery.profile : nil, credentials: own)
        }
        self.expires = expires
        self.filter = filter
        heartbeat = delivery.heartbeat
        locale = delivery.locale ?? envelope.locale
        maxElements = delivery.maxElements
        maxTime = delivery.maxTime
        maxEnvelopeSize = delivery.maxEnvelopeSize
        envelopePolicy = delivery.envelopePolicy
        self.sendsBookmarks = sendsBookmarks || delivery.sendsBookmarks
        self.bookmark = bookmark
    }

    static func twice(_ element: XMLElement) -> Fault {
        Fault(.eventingInvalidMessage, "The Subscribe has two elements \(element.localName).")
    }
}

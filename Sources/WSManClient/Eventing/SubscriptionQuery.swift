// SPDX-License-Identifier: Apache-2.0

import ResourceModel
public import WSMan
import XML

/// Which events are wanted, and how they are to come (`spec/messages.md` section 6.1).
public struct SubscriptionQuery: Sendable, Hashable {
    /// How events come.
    public var mode: DeliveryMode
    /// Where they go; nil in Pull mode only.
    public var sink: SubscriptionSink?
    /// Whether the sink is also told of an end that nobody asked for.
    public var wantsEnd = true
    /// When the subscription is to end at the latest; nil for no end.
    public var expires: Expiration?
    /// Which events, or which parts of them, are wanted; nil for all.
    public var filter: EnumerationFilter?
    /// The longest time without a message, in nanoseconds; nil for none.
    public var heartbeat: UInt64?
    /// How often to try a sink that cannot be reached.
    public var retry: ConnectionRetry?
    /// The language of texts.
    public var locale: String?
    /// The encoding of deliveries.
    public var encoding: DeliveryEncoding?
    /// The most events of a batch.
    public var maxElements: Int?
    /// How long the first event of a batch may wait for others, in nanoseconds.
    public var maxTime: UInt64?
    /// From where among the events; nil for those that are to come.
    public var bookmark: Bookmark?
    /// Whether deliveries are to say where to go on after them.
    public var wantsBookmarks = true

    /// A subscription to everything from now on, unless something else is said.
    public init(mode: DeliveryMode, to sink: SubscriptionSink? = nil, filter: EnumerationFilter? = nil) {
        self.mode = mode
        self.sink = sink
        self.filter = filter
    }

    /// Writes the header with the sink's account (`spec/messages.md` section 6.5).
    func writeHeaders(to writer: inout XMLWriter) {
        guard let sink, let user = sink.user else { return }
        writer.raw("<wst:IssuedTokens xmlns:wst=\"\(Namespace.trust)\" xmlns:wsp=\"\(Namespace.policy)\" xmlns:wsse=\"")
        writer.raw(Namespace.security)
        writer.raw("\" a:mustUnderstand=\"true\"><wst:RequestSecurityTokenResponse><wst:TokenType>")
        writer.raw(Self.userNameToken)
        writer.raw("</wst:TokenType><wst:RequestedSecurityToken><wsse:UsernameToken><wsse:Username>")
        writer.text(user.name)
        writer.raw("</wsse:Username><wsse:Password>")
        writer.text(user.password)
        writer.raw("</wsse:Password></wsse:UsernameToken></wst:RequestedSecurityToken><wsp:AppliesTo>")
        Self.write(address: sink.address, in: "b:EndpointReference", to: &writer)
        writer.raw("</wsp:AppliesTo></wst:RequestSecurityTokenResponse></wst:IssuedTokens>")
    }

    private static let userNameToken =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#UsernameToken"

    /// Writes the body of Subscribe.
    func write(for target: Reference, _ version: AddressingVersion, to writer: inout XMLWriter) {
        writer.raw("<wse:Subscribe xmlns:wse=\"\(Namespace.eventing)\">")
        if let sink, wantsEnd { Self.write(address: sink.address, in: "wse:EndTo", to: &writer) }
        writer.raw("<wse:Delivery Mode=\"\(mode.uri)\">")
        writeDelivery(to: &writer)
        writer.raw("</wse:Delivery>")
        if let expires { Self.write(expires.text, in: "wse:Expires", to: &writer) }
        filter?.write(for: target, version, to: &writer)
        bookmark?.write(to: &writer)
        if wantsBookmarks { writer.raw("<wsman:SendBookmarks />") }
        writer.raw("</wse:Subscribe>")
    }

    private func writeDelivery(to writer: inout XMLWriter) {
        if let sink { Self.write(address: sink.address, in: "wse:NotifyTo", to: &writer) }
        if let profile = sink?.profile { writer.raw("<wsman:Auth Profile=\"\(profile.uri)\" />") }
        if let heartbeat { Self.write(XSDuration.text(nanoseconds: heartbeat), in: "wsman:Heartbeats", to: &writer) }
        if let retry {
            writer.raw("<wsman:ConnectionRetry")
            if let total = retry.total { writer.raw(" Total=\"\(total)\"") }
            writer.raw(">\(XSDuration.text(nanoseconds: retry.pause))</wsman:ConnectionRetry>")
        }
        if let locale {
            writer.raw("<wsman:Locale xml:lang=\"")
            writer.attribute(locale)
            writer.raw("\" />")
        }
        if let encoding { Self.write(encoding.rawValue, in: "wsman:ContentEncoding", to: &writer) }
        if let maxElements { Self.write("\(maxElements)", in: "wsman:MaxElements", to: &writer) }
        if let maxTime { Self.write(XSDuration.text(nanoseconds: maxTime), in: "wsman:MaxTime", to: &writer) }
    }

    private static func write(_ text: String, in name: String, to writer: inout XMLWriter) {
        writer.raw("<\(name)>")
        writer.text(text)
        writer.raw("</\(name)>")
    }

    private static func write(address: String, in name: String, to writer: inout XMLWriter) {
        writer.raw("<\(name)>")
        write(address, in: "b:Address", to: &writer)
        writer.raw("</\(name)>")
    }
}

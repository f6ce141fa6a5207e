// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import WSMan
import XML

extension WSManClient {
    /// Subscribes to the events of a source.
    public func subscribe(
        to source: Reference, _ query: SubscriptionQuery, settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> Subscription {
        let addressing = options.addressing
        return try await ask(
            Action.subscribe, of: source, settings, headers: { query.writeHeaders(to: &$0) },
            body: { query.write(for: source, addressing, to: &$0) },
            read: { answer throws(WSManClientError) in
                let subscription = try Subscription(try answer.content(Names.eventing("SubscribeResponse")))
                guard query.mode != .pull || subscription.context != nil else {
                    throw .unexpectedAnswer("a subscription in Pull mode came without a context to pull with")
                }
                return subscription
            })
    }

    /// Has a subscription live on.
    ///
    /// - Parameter expires: until when, or for how long; nil for no end.
    /// - Returns: what the service grants, which may be less; nil where it promises no end.
    public func renew(
        _ subscription: SubscriptionAddress, until expires: Expiration? = nil, settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> Expiration? {
        try await ask(
            about: subscription, Action.renewSubscription, settings,
            body: { writer in
                writer.raw("<wse:Renew xmlns:wse=\"\(Namespace.eventing)\">")
                if let expires { writer.raw("<wse:Expires>\(expires.text)</wse:Expires>") }
                writer.raw("</wse:Renew>")
            },
            read: { answer throws(WSManClientError) in
                try Subscription.expires(try answer.content(Names.eventing("RenewResponse")))
            })
    }

    /// Asks when a subscription will end by itself; nil where the service promises no end.
    public func status(
        of subscription: SubscriptionAddress, settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> Expiration? {
        try await ask(
            about: subscription, Action.subscriptionStatus, settings,
            body: { $0.raw("<wse:GetStatus xmlns:wse=\"\(Namespace.eventing)\" />") },
            read: { answer throws(WSManClientError) in
                try Subscription.expires(try answer.content(Names.eventing("GetStatusResponse")))
            })
    }

    /// Ends a subscription.
    public func unsubscribe(
        _ subscription: SubscriptionAddress, settings: RequestSettings? = nil
    ) async throws(WSManClientError) {
        try await ask(
            about: subscription, Action.unsubscribe, settings,
            body: { $0.raw("<wse:Unsubscribe xmlns:wse=\"\(Namespace.eventing)\" />") }, read: { _ in })
    }

    /// Takes the next events of a subscription in Pull mode; what was taken before is acknowledged by that.
    ///
    /// It waits as long as the request's OperationTimeout says, and brings nothing when none came by then (R10.2.9.5-4).
    public func pullEvents(
        _ context: EnumerationContext, of subscription: SubscriptionAddress, settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> EventBatch {
        let (maxElements, keepsXML) = (options.maxElements, options.keepsXML)
        do throws(WSManClientError) {
            return try await ask(
                about: subscription, Action.pull, settings,
                body: { writer in
                    context.write(in: "Pull", to: &writer) {
                        $0.raw("<wsen:MaxElements>\(maxElements)</wsen:MaxElements>")
                    }
                },
                read: { answer throws(WSManClientError) in
                    try EventBatch(answer, after: context, keepsXML: keepsXML)
                })
        } catch .fault(let fault) where fault.subcode == "TimedOut" {
            return EventBatch(events: [], context: context, bookmark: nil)
        }
    }

    /// Sends a request to a subscription's manager.
    private func ask<Result>(
        about subscription: SubscriptionAddress, _ action: String, _ settings: RequestSettings?,
        body: (inout XMLWriter) -> Void, read: (Answer) throws(WSManClientError) -> Result
    ) async throws(WSManClientError) -> Result {
        // The resource, where there is one, is among the parameters.
        try await ask(
            action, of: Reference(ResourceURI(""), []), settings,
            to: subscription.address.isEmpty ? nil : subscription.address,
            headers: { $0.raw(subscription.parameters) }, body: body, read: read)
    }
}

extension EventBatch {
    /// Reads an answer to Pull, which may be a heartbeat instead of items (R10.2.5-4).
    fileprivate init(
        _ answer: Answer, after context: EnumerationContext, keepsXML: Bool
    ) throws(WSManClientError) {
        let bookmark = answer.header?.first(Names.bookmark).flatMap { Bookmark($0) }
        let isHeartbeat =
            answer.header?.children.contains { $0.localName == "Action" && $0.trimmedText == Action.heartbeat } ?? false
        guard !isHeartbeat || answer.content != nil else {
            self.init(events: [.heartbeat], context: context, bookmark: bookmark)
            return
        }
        let batch = try EnumerationBatch(answer, EnumerationBatch<DeliveredEvent?>.pullResponse) {
            element throws(WSManClientError) -> DeliveredEvent? in
            guard element.has(name: Names.management("Event")) else {
                let action = element.has(name: Names.management("Heartbeat")) ? Action.heartbeat : element.namespace
                return DeliveredEvent(element, action: action, keepsXML: keepsXML)
            }
            return DeliveredEvent(
                element.children.first { _ in true }, action: element.attribute("Action") ?? Action.event,
                keepsXML: keepsXML)
        }
        let events = batch.items.compactMap(\.self)
        self.init(
            events: events.isEmpty && isHeartbeat ? [.heartbeat] : events, context: batch.context ?? context,
            bookmark: bookmark)
    }
}

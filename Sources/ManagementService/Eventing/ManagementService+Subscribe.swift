// SPDX-License-Identifier: Apache-2.0

public import Eventing
import ProviderKit
import ResourceModel
import WSMan
import XML

extension ManagementService {
    /// Has the service offer subscriptions; before it publishes its classes, so that nobody is refused for being early.
    public func offer(_ subscriptions: Subscriptions) { self.subscriptions = subscriptions }

    /// Goes on with subscriptions that were stored; what cannot be read any more, or may not be sent, is left out, and
    /// reported, until its end has come.
    public func restore(_ stored: [StoredSubscription]) async {
        guard let subscriptions else { return }
        let parser = XMLParser(limits: configuration.xml)
        var turnEnd = Self.moment(clock.now(), after: configuration.timeSlice)
        for stored in stored {
            if clock.now() >= turnEnd {
                await yield()
                turnEnd = Self.moment(clock.now(), after: configuration.timeSlice)
            }
            do throws(Fault) {
                let order = try await order(stored, parser)
                // The administrator may have changed where events may go.
                try check(order, subscriptions)
                subscriptions.restore(stored, order)
            } catch {
                guard !subscriptions.endedMeanwhile(stored) else { continue }
                report("the subscription \(stored.identifier) of \(stored.owner.name) cannot go on: \(error.reason)")
            }
        }
    }

    private func order(_ stored: StoredSubscription, _ parser: XMLParser) async throws(Fault) -> SubscriptionOrder {
        let document = XMLDocument()
        let refusal = stored.envelope.withUnsafeBytes { bytes -> Fault? in
            do throws(XMLError) {
                try parser.parse(bytes, into: document)
                return nil
            } catch {
                return Fault(answering: error)
            }
        }
        if let refusal { throw refusal }
        var envelope = RequestEnvelope()
        try RequestEnvelope.read(document, limits: configuration.message, partial: &envelope)
        return try await order(envelope, of: stored.owner, from: stored.peer, isConfidential: true)
    }

    /// Subscribe: stores a cursor over the log for whoever asks (R10.2.1-1 to R10.2.1-7).
    func subscribe(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        guard let subscriptions, !resource.eventShapes(for: principal.role).isEmpty else {
            throw unsupported(exchange.envelope.action, of: resource)
        }
        guard let peer = exchange.peerAddress else {
            throw Fault(.accessDenied, "Nobody knows where the Subscribe came from.")
        }
        if resource.hasInstances, !exchange.envelope.selectors.allSatisfy({ $0.name.lowercased() == "__cimnamespace" })
        {
            // R10.2.1-1: a log or a filter that is not there has no events.
            _ = try await part(resource, exchange, principal)
        }
        let order = try await order(
            exchange.envelope, of: principal, from: peer, isConfidential: exchange.isConfidential)
        try check(order, subscriptions)
        let manager: SubscriptionManager
        let expires: Expiration?
        let context: String?
        do throws(SubscriptionError) {
            (manager, expires) = try await subscriptions.subscribe(order, envelope: exchange.source)
            context = order.request.mode == .pull ? try subscriptions.context(of: manager) : nil
        } catch {
            throw Fault(answering: error, report: report)
        }
        openReply(exchange, .notAsked, &writer)
        SubscriptionResponse.subscribed(manager, expires: expires, context: context, to: &writer)
        ReplyWriter.close(&writer)
    }

    /// Refuses what would be sent where nothing may be sent (R10.2.1-2).
    private func check(_ order: SubscriptionOrder, _ subscriptions: Subscriptions) throws(Fault) {
        for sink in [order.request.sink, order.request.endTo].compactMap(\.self) {
            if let refusal = subscriptions.refusal(of: sink, wishedFrom: order.peer) { throw refusal }
        }
    }

    private func order(
        _ envelope: RequestEnvelope, of owner: Principal, from peer: String, isConfidential: Bool
    ) async throws(Fault) -> SubscriptionOrder {
        let resource = try registry.resource(envelope.resourceURI)
        try require(resource.access.get, owner, to: "get \(resource.name)")
        let request = try SubscribeRequest(envelope, limits: configuration.message, isConfidential: isConfidential)
        let plan =
            if let queries = try await queries(of: resource, envelope.selectors, owner) {
                try eventPlan(queries: queries, request.filter, of: resource, for: owner.role)
            } else {
                try eventPlan(request.filter, of: resource, for: owner.role)
            }
        return SubscriptionOrder(
            owner: owner, peer: peer, request: request, selection: plan,
            source: resource.uri, address: envelope.to ?? "")
    }

    /// What the filter that selectors pick lets pass; nil where the source is no class of filters.
    private func queries(
        of resource: any Resource, _ selectors: [Selector], _ owner: Principal
    ) async throws(Fault) -> [String]? {
        guard !registry.isEverything(resource),
            resource.members.contains(where: { $0.base is any EventFilterClass })
        else { return nil }
        do throws(ProviderError) {
            guard let part = try await resource.find(selectors, for: owner),
                let (member, own) = resource.member(of: part), let filters = member.base as? any EventFilterClass
            else { throw .notFound }
            return try await filters.queries(of: own)
        } catch {
            throw Fault(answering: error, of: resource.name, report: report)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Enumeration
import Eventing
import ResourceModel
import WSMan
import XML

extension ManagementService {
    /// Does what is asked of a subscription that exists; nil where the message is about something else.
    ///
    /// Such messages go to the subscription's manager, whatever resource they name beside it.
    func manage(
        _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) -> Bool {
        let envelope = exchange.envelope
        switch envelope.action {
        case Action.renewSubscription: try await renewSubscription(exchange, principal, &writer)
        case Action.subscriptionStatus: try subscriptionStatus(exchange, principal, &writer)
        case Action.unsubscribe: try await unsubscribe(exchange, principal, &writer)
        case Action.pull where isOfSubscription(envelope): try await pullEvents(exchange, principal, &writer)
        case Action.release where isOfSubscription(envelope): try await releaseEvents(exchange, principal, &writer)
        default: return false
        }
        return true
    }

    private func isOfSubscription(_ envelope: RequestEnvelope) -> Bool {
        guard envelope.subscription == nil else { return true }
        let context = try? ContextRequest.context(envelope.body)
        return context?.hasPrefix("uuid:") ?? false
    }

    private func offered(_ action: String) throws(Fault) -> Subscriptions {
        guard let subscriptions else {
            throw Fault(
                .actionNotSupported, .actionMismatch, extras: [.action(action)],
                "\(action) is about a subscription, and there are none here.")
        }
        return subscriptions
    }

    /// Renew (R10.5-1).
    private func renewSubscription(
        _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let subscriptions = try offered(exchange.envelope.action)
        let request = try SubscriptionRequest(exchange.envelope, "Renew")
        let expires: Expiration?
        do throws(SubscriptionError) {
            expires = try await subscriptions.renew(request.identifier, request.expires, by: principal)
        } catch .unknown {
            throw Fault(.unableToRenewSubscription, "There is no such subscription, or it has ended; subscribe again.")
        } catch {
            throw Fault(answering: error, report: report)
        }
        openReply(exchange, .notAsked, &writer)
        SubscriptionResponse.renewed(expires, to: &writer)
        ReplyWriter.close(&writer)
    }

    /// GetStatus (R10.3-1).
    private func subscriptionStatus(
        _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) throws(Fault) {
        let subscriptions = try offered(exchange.envelope.action)
        let request = try SubscriptionRequest(exchange.envelope, "GetStatus")
        let expires: Expiration?
        do throws(SubscriptionError) {
            expires = try subscriptions.status(request.identifier, for: principal)
        } catch {
            throw Fault(answering: error, report: report)
        }
        openReply(exchange, .notAsked, &writer)
        SubscriptionResponse.status(expires, to: &writer)
        ReplyWriter.close(&writer)
    }

    /// Unsubscribe (R10.4-1).
    private func unsubscribe(
        _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let subscriptions = try offered(exchange.envelope.action)
        let request = try SubscriptionRequest(exchange.envelope, "Unsubscribe")
        try await end(request.identifier, subscriptions, principal)
        openReply(exchange, .notAsked, &writer)
        ReplyWriter.close(&writer)
    }

    private func end(
        _ identifier: String, _ subscriptions: Subscriptions, _ principal: Principal
    ) async throws(Fault) {
        do throws(SubscriptionError) {
            try await subscriptions.unsubscribe(identifier, by: principal)
        } catch {
            throw Fault(answering: error, report: report)
        }
    }

    /// Pull of a subscription (R10.2.9.5-4 to R10.2.9.5-8).
    private func pullEvents(
        _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let subscriptions = try offered(exchange.envelope.action)
        let request = try PullRequest(exchange.envelope.body)
        try check(request.context, isOf: exchange.envelope)
        let room = room(for: exchange)
        let timeout = timeout(of: exchange)
        let frame = PullFrame(
            maxElements: request.maxElements,
            room: min(room.octets - Self.envelopeSize, request.maxCharacters ?? .max),
            version: exchange.envelope.addressing,
            // A little before the operation would time out, so that it is this fault that says so.
            deadline: Self.moment(exchange.started, after: min(timeout - timeout / 10, request.maxTime ?? .max)))
        let pulled: PulledEvents
        do throws(SubscriptionError) {
            pulled = try await subscriptions.pull(request.context, frame, by: principal)
        } catch .unknown {
            throw Fault(
                .invalidEnumerationContext, "The subscription has ended, or there was none; send Subscribe again.")
        } catch .tooLarge(let size) {
            throw Fault(
                .encodingLimit, room.detail,
                "One event has \(size * exchange.expansion) octets and does not fit; ask for a larger MaxEnvelopeSize.")
        } catch {
            throw Fault(answering: error, report: report)
        }
        // What is not answered is not acknowledged either: the next Pull brings it again.
        guard !exchange.isAnswered else { throw Fault(.timedOut, "The operation timed out.") }
        ReplyWriter.open(
            &writer, to: exchange.envelope, action: exchange.envelope.action + "Response",
            messageID: messageIDs.next(), bookmark: pulled.bookmark)
        writer.raw("<wsen:PullResponse><wsen:EnumerationContext>")
        writer.text(pulled.context)
        writer.raw("</wsen:EnumerationContext><wsen:Items>")
        writer.raw(pulled.items)
        writer.raw("</wsen:Items></wsen:PullResponse>")
        ReplyWriter.close(&writer)
    }

    /// A context goes with the subscription that the message is addressed to, where it says which (R10.2.9.5-4).
    private func check(_ context: String, isOf envelope: RequestEnvelope) throws(Fault) {
        guard let addressed = envelope.subscription, let own = Subscriptions.identifier(ofContext: context),
            addressed != own
        else { return }
        throw Fault(
            .invalidEnumerationContext,
            "The context is of another subscription than the one that the header wse:Identifier names.")
    }

    /// The octets of an answer to Pull without its items, at most.
    private static let envelopeSize = 4096

    /// Release of the context: the subscriber wants no more.
    private func releaseEvents(
        _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let subscriptions = try offered(exchange.envelope.action)
        let request = try ContextRequest(exchange.envelope.body, "Release")
        try check(request.context, isOf: exchange.envelope)
        guard let identifier = Subscriptions.identifier(ofContext: request.context) else {
            throw Fault(answering: .invalidContext)
        }
        try await end(identifier, subscriptions, principal)
        openReply(exchange, .notAsked, &writer)
        ReplyWriter.close(&writer)
    }
}

extension Fault {
    /// The fault that answers a subscription that cannot be made or managed.
    init(answering error: SubscriptionError, report: (String) -> Void) {
        switch error {
        case .unknown:
            self.init(.eventingInvalidMessage, "There is no such subscription, or it has ended.")
        case .notOwner:
            self.init(.accessDenied, "The subscription belongs to another account (R10.10).")
        case .demoted:
            self.init(.accessDenied, "The account may do less than when it subscribed (R10.10); subscribe again.")
        case .tooManyForPrincipal(let most):
            self.init(.quotaLimit, "The account has \(most) subscriptions; end some.")
        case .tooMany(let most):
            self.init(.quotaLimit, "There are \(most) subscriptions; no more are taken.")
        case .invalidBookmark:
            self.init(
                .invalidBookmark, .invalid,
                "The bookmark is of another log, or of what has not happened; begin without one, or with \(EventBookmark.earliestURI)."
            )
        case .expiredBookmark:
            self.init(
                .invalidBookmark, .expired,
                "Events behind the bookmark are kept no more; begin with \(EventBookmark.earliestURI) for what is.")
        case .endPassed:
            self.init(
                .eventingInvalidExpirationTime, "Expires is over already; send a duration above zero or a later moment."
            )
        case .noRoom(let size):
            self.init(
                .encodingLimit, .maxEnvelopeSize,
                "The references repeated in each delivery have \(size) octets; ask for a larger MaxEnvelopeSize.")
        case .notPulled:
            self.init(
                .eventingInvalidMessage, "The subscription is not in Pull mode; its events are sent to its sink.")
        case .busy: self.init(.concurrency, "Another Pull of this subscription waits; let it end.")
        case .timedOut: self.init(.timedOut, "Nothing has happened; pull again with the same context.")
        case .tooLarge(let size): self.init(.encodingLimit, .maxEnvelopeSize, "One event has \(size) octets.")
        case .storageFull: self.init(.quotaLimit, "The storage is full; a subscription could not be kept.")
        case .failed(let text):
            report("subscriptions: \(text)")
            self.init(.internalError, "The service failed; its log has the cause.")
        }
    }
}

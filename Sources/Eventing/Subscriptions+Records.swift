// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
import WSMan
import XML

extension Subscriptions: SubscriptionList {
    /// The names of all, in order.
    public var identifiers: [String] { all.keys.sorted() }

    /// One as it is shown.
    public func record(_ identifier: String) -> SubscriptionRecord? {
        guard let subscription = all[identifier] else { return nil }
        let request = subscription.request
        return SubscriptionRecord(
            identifier: identifier, owner: subscription.order.owner.name, source: subscription.order.source,
            mode: request.mode.uri, sinkAddress: request.sink?.endpoint.address, filter: request.filter?.text,
            state: request.mode == .pull ? .pulled : subscription.lastFailure != nil ? .retrying : .active,
            acknowledged: EventPosition(epoch: journal.epoch, sequence: subscription.cursor),
            dropped: subscription.dropped, expires: subscription.expires?.end,
            lastDelivered: subscription.lastDelivered,
            lastFailure: subscription.lastFailure, failures: subscription.retry.failures)
    }

    /// Ends one as its subscriber would.
    public func end(_ identifier: String, by principal: Principal) async -> Bool {
        do throws(SubscriptionError) {
            try await unsubscribe(identifier, by: principal)
            return true
        } catch {
            return false
        }
    }
}

extension SelectorValue {
    fileprivate var text: String {
        switch self {
        case .text(let text): text
        case .reference(let reference): reference.resourceURI.text
        }
    }
}

extension FilterRequest {
    /// The filter in its own language.
    fileprivate var text: String {
        switch condition {
        case .xpath(let expression): expression.text
        case .query(let text, _): text
        case .selectors(let selectors): selectors.map { "\($0.name)=\($0.value.text)" }.joined(separator: ", ")
        case .association: ""
        }
    }
}

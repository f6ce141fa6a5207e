// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
import WSMan
import XML

/// What a delivery brings, one after another.
public enum DeliveredEvent: Sendable, Hashable {
    /// Something happened; the action says what kind of event it is.
    case event(Instance, action: String)
    /// Nothing happened, and the source is still there (R10.2.5-2).
    case heartbeat
    /// So many events, of this action, could not be delivered since the subscription began (R10.9-1).
    case dropped(count: UInt64, action: String)
    /// The source ended the subscription; the status is a URI, the reason its own words (R10.6-1).
    case ended(status: String, reason: String)

    /// Reads what stands in a Body, in an entry of a batch, or among the items of a Pull.
    ///
    /// - Parameter content: nil where there is nothing in it, as in a heartbeat.
    init?(_ content: XMLElement?, action: String, keepsXML: Bool) {
        if action == Action.heartbeat {
            self = .heartbeat
            return
        }
        guard let content else { return nil }
        if content.has(name: Self.droppedEvents) {
            self = .dropped(count: UInt64(content.trimmedText) ?? 0, action: content.attribute("Action") ?? "")
        } else if content.has(name: Self.subscriptionEnd) {
            self = .ended(
                status: content.first(Names.eventing("Status"))?.trimmedText ?? "",
                reason: content.first(Names.eventing("Reason"))?.trimmedText ?? "")
        } else if content.has(name: Names.xmlFragment) {
            self = .event(Instance(fragment: content, keepsXML: keepsXML), action: action)
        } else {
            self = .event(Instance(content, keepsXML: keepsXML), action: action)
        }
    }

    private static let droppedEvents = Names.management("DroppedEvents")
    private static let subscriptionEnd = Names.eventing("SubscriptionEnd")
}

extension DeliveredEvent {
    /// The place that this project's agent gives an event in its log; nil of another's.
    ///
    /// The flat view has the event's name as its key; CIM's indications have log and number in their sequence.
    public var position: EventPosition? {
        guard case .event(let instance, _) = self else { return nil }
        if let position = instance["EventID"].flatMap({ EventPosition($0) }) { return position }
        if let position = instance["IndicationIdentifier"].flatMap({ EventPosition($0) }) { return position }
        guard let epoch = instance["Epoch"] ?? instance["SequenceContext"],
            let sequence = instance["Sequence"] ?? instance["SequenceNumber"]
        else { return nil }
        return EventPosition("\(epoch)/\(sequence)")
    }
}

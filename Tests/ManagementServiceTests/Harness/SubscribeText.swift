// SPDX-License-Identifier: Apache-2.0

import XML

/// A Subscribe, written as a plain client writes it.
struct SubscribeText {
    static let modes = "http://schemas.dmtf.org/wbem/wsman/1/wsman/"
    static let push = Published.wse + "/DeliveryModes/Push"
    static let pushWithAck = modes + "PushWithAck"
    static let events = modes + "Events"
    static let pull = modes + "Pull"
    static let sink = "http://192.0.2.7/sink"

    static let subscribe = Published.wse + "/Subscribe"

    var source = "CIM_RecordLog"
    var mode: String? = SubscribeText.events
    var notifyTo: String? = "<wsa:Address>\(SubscribeText.sink)</wsa:Address>"
    /// What else stands in the Delivery.
    var delivery = ""
    /// What else stands in the Subscribe.
    var content = ""

    var request: RequestText {
        let attribute = mode.map { " Mode=\"\($0)\"" } ?? ""
        let notifyTo = mode == Self.pull ? "" : notifyTo.map { "<wse:NotifyTo>\($0)</wse:NotifyTo>" } ?? ""
        return RequestText(
            Self.subscribe, source,
            body:
                "<wse:Subscribe><wse:Delivery\(attribute)>\(notifyTo)\(delivery)</wse:Delivery>\(content)</wse:Subscribe>"
        )
    }
}

extension RequestText {
    /// A Subscribe with something changed.
    static func subscribe(_ change: (inout SubscribeText) -> Void = { _ in }) -> RequestText {
        var text = SubscribeText()
        change(&text)
        return text.request
    }

    /// A message to the manager of a subscription: Renew, GetStatus or Unsubscribe.
    static func manage(_ word: String, _ identifier: String?, _ content: String = "") -> RequestText {
        RequestText("\(Published.wse)/\(word)", nil, body: "<wse:\(word)>\(content)</wse:\(word)>").with {
            $0.headers = identifier.map { "<wse:Identifier>\($0)</wse:Identifier>" } ?? ""
        }
    }

    /// A Pull or a Release to the manager of a subscription.
    static func pullEvents(_ manager: Manager, _ context: String?, _ count: Int? = nil, _ content: String = "")
        -> RequestText
    {
        pull(manager.resource ?? "", context, count, content).with {
            $0.headers = "<wse:Identifier>\(manager.identifier ?? "")</wse:Identifier>"
        }
    }
}

/// The reference that a subscription is managed by, as a client reads it.
struct Manager {
    let address: String?
    let resource: String?
    let identifier: String?

    init?(_ body: XMLElement?, _ addressing: String = Published.wsa) {
        guard let reference = body?.first(XMLName(Published.wse, "SubscriptionManager")),
            let parameters = reference.first(XMLName(addressing, "ReferenceParameters"))
        else { return nil }
        address = reference.first(XMLName(addressing, "Address"))?.text
        resource = parameters.first(XMLName(Published.wsman, "ResourceURI"))?.text
        identifier = parameters.first(XMLName(Published.wse, "Identifier"))?.text
    }
}

extension Reply {
    /// When the subscription ends, as the answer says.
    var expires: String? { body?.first(XMLName(Published.wse, "Expires"))?.text }
    /// The reference that the subscription is managed by.
    var manager: Manager? { Manager(body) }
}

// SPDX-License-Identifier: Apache-2.0

/// How events are to come, by the last part of the mode's URI.
enum DeliveryMode: String, CaseIterable {
    case push = "http://schemas.xmlsoap.org/ws/2004/08/eventing/DeliveryModes/Push"
    case acknowledged = "http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck"
    case batches = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Events"
    case pull = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull"

    /// Those in which the daemon sends.
    static let sent = [push, acknowledged, batches]
}

extension Message {
    static let eventing = "http://schemas.xmlsoap.org/ws/2004/08/eventing"

    /// What stands in the log, from old to new, as much as goes into an answer.
    static let events = enumerate("BB_EventView", first: 200)

    /// All subscriptions that the sender may see.
    static let subscriptions = enumerate("BB_SubscriptionView", first: 200)

    /// A subscription to everything that stands in the log and that is to come.
    ///
    /// - Parameters:
    ///   - delivery: what stands beside NotifyTo.
    ///   - content: what stands beside the Delivery.
    static func subscribe(
        to address: String?, _ mode: DeliveryMode = .push, resource: String = "BB_EventView", delivery: String = "",
        content: String = earliest
    ) -> Message {
        let sink = address.map { "<e:NotifyTo><a:Address>\($0)</a:Address></e:NotifyTo>" } ?? ""
        return Message(
            eventing + "/Subscribe", resource,
            body: "<e:Subscribe xmlns:e=\"\(eventing)\"><e:Delivery Mode=\"\(mode.rawValue)\">\(sink)\(delivery)"
                + "</e:Delivery>\(content)</e:Subscribe>")
    }

    /// From the first event that the log has.
    static let earliest = "<w:Bookmark>http://schemas.dmtf.org/wbem/wsman/1/wsman/bookmark/earliest</w:Bookmark>"

    /// Ends a subscription.
    static func unsubscribe(_ identifier: String) -> Message {
        Message(eventing + "/Unsubscribe", "BB_EventView", body: "<e:Unsubscribe xmlns:e=\"\(eventing)\"/>")
            .header("<e:Identifier xmlns:e=\"\(eventing)\">\(identifier)</e:Identifier>")
    }

    /// A rehearsal of an event at a part that is called so.
    static func rehearse(_ kind: String, part: String = "") -> Message {
        invoke(
            "BB_EventService", ["InstanceID": "baseboard:event-service"], "Rehearse",
            [("Kind", kind), ("Severity", "warning"), ("Part", part)])
    }

    /// A token for the sink at an address, to stand in IssuedTokens.
    static func tokens(_ tokens: [(type: String, content: String)], for address: String) -> String {
        let trust = "http://schemas.xmlsoap.org/ws/2005/02/trust"
        let policy = "http://schemas.xmlsoap.org/ws/2004/09/policy"
        let each = tokens.map { type, content in
            "<t:RequestSecurityTokenResponse><t:TokenType>\(type)</t:TokenType><t:RequestedSecurityToken>\(content)"
                + "</t:RequestedSecurityToken><p:AppliesTo xmlns:p=\"\(policy)\"><a:EndpointReference><a:Address>"
                + "\(address)</a:Address></a:EndpointReference></p:AppliesTo></t:RequestSecurityTokenResponse>"
        }
        return "<t:IssuedTokens xmlns:t=\"\(trust)\">\(each.joined())</t:IssuedTokens>"
    }
}

extension DaemonProcess {
    /// Rehearses an event as an administrator; the result is its EventID.
    @discardableResult
    func rehearse(_ kind: String = "rehearsal", part: String = "") throws -> String {
        do {
            let reply = try connect(as: .admin).ask(.rehearse(kind, part: part))
            if let event = reply.first("EventID") { return event }
            throw NeverHeld(last: reply.text)
        } catch let ended as Connection.Ended {
            throw DidNotStart(description: "\(ended.reason); it wrote: \(errors)")
        }
    }

    /// The names of all events in the log, from old to new.
    func log() throws -> [String] {
        let connection = try connect()
        var reply = try connection.ask(.events)
        var events = reply.items.compactMap { $0["EventID"] }
        while reply.count("EndOfSequence") == 0 {
            reply = try connection.ask(.pull("BB_EventView", reply.first("EnumerationContext"), max: 200))
            guard reply.status == 200 else { throw NeverHeld(last: reply.text) }
            events += reply.items.compactMap { $0["EventID"] }
        }
        return events
    }

    /// Subscribes, and returns the subscription's identifier.
    @discardableResult
    func subscribe(_ message: Message, as user: TestUser = .operator) throws -> String {
        let reply = try connect(as: user).ask(message)
        guard let identifier = reply.first("Identifier") else { throw NeverHeld(last: reply.text) }
        return identifier
    }
}

// SPDX-License-Identifier: Apache-2.0

public import WSMan
import XML

/// Writes a sink's answers to deliveries.
public struct AcknowledgementWriter {
    private var messageIDs = MessageIDGenerator()

    /// A writer.
    public init() {}

    /// The Ack: the delivery is kept, and the next may come (R10.7-3).
    public mutating func acknowledgement(of delivery: Delivery) -> [UInt8] {
        envelope(action: Action.acknowledgement, to: delivery) { $0.raw("<a:Body />") }
    }

    /// A fault that says that the delivery could not be kept, and is to come again.
    public mutating func failure(_ reason: String, of delivery: Delivery) -> [UInt8] {
        envelope(action: delivery.addressing.namespace + "/fault", to: delivery) { writer in
            writer.raw("<a:Body><a:Fault><a:Code><a:Value>a:Receiver</a:Value><a:Subcode><a:Value>wsman:InternalError")
            writer.raw("</a:Value></a:Subcode></a:Code><a:Reason><a:Text xml:lang=\"en-US\">")
            writer.text(reason)
            writer.raw("</a:Text></a:Reason></a:Fault></a:Body>")
        }
    }

    private mutating func envelope(
        action: String, to delivery: Delivery, body: (inout XMLWriter) -> Void
    ) -> [UInt8] {
        var writer = XMLWriter(capacity: 1024)
        writer.raw("<a:Envelope xmlns:a=\"\(Namespace.soap)\" xmlns:b=\"\(delivery.addressing.namespace)\"")
        writer.raw(" xmlns:wsman=\"\(Namespace.management)\"><a:Header><b:To>")
        writer.raw(delivery.addressing.anonymous)
        writer.raw("</b:To><b:Action>")
        writer.raw(action)
        writer.raw("</b:Action><b:MessageID>")
        messageIDs.next().write(to: &writer)
        writer.raw("</b:MessageID>")
        if !delivery.messageID.isEmpty {
            writer.raw("<b:RelatesTo>")
            writer.text(delivery.messageID)
            writer.raw("</b:RelatesTo>")
        }
        writer.raw("</a:Header>")
        body(&writer)
        writer.raw("</a:Envelope>")
        return writer.withUnsafeBytes { Array($0) }
    }
}

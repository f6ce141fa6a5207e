// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// Writes what goes to a sink: events, heartbeats, and word of events that could not be delivered.
///
/// A message is opened, then given its one body or the entries of its batch, then closed. The prefixes of our answers
/// are bound, so that whatever writes instances writes events.
public struct DeliveryWriter: Sendable {
    private let endpoint: Endpoint
    private let mode: DeliveryMode

    /// A writer of deliveries in a mode to an endpoint.
    public init(to endpoint: Endpoint, mode: DeliveryMode) {
        self.endpoint = endpoint
        self.mode = mode
    }

    /// Opens a message up to where its body, or the first entry of its batch, begins.
    ///
    /// - Parameters:
    ///   - action: the event's action; a batch has its own.
    ///   - bookmark: where to go on after this delivery, for who asked for bookmarks (R10.2.6-3).
    public func open(
        _ writer: inout XMLWriter, action: String, messageID: MessageID, bookmark: EventPosition? = nil
    ) {
        MessageWriter.open(
            &writer, to: endpoint, action: mode == .events ? Action.events : action, messageID: messageID)
        // R10.7-2.
        if mode.isAcknowledged {
            writer.raw("<b:ReplyTo><b:Address>")
            writer.raw(endpoint.version.anonymous)
            writer.raw("</b:Address></b:ReplyTo><wsman:AckRequested />")
        }
        if let bookmark { EventBookmark.write(bookmark, to: &writer) }
        writer.raw("</a:Header><a:Body>")
        if mode == .events { writer.raw("<wsman:Events>") }
    }

    /// Begins an event: in a batch an entry with the event's action, else nothing.
    public func openEvent(_ writer: inout XMLWriter, action: String) {
        guard mode == .events else { return }
        writer.raw("<wsman:Event Action=\"")
        writer.attribute(action)
        writer.raw("\">")
    }

    /// Ends an event.
    public func closeEvent(_ writer: inout XMLWriter) {
        if mode == .events { writer.raw("</wsman:Event>") }
    }

    /// Closes the message.
    public func close(_ writer: inout XMLWriter) {
        if mode == .events { writer.raw("</wsman:Events>") }
        ReplyWriter.close(&writer)
    }

    /// Writes a whole message that says that nothing has happened (R10.2.5-2 to R10.2.5-4).
    public func heartbeat(_ writer: inout XMLWriter, messageID: MessageID, bookmark: EventPosition? = nil) {
        open(&writer, action: Action.heartbeat, messageID: messageID, bookmark: bookmark)
        if mode == .events { writer.raw("<wsman:Event Action=\"\(Action.heartbeat)\" />") }
        close(&writer)
    }

    /// Writes how many events could not be delivered since the subscription began, in their place (R10.9-1, R10.9-2); the
    /// event's action, where it opens or begins one, is `Action.droppedEvents`.
    ///
    /// - Parameter action: the action of the event that was dropped last.
    public static func dropped(_ count: UInt64, action: String, to writer: inout XMLWriter) {
        writer.raw("<wsman:DroppedEvents Action=\"")
        writer.attribute(action)
        writer.raw("\">")
        writer.unsigned(min(count, UInt64(Int32.max)))
        writer.raw("</wsman:DroppedEvents>")
    }

    /// The octets that close a message with an event in it, at most.
    public static let closingSize = 64
}

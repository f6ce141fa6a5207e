// SPDX-License-Identifier: Apache-2.0

public import XML

/// The message that tells a client of an enumeration that ended before its end (R8.10-x).
public enum EnumerationEnd {
    /// Why it ended, by the URI's last word.
    public enum Code: String, Sendable, Hashable {
        /// The service is about to stop.
        case sourceShuttingDown = "SourceShuttingDown"
        /// The service wants the enumeration no longer.
        case sourceCancelling = "SourceCancelling"

        /// What stands in `wsen:Code`.
        public var uri: String { "\(Namespace.enumeration)/\(rawValue)" }
    }

    /// Writes the whole envelope.
    public static func write(
        _ context: String, _ code: Code, _ reason: String, to endTo: Endpoint, messageID: MessageID,
        _ writer: inout XMLWriter
    ) {
        MessageWriter.open(&writer, to: endTo, action: Action.enumerationEnd, messageID: messageID)
        writer.raw("</a:Header><a:Body><wsen:EnumerationEnd><wsen:EnumerationContext>")
        writer.text(context)
        writer.raw("</wsen:EnumerationContext><wsen:Code>")
        writer.raw(code.uri)
        writer.raw("</wsen:Code><wsen:Reason xml:lang=\"en-US\">")
        writer.text(reason)
        writer.raw("</wsen:Reason></wsen:EnumerationEnd>")
        ReplyWriter.close(&writer)
    }
}

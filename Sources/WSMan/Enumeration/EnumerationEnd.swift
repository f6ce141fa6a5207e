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
        _ context: String, _ code: Code, _ reason: String, to endTo: EnumerateRequest.EndTo, messageID: MessageID,
        _ writer: inout XMLWriter
    ) {
        writer.raw("<a:Envelope xmlns:a=\"\(Namespace.soap)\" xmlns:b=\"\(endTo.version.namespace)\"")
        writer.raw(" xmlns:wsen=\"\(Namespace.enumeration)\" xml:lang=\"en-US\"><a:Header><b:To>")
        writer.text(endTo.address)
        writer.raw("</b:To><b:Action>")
        writer.raw(Action.enumerationEnd)
        writer.raw("</b:Action><b:MessageID>")
        messageID.write(to: &writer)
        writer.raw("</b:MessageID>")
        writer.raw(endTo.parameters)
        writer.raw("</a:Header><a:Body><wsen:EnumerationEnd><wsen:EnumerationContext>")
        writer.text(context)
        writer.raw("</wsen:EnumerationContext><wsen:Code>")
        writer.raw(code.uri)
        writer.raw("</wsen:Code><wsen:Reason xml:lang=\"en-US\">")
        writer.text(reason)
        writer.raw("</wsen:Reason></wsen:EnumerationEnd></a:Body></a:Envelope>")
    }
}

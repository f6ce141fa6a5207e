// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

/// Writes the envelopes of requests.
struct RequestWriter {
    let to: String
    let addressing: AddressingVersion
    let settings: RequestSettings

    /// A request: the headers that all have, those that `headers` writes, and the body that `body` writes.
    func request(
        _ action: String, _ target: Reference, messageID: MessageID, headers: (inout XMLWriter) -> Void,
        body: (inout XMLWriter) -> Void
    ) -> [UInt8] {
        let version = addressing
        var writer = XMLWriter()
        open(&writer)
        writer.raw("<a:Header><b:To>")
        writer.text(to)
        writer.raw("</b:To>")
        // What is not addressed by its resource has other headers instead.
        if !target.resourceURI.text.isEmpty {
            writer.raw("<wsman:ResourceURI>")
            writer.text(target.resourceURI.text)
            writer.raw("</wsman:ResourceURI>")
        }
        SelectorSetWriter.write(target.selectors, version, to: &writer)
        writer.raw("<b:Action>")
        writer.text(action)
        writer.raw("</b:Action><b:MessageID>")
        messageID.write(to: &writer)
        writer.raw("</b:MessageID><b:ReplyTo><b:Address>")
        writer.text(version.anonymous)
        writer.raw("</b:Address></b:ReplyTo>")
        if let timeout = settings.operationTimeout {
            writer.raw("<wsman:OperationTimeout>")
            writer.text(XSDuration.text(nanoseconds: timeout))
            writer.raw("</wsman:OperationTimeout>")
        }
        if let size = settings.maxEnvelopeSize {
            writer.raw("<wsman:MaxEnvelopeSize>")
            writer.integer(Int64(size))
            writer.raw("</wsman:MaxEnvelopeSize>")
        }
        if let locale = settings.locale {
            writer.raw("<wsman:Locale xml:lang=\"")
            writer.attribute(locale)
            writer.raw("\" />")
        }
        write(settings.options, to: &writer)
        headers(&writer)
        writer.raw("</a:Header><a:Body>")
        body(&writer)
        writer.raw("</a:Body></a:Envelope>")
        return bytes(writer)
    }

    /// Identify, which has no headers (R11-1).
    func identify() -> [UInt8] {
        var writer = XMLWriter()
        writer.raw("<a:Envelope xmlns:a=\"")
        writer.raw(Namespace.soap)
        writer.raw("\" xmlns:wsmid=\"")
        writer.raw(Namespace.identity)
        writer.raw("\"><a:Header /><a:Body><wsmid:Identify /></a:Body></a:Envelope>")
        return bytes(writer)
    }

    private func open(_ writer: inout XMLWriter) {
        let declarations = [
            ("a", Namespace.soap), ("b", addressing.namespace), ("wsman", Namespace.management),
            ("wsen", Namespace.enumeration), ("cim", Namespace.cimCommon), ("xsi", Namespace.schemaInstance),
        ]
        writer.raw("<a:Envelope")
        for (prefix, namespace) in declarations {
            writer.raw(" xmlns:")
            writer.raw(prefix)
            writer.raw("=\"")
            writer.raw(namespace)
            writer.raw("\"")
        }
        writer.raw(">")
    }

    /// The options; those that must be complied with have the set understood or refused (R6.4-6).
    private func write(_ options: [RequestOption], to writer: inout XMLWriter) {
        guard !options.isEmpty else { return }
        let mustUnderstand = options.contains(where: \.mustComply)
        writer.raw(mustUnderstand ? "<wsman:OptionSet a:mustUnderstand=\"true\">" : "<wsman:OptionSet>")
        for option in options {
            writer.raw("<wsman:Option Name=\"")
            writer.attribute(option.name)
            writer.raw(option.mustComply ? "\" MustComply=\"true\">" : "\">")
            writer.text(option.value)
            writer.raw("</wsman:Option>")
        }
        writer.raw("</wsman:OptionSet>")
    }

    private func bytes(_ writer: borrowing XMLWriter) -> [UInt8] { writer.withUnsafeBytes { Array($0) } }
}

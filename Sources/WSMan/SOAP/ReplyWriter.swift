// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// Writes the envelope around an answer.
///
/// No white space between elements, empty elements as `<x />`, `a` for SOAP, ResourceURI repeated: what the most
/// particular clients need (`spec/client-quirks.md`), and a known deviation from a SHOULD NOT (R5.4.2.1-4).
public enum ReplyWriter {
    /// Opens the envelope of a reply up to and including the body's start tag.
    public static func open(
        _ writer: inout XMLWriter, to request: RequestEnvelope, action: String, messageID: MessageID,
        totalItemsCountEstimate: TotalItemsCountEstimate = .notAsked, requestedEPR: RequestedEPR = .notAsked,
        bookmark: EventPosition? = nil
    ) {
        openHeader(&writer, to: request, action: action, messageID: messageID, parameters: request.replyParameters)
        if let uri = request.resourceURI {
            writer.raw("<wsman:ResourceURI>")
            writer.text(uri.text)
            writer.raw("</wsman:ResourceURI>")
        }
        switch totalItemsCountEstimate {
        case .notAsked: break
        case .unknown: writer.raw("<wsman:TotalItemsCountEstimate xsi:nil=\"true\" />")
        case .items(let count):
            writer.raw("<wsman:TotalItemsCountEstimate>")
            writer.integer(Int64(count))
            writer.raw("</wsman:TotalItemsCountEstimate>")
        }
        // R7.7-2: the answer to a fragment's request says so.
        if let fragment = request.fragment { writer.raw(fragment.markup) }
        write(requestedEPR, request.addressing, &writer)
        if let bookmark { EventBookmark.write(bookmark, to: &writer) }
        writer.raw("</a:Header><a:Body>")
    }

    private static func write(_ epr: RequestedEPR, _ version: AddressingVersion, _ writer: inout XMLWriter) {
        switch epr {
        case .notAsked: break
        case .invalid: writer.raw("<wsman:RequestedEPR><wsman:EPRInvalid /></wsman:RequestedEPR>")
        case .unknown: writer.raw("<wsman:RequestedEPR><wsman:EPRUnknown /></wsman:RequestedEPR>")
        case .markup(let bytes):
            writer.raw("<wsman:RequestedEPR>")
            writer.raw(bytes)
            writer.raw("</wsman:RequestedEPR>")
        }
    }

    /// The prefixes that every answer binds: what is written of a document may use them without a word.
    public static func scope(_ version: AddressingVersion) -> [(prefix: String, namespace: String)] {
        [
            (Prefix.soap, Namespace.soap), (Prefix.addressing, version.namespace),
            (Prefix.management, Namespace.management), (Prefix.enumeration, Namespace.enumeration),
            (Prefix.transfer, Namespace.transfer), ("cim", Namespace.cimCommon), ("xsi", Namespace.schemaInstance),
        ]
    }

    /// Closes body and envelope.
    public static func close(_ writer: inout XMLWriter) {
        writer.raw("</a:Body></a:Envelope>")
    }

    /// Writes a whole fault message (R14.2-2).
    public static func fault(
        _ writer: inout XMLWriter, _ fault: Fault, to request: RequestEnvelope, messageID: MessageID
    ) {
        let version = request.addressing
        let parameters = request.faultParameters.isEmpty ? request.replyParameters : request.faultParameters
        openHeader(
            &writer, to: request, action: fault.code.owner.action(version), messageID: messageID,
            parameters: [])
        let mark = writer.count
        for parameter in parameters {
            write(parameter, version, &writer)
            if writer.count - mark > Self.mostFaultParameters { break }
        }
        // R5.4.6.3-4: dropped when too large.
        if writer.count - mark > Self.mostFaultParameters { writer.truncate(to: mark) }
        for name in fault.notUnderstood {
            // A name without a namespace has no prefix, and no default namespace is in force here.
            writer.raw(name.namespace.isEmpty ? "<a:NotUnderstood qname=\"" : "<a:NotUnderstood xmlns:q=\"")
            if !name.namespace.isEmpty {
                writer.attribute(name.namespace)
                writer.raw("\" qname=\"q:")
            }
            writer.attribute(name.local)
            writer.raw("\" />")
        }
        if fault.code == .versionMismatch {
            writer.raw("<a:Upgrade><a:SupportedEnvelope qname=\"a:Envelope\" /></a:Upgrade>")
        }
        writer.raw("</a:Header><a:Body><a:Fault><a:Code><a:Value>a:")
        writer.raw(fault.code.origin.rawValue)
        writer.raw("</a:Value>")
        if let subcode = fault.code.subcode(version) {
            writer.raw("<a:Subcode><a:Value")
            // The owners that no other envelope of ours needs.
            if fault.code.owner == .binding { writer.raw(" xmlns:\(Prefix.binding)=\"\(Namespace.binding)\"") }
            if fault.code.owner == .eventing { writer.raw(" xmlns:\(Prefix.eventing)=\"\(Namespace.eventing)\"") }
            writer.raw(">")
            writer.raw(fault.code.owner.prefix)
            writer.raw(":")
            writer.raw(subcode)
            writer.raw("</a:Value></a:Subcode>")
        }
        writer.raw("</a:Code><a:Reason><a:Text xml:lang=\"en-US\">")
        writer.text(fault.reason)
        writer.raw("</a:Text></a:Reason>")
        if fault.detail != nil || !fault.extras.isEmpty {
            writer.raw("<a:Detail>")
            if let detail = fault.detail {
                writer.raw("<wsman:FaultDetail>")
                writer.raw(detail.uri)
                writer.raw("</wsman:FaultDetail>")
            }
            for extra in fault.extras { write(extra, of: fault.code.owner, version, &writer) }
            writer.raw("</a:Detail>")
        }
        writer.raw("</a:Fault>")
        close(&writer)
    }

    /// The octets of reference parameters that a fault repeats: a fault of 4096 octets may always be sent (R13.4-6).
    private static let mostFaultParameters = 1024

    private static func write(
        _ extra: Fault.Extra, of owner: FaultOwner, _ version: AddressingVersion, _ writer: inout XMLWriter
    ) {
        func element(_ name: String, _ text: String) {
            writer.raw("<\(name)>")
            writer.text(text)
            writer.raw("</\(name)>")
        }
        switch extra {
        case .action(let action):
            writer.raw(version == .submission2004 ? "<b:Action>" : "<b:ProblemAction><b:Action>")
            writer.text(action)
            writer.raw(version == .submission2004 ? "</b:Action>" : "</b:Action></b:ProblemAction>")
        case .header(let name):
            // The 2004 text asks for the QName and names no element; 1.0's serves both.
            writer.raw("<b:ProblemHeaderQName xmlns:q=\"")
            writer.attribute(name.namespace)
            writer.raw("\">q:")
            writer.text(name.local)
            writer.raw("</b:ProblemHeaderQName>")
        case .supportedDialect(let uri) where owner == .eventing:
            writer.raw("<wse:SupportedDialect xmlns:wse=\"\(Namespace.eventing)\">")
            writer.text(uri)
            writer.raw("</wse:SupportedDialect>")
        case .supportedDeliveryMode(let mode):
            writer.raw("<wse:SupportedDeliveryMode xmlns:wse=\"\(Namespace.eventing)\">")
            writer.raw(mode.uri)
            writer.raw("</wse:SupportedDeliveryMode>")
        case .supportedDialect(let uri): element("wsen:SupportedDialect", uri)
        case .fragmentDialect(let uri): element("wsman:FragmentDialect", uri)
        case .supportedSelectorName(let name): element("wsman:SupportedSelectorName", name)
        case .retryAfter(let milliseconds):
            writer.raw("<b:RetryAfter>")
            writer.unsigned(milliseconds)
            writer.raw("</b:RetryAfter>")
        }
    }

    private static func openHeader(
        _ writer: inout XMLWriter, to request: RequestEnvelope, action: String, messageID: MessageID,
        parameters: [XMLElement]
    ) {
        switch request.addressing {
        case .submission2004: writer.raw(Self.prologue2004)
        case .recommendation2005: writer.raw(Self.prologue2005)
        }
        writer.text(action)
        writer.raw("</b:Action><b:MessageID>")
        messageID.write(to: &writer)
        writer.raw("</b:MessageID>")
        if let related = request.messageID {
            writer.raw("<b:RelatesTo>")
            writer.text(related)
            writer.raw("</b:RelatesTo>")
        }
        for parameter in parameters { write(parameter, request.addressing, &writer) }
    }

    /// Writes a reference parameter as a header; in WS-Addressing 1.0 it says that it is one (SOAP Binding 1.0 section 3).
    static func write(_ parameter: XMLElement, _ version: AddressingVersion, _ writer: inout XMLWriter) {
        switch version {
        case .submission2004: parameter.write(to: &writer)
        case .recommendation2005: parameter.write(to: &writer, adding: (isReferenceParameter, "true"))
        }
    }

    private static let isReferenceParameter = XMLName(Namespace.addressing2005, "IsReferenceParameter")

    /// The attributes of an envelope that bind these prefixes.
    static func bindings(_ version: AddressingVersion) -> String {
        scope(version).map { " xmlns:\($0.prefix)=\"\($0.namespace)\"" }.joined()
    }

    private static let prologue2004 = prologue(.submission2004)
    private static let prologue2005 = prologue(.recommendation2005)

    private static func prologue(_ version: AddressingVersion) -> [UInt8] {
        var text = "<a:Envelope\(bindings(version)) xml:lang=\"en-US\">"
        text += "<a:Header><b:To>\(version.anonymous)</b:To><b:Action>"
        return Array(text.utf8)
    }
}

/// What a reply says of the address of what was operated on (R6.5-1).
public enum RequestedEPR: Sendable, Hashable {
    /// The client did not ask.
    case notAsked
    /// The address is good no longer, and there is no other.
    case invalid
    /// It cannot be told.
    case unknown
    /// A whole `EndpointReference`, as markup.
    case markup([UInt8])
}

/// What a reply says of the number of items (R8.2.2-1).
public enum TotalItemsCountEstimate: Sendable, Hashable {
    /// The client did not ask.
    case notAsked
    /// It asked, and nothing can be said (R8.2.2-2).
    case unknown
    /// So many in all.
    case items(Int)
}

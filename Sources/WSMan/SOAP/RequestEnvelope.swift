// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// The envelope of a request: its headers as values, its body as the cursor it was read from.
public struct RequestEnvelope {
    /// Which WS-Addressing it uses.
    public internal(set) var addressing = AddressingVersion.submission2004
    /// `wsa:To`, which is not compared with anything (`spec/client-quirks.md`).
    public internal(set) var to: String?
    /// `wsa:Action`.
    public internal(set) var action = ""
    /// `wsa:MessageID`: any text, repeated to the octet in RelatesTo (R5.4.6.4-1, R5.4.6.4-3).
    public internal(set) var messageID: String?
    /// `wsman:ResourceURI`.
    public internal(set) var resourceURI: ResourceURI?
    /// The selectors in the order they came; the CIM namespace is among them.
    public internal(set) var selectors: [Selector] = []
    /// `wsman:OperationTimeout`, in nanoseconds.
    public internal(set) var operationTimeout: UInt64?
    /// `wsman:MaxEnvelopeSize`, in octets.
    public internal(set) var maxEnvelopeSize: Int?
    /// The language tag of `wsman:Locale`.
    public internal(set) var locale: String?
    /// `wsman:OptionSet`.
    public internal(set) var options: [Option] = []
    /// `wsman:FragmentTransfer`.
    public internal(set) var fragment: FragmentTransfer?
    /// `wse:Identifier`: which subscription is meant.
    public internal(set) var subscription: String?
    /// `wst:IssuedTokens`: credentials for the sink of a subscription.
    var issuedTokens: XMLElement?
    /// Whether the reply should carry the address of what was operated on (R6.5-1).
    public internal(set) var wantsEPR = false
    /// Whether the reply should estimate the number of items.
    public internal(set) var wantsTotalItemsCountEstimate = false
    /// The reference parameters of ReplyTo, which become headers of the reply (R5.4.6.2-5).
    public internal(set) var replyParameters: [XMLElement] = []
    /// The reference parameters of FaultTo, for faults (R5.4.6.3-4).
    public internal(set) var faultParameters: [XMLElement] = []
    /// The only child of the body; nil when the body is empty.
    public internal(set) var body: XMLElement?
    /// Whether the body has the form of Identify, which needs no header at all (R11-1).
    public internal(set) var isIdentify = false

    var seen: SeenHeaders = []

    /// An envelope that was not, or not yet, understood: enough to address a fault.
    public init() {}

    /// One entry of an OptionSet.
    public struct Option: Sendable, Hashable {
        /// The option's name; names may repeat (R6.4-5).
        public let name: String
        /// Its value.
        public let value: String
        /// Whether to fault rather than to ignore it (R6.4-6).
        public let mustComply: Bool
    }
}

extension RequestEnvelope {
    /// Reads an envelope.
    ///
    /// On a fault `partial` holds what was understood up to there, so that the fault can relate to its request.
    /// - Throws: the fault that answers a message of this kind.
    public static func read(
        _ document: XMLDocument, limits: MessageLimits, partial: inout RequestEnvelope
    ) throws(Fault) {
        guard let root = document.root else { throw Fault(.schemaValidationError, "The request holds no XML.") }
        guard root.name == Names.envelope else {
            if root.localName == "Envelope" {
                throw Fault(
                    .versionMismatch,
                    "The envelope's namespace is \(root.namespace); this service speaks SOAP 1.2 (\(Namespace.soap)).")
            }
            throw Fault(
                .schemaValidationError, "The root element is \(root.localName); a request is a SOAP 1.2 Envelope.")
        }
        var header: XMLElement?
        var body: XMLElement?
        for child in root.children {
            if child.has(name: Names.header) {
                guard header == nil, body == nil else {
                    throw Fault(.schemaValidationError, "The envelope has two Headers, or its Header is not first.")
                }
                header = child
            } else if child.has(name: Names.body) {
                guard body == nil else { throw Fault(.schemaValidationError, "The envelope has two Bodies.") }
                body = child
            }
        }
        guard let body else { throw Fault(.schemaValidationError, "The envelope has no Body.") }
        for child in body.children {
            guard partial.body == nil else {
                // All headers are read first all the same, so that the fault finds its way.
                if let header { try partial.readHeaders(header, limits: limits) }
                throw Fault(.schemaValidationError, "The Body holds more than one element.")
            }
            partial.body = child
        }
        partial.isIdentify = partial.body?.has(name: Names.identify) ?? false
        if let header { try partial.readHeaders(header, limits: limits) }
        if !partial.isIdentify { try partial.requireAddressing() }
    }

    /// Checks for the headers that every request carries (R5.4.5-1, R5.4.6.1-1, R5.4.6.2-1).
    private func requireAddressing() throws(Fault) {
        let missing: String
        if to == nil {
            missing = "To"
        } else if action.isEmpty {
            missing = "Action"
        } else if messageID == nil {
            missing = "MessageID"
        } else if !hasReplyTo, addressing == .submission2004 {
            // In WS-Addressing 1.0 (Core 3.2) its absence means the anonymous address, and SOAP toolkits leave it out.
            missing = "ReplyTo"
        } else {
            return
        }
        throw Fault(
            .messageInformationHeaderRequired, extras: [.header(XMLName(addressing.namespace, missing))],
            "The header wsa:\(missing) is missing; every request carries To, Action, MessageID and ReplyTo.")
    }

    private var hasReplyTo: Bool { seen.contains(.replyTo) }
}

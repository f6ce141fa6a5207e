// SPDX-License-Identifier: Apache-2.0

public import XML

/// What a sink's answer to a delivery means (R10.7-3, R10.8-1).
public enum Acknowledgement: Sendable, Hashable {
    /// It has the delivery.
    case acknowledged
    /// It wants no more: the subscription is to end at once.
    case refused
    /// It does not acknowledge (`UnsupportedFeature` with `Ack`): an acknowledged mode cannot work with it.
    case unsupported
    /// It could not take this delivery; the text is its reason.
    case failed(String)
    /// The answer is no acknowledgement of this delivery; the text says what it is.
    case unrelated(String)

    /// How large an answer may be: it comes from a machine that nobody here vouches for.
    public static let limits = XMLLimits(
        maxBytes: 64 * 1024, maxDepth: 32, maxNodes: 512, maxAttributes: 16, maxNamespaces: 64)

    /// The longest text of a sink's that is repeated to anybody.
    private static let longestReason = 200

    /// Reads an answer, the body of an HTTP response as it was parsed within the limits.
    ///
    /// - Parameter messageID: the delivery's, that the answer has to relate to.
    public init(_ document: XMLDocument, to messageID: MessageID) {
        guard let root = document.root, root.has(name: Names.envelope), let body = root.first(Names.body) else {
            self = .unrelated("the answer is no SOAP 1.2 envelope")
            return
        }
        if let fault = body.first(XMLName(Namespace.soap, "Fault")) {
            self.init(fault: fault)
            return
        }
        let header = Header(root.first(Names.header))
        guard Self.actions.contains(header.action) else {
            self = .unrelated("the answer's action is \(header.action.prefix(Self.longestReason))")
            return
        }
        // An answer on the delivery's own connection is to it where it says nothing else.
        guard header.relatesTo.isEmpty || header.relatesTo == messageID.text else {
            self = .unrelated("the answer acknowledges another message")
            return
        }
        self = .acknowledged
    }

    /// The right action, and one with a slip of the pen that two products have (`spec/namespaces.md` section 1).
    private static let actions = [
        Action.acknowledgement, "http://schemas.xmlsoap.org/wbmem/wsman/1/wsman/Ack",
    ]

    private struct Header {
        var action = ""
        var relatesTo = ""

        init(_ header: XMLElement?) {
            guard let header else { return }
            for child in header.children
            where child.namespace == Namespace.addressing2004 || child.namespace == Namespace.addressing2005 {
                switch child.localName {
                case "Action": action = child.trimmedText
                case "RelatesTo": relatesTo = child.trimmedText
                default: break
                }
            }
        }
    }

    private init(fault: XMLElement) {
        let value = fault.first(XMLName(Namespace.soap, "Code"))?.first(XMLName(Namespace.soap, "Subcode"))?
            .first(XMLName(Namespace.soap, "Value"))
        let parts = (value?.trimmedText ?? "").split(separator: ":", maxSplits: 1).map(String.init)
        let prefix = parts.count == 2 ? parts[0] : ""
        let subcode = parts.last ?? ""
        let isOurs = value?.namespaceURI(forPrefix: prefix) == Namespace.management
        let detail = fault.first(XMLName(Namespace.soap, "Detail"))?.first(Names.management("FaultDetail"))?.trimmedText
        if isOurs, subcode == "DeliveryRefused" {
            self = .refused
        } else if isOurs, subcode == "UnsupportedFeature", detail == FaultDetail.ack.uri {
            self = .unsupported
        } else {
            let reason = fault.first(XMLName(Namespace.soap, "Reason"))?.first(XMLName(Namespace.soap, "Text"))
            let text = reason?.trimmedText ?? ""
            self = .failed(String((text.isEmpty ? subcode : text).prefix(Self.longestReason)))
        }
    }
}

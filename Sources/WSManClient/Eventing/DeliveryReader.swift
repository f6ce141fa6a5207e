// SPDX-License-Identifier: Apache-2.0

import WSMan
public import XML

/// Reads what sources of events send, ours and others', whatever prefixes and addressing version they use.
public final class DeliveryReader {
    private let parser: XMLParser
    private let document = XMLDocument()
    private let keepsXML: Bool

    /// A reader.
    ///
    /// - Parameter keepsXML: whether events keep the markup that they came in.
    public init(limits: XMLLimits = XMLLimits(), keepsXML: Bool = false) {
        parser = XMLParser(limits: limits)
        self.keepsXML = keepsXML
    }

    /// Reads an envelope in UTF-8.
    ///
    /// - Throws: `notWSMan`, with the sign by which it is no delivery.
    public func read(_ envelope: UnsafeRawBufferPointer) throws(WSManClientError) -> Delivery {
        do throws(XMLError) {
            try parser.parse(envelope, into: document)
        } catch {
            throw .notWSMan(status: nil, error.sign)
        }
        guard let root = document.root, root.has(name: Names.envelope), let body = root.first(Names.body),
            let header = root.first(Names.header)
        else { throw .notWSMan(status: nil, "it is no SOAP 1.2 envelope with Header and Body") }
        let fields = Header(header)
        guard let version = fields.addressing, !fields.action.isEmpty else {
            throw .notWSMan(status: nil, "it has no Action")
        }
        let content = body.children.first { _ in true }
        return Delivery(
            messageID: fields.messageID, events: events(content, action: fields.action), bookmark: fields.bookmark,
            wantsAcknowledgement: fields.wantsAcknowledgement, addressing: version)
    }

    private func events(_ content: XMLElement?, action: String) -> [DeliveredEvent] {
        guard let content, content.has(name: Names.management("Events")) else {
            return DeliveredEvent(content, action: action, keepsXML: keepsXML).map { [$0] } ?? []
        }
        return content.children.filter { $0.has(name: Names.management("Event")) }.compactMap { entry in
            DeliveredEvent(
                entry.children.first { _ in true }, action: entry.attribute("Action") ?? Action.event,
                keepsXML: keepsXML)
        }
    }

    /// What stands beside the Body.
    private struct Header {
        var addressing: AddressingVersion?
        var action = ""
        var messageID = ""
        var bookmark: Bookmark?
        var wantsAcknowledgement = false

        init(_ header: XMLElement) {
            for child in header.children {
                switch child.namespace {
                case Namespace.addressing2004, Namespace.addressing2005:
                    switch child.localName {
                    case "Action":
                        action = child.trimmedText
                        let isCurrent = child.namespace == Namespace.addressing2005
                        addressing = isCurrent ? .recommendation2005 : .submission2004
                    case "MessageID": messageID = child.trimmedText
                    default: break
                    }
                case Namespace.management where child.localName == "AckRequested": wantsAcknowledgement = true
                case Namespace.management where child.localName == "Bookmark": bookmark = Bookmark(child)
                default: break
                }
            }
        }
    }
}

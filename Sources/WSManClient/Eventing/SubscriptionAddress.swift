// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// The reference by which a subscription is managed: what a service gave, sent back as headers as it came.
public struct SubscriptionAddress: Sendable, Hashable {
    /// Where messages about the subscription go; empty means the service itself.
    public let address: String
    /// The reference parameters as markup.
    public let parameters: String
    /// The subscription's name, where it has one.
    public let identifier: String?

    /// An address that was kept in pieces.
    public init(address: String, parameters: String, identifier: String?) {
        self.address = address
        self.parameters = parameters
        self.identifier = identifier
    }

    /// The subscription of this name at the service that is asked.
    public init(identifier: String, resourceURI: String) {
        var writer = XMLWriter(capacity: 256)
        writer.raw("<wsman:ResourceURI xmlns:wsman=\"\(Namespace.management)\">")
        writer.text(resourceURI)
        writer.raw("</wsman:ResourceURI><wse:Identifier xmlns:wse=\"\(Namespace.eventing)\">")
        writer.text(identifier)
        writer.raw("</wse:Identifier>")
        self.init(address: "", parameters: writer.string, identifier: identifier)
    }

    /// Reads the content of `wse:SubscriptionManager`.
    init(_ element: XMLElement) {
        var address = ""
        var identifier: String?
        var writer = XMLWriter(capacity: 256)
        for child in element.children {
            let isCurrent = child.namespace == Namespace.addressing2005
            guard isCurrent || child.namespace == Namespace.addressing2004 else { continue }
            switch child.localName {
            case "Address": address = child.trimmedText
            case "ReferenceParameters", "ReferenceProperties":
                for parameter in child.children {
                    if parameter.has(name: Names.identifier) { identifier = parameter.trimmedText }
                    // WS-Addressing 1.0 has them marked.
                    let mark = (name: XMLName(Namespace.addressing2005, "IsReferenceParameter"), value: "true")
                    parameter.write(to: &writer, adding: isCurrent ? mark : nil)
                }
            default: break
            }
        }
        if address == Namespace.addressing2004 + "/role/anonymous" { address = "" }
        self.init(address: address, parameters: writer.string, identifier: identifier)
    }
}

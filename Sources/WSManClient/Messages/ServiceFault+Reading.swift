// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

extension ServiceFault {
    /// The most texts of a detail that are kept, and the longest.
    private static let extraLimit = 8
    private static let extraLength = 500

    /// Reads a `Fault` element of SOAP 1.2.
    init(_ element: XMLElement) {
        var code = ""
        var subcode: (name: String, namespace: String?)?
        var reason = ""
        var detail: String?
        var extras: [String] = []
        for child in element.children where child.namespace == Namespace.soap {
            switch child.localName {
            case "Code":
                code = Self.qualified(child.first(Self.value))?.name ?? ""
                subcode = child.first(Self.subcodeName).flatMap { Self.qualified($0.first(Self.value)) }
            case "Reason": reason = Self.reason(child)
            case "Detail":
                for part in child.children {
                    if part.has(name: Self.faultDetail) {
                        detail = part.trimmedText
                    } else {
                        Self.gather(part, into: &extras)
                    }
                }
            default: break
            }
        }
        self.init(
            code: code, subcode: subcode?.name, subcodeNamespace: subcode?.namespace, detail: detail,
            reason: reason, extras: extras)
    }

    private static let value = XMLName(Namespace.soap, "Value")
    private static let subcodeName = XMLName(Namespace.soap, "Subcode")
    private static let text = XMLName(Namespace.soap, "Text")
    private static let faultDetail = Names.management("FaultDetail")

    /// The local name counts even where its prefix is not bound.
    private static func qualified(_ element: XMLElement?) -> (name: String, namespace: String?)? {
        guard let element else { return nil }
        let text = element.trimmedText
        if let name = element.qualifiedName(text) { return (name.local, name.namespace) }
        guard let local = text.split(separator: ":").last else { return nil }
        return (String(local), nil)
    }

    /// The English text where there are several languages, else the first that says something.
    private static func reason(_ element: XMLElement) -> String {
        var chosen = ""
        for text in element.children where text.has(name: Self.text) {
            let isEnglish =
                text.attribute("lang", namespace: Namespace.xml).map { $0.lowercased().hasPrefix("en") } ?? false
            if chosen.isEmpty || isEnglish { chosen = text.trimmedText }
            if isEnglish, !chosen.isEmpty { break }
        }
        return chosen
    }

    private static func gather(_ element: XMLElement, into extras: inout [String]) {
        guard extras.count < extraLimit else { return }
        let text = element.trimmedText
        if !text.isEmpty { extras.append(String(text.prefix(extraLength))) }
        for child in element.children { gather(child, into: &extras) }
    }
}

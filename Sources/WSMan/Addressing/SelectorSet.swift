// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import XML

/// Reading `wsman:SelectorSet` and the references that may stand in it.
enum SelectorSet {
    /// Reads a set (R5.4.2.2-1 to R5.4.2.2-5).
    static func read(_ element: XMLElement, limits: MessageLimits) throws(Fault) -> [Selector] {
        var remaining = limits.selectors
        return try read(element, limits: limits, remaining: &remaining)
    }

    private static func read(
        _ element: XMLElement, limits: MessageLimits, remaining: inout Int
    ) throws(Fault) -> [Selector] {
        var selectors: [Selector] = []
        for child in element.children where child.has(name: Names.selector) {
            remaining -= 1
            guard remaining >= 0 else {
                throw Fault(.encodingLimit, .selectorLimit, "A request holds \(limits.selectors) selectors at most.")
            }
            guard let name = child.attribute("Name")?.trimmingXMLSpace(), !name.isEmpty else {
                throw Fault(.invalidSelectors, .unexpectedSelectors, "A Selector has no Name attribute.")
            }
            // R13.4-3.
            guard name.hasAtMost(limits.uriLength) else {
                throw Fault(
                    .encodingLimit, .selectorLimit,
                    "The name of a selector is longer than \(limits.uriLength) characters.")
            }
            // R5.4.2.2-4.
            guard !selectors.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
                throw Fault(
                    .invalidSelectors, .duplicateSelectors,
                    "The selector \(name.prefix(200)) stands twice; send it once.")
            }
            selectors.append(Selector(name, try value(child, name: name, limits: limits, remaining: &remaining)))
        }
        return selectors
    }

    private static func value(
        _ element: XMLElement, name: String, limits: MessageLimits, remaining: inout Int
    ) throws(Fault) -> SelectorValue {
        for child in element.children {
            guard child.localName == "EndpointReference", isAddressing(child.namespace) else { continue }
            return .reference(try reference(child, limits: limits, remaining: &remaining))
        }
        let text = element.trimmedText
        guard text.hasAtMost(limits.selectorLength) else {
            throw Fault(
                .encodingLimit, .selectorLimit,
                "The value of selector \(name.prefix(200)) is longer than \(limits.selectorLength) characters.")
        }
        return .text(text)
    }

    /// Reads the content of an endpoint reference: what addresses an instance.
    static func reference(_ element: XMLElement, limits: MessageLimits) throws(Fault) -> Reference {
        var remaining = limits.selectors
        return try reference(element, limits: limits, remaining: &remaining)
    }

    private static func reference(
        _ element: XMLElement, limits: MessageLimits, remaining: inout Int
    ) throws(Fault) -> Reference {
        var uri: String?
        var selectors: [Selector] = []
        for container in element.children where isAddressing(container.namespace) {
            guard container.localName == "ReferenceParameters" || container.localName == "ReferenceProperties" else {
                continue
            }
            for child in container.children {
                if child.has(name: Names.resourceURI) {
                    uri = try RequestEnvelope.uri(child, limits: limits)
                } else if child.has(name: Names.selectorSet) {
                    selectors = try read(child, limits: limits, remaining: &remaining)
                }
            }
        }
        guard let uri else {
            throw Fault(
                .invalidSelectors, .typeMismatch,
                "An EndpointReference has no wsman:ResourceURI among its ReferenceParameters.")
        }
        return Reference(ResourceURI(uri), selectors)
    }

    private static func isAddressing(_ namespace: String) -> Bool {
        namespace == Namespace.addressing2004 || namespace == Namespace.addressing2005
    }
}

// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

extension Instance {
    /// Reads an instance; repeated elements become the values of one property.
    init(_ element: XMLElement, keepsXML: Bool = false, isFragment: Bool = false) {
        var properties: [Property] = []
        var positions: [String: Int] = [:]
        for child in element.children {
            let value = InstanceValue(child)
            let name = child.localName
            if let position = positions[name] {
                properties[position].values.append(value)
            } else {
                positions[name] = properties.count
                properties.append(Property(name, [value]))
            }
        }
        self.init(
            className: element.localName, namespace: element.namespace, properties: properties,
            xml: keepsXML ? element.markup : nil, isFragment: isFragment)
    }
}

extension Instance {
    /// Reads an item that a filter made of an instance: pieces of it, or its text (R8.6-1).
    init(fragment element: XMLElement, keepsXML: Bool = false) {
        let pieces = Instance(element)
        let namespace = element.children.first { _ in true }?.namespace ?? ""
        let text = element.trimmedText
        self.init(
            className: ResourceURI(namespace).className.map(String.init) ?? "XmlFragment", namespace: namespace,
            properties: pieces.properties.isEmpty && !text.isEmpty
                ? [Property("text()", [.text(text)])] : pieces.properties,
            xml: keepsXML ? element.markup : nil, isFragment: true)
    }
}

extension InstanceValue {
    /// Reads a property's element (`spec/cim-binding.md` section 4); how deep it nests is bounded by the parser.
    init(_ element: XMLElement) {
        if element.attribute("nil", namespace: Namespace.schemaInstance).map(XSBoolean.isTrue) ?? false {
            self = .null
            return
        }
        guard let child = element.children.first(where: { _ in true }) else {
            self = .text(element.trimmedText)
            return
        }
        if child.namespace == Namespace.cimCommon, Self.timeKinds.contains(child.localName) {
            self = .time(child.trimmedText, kind: child.localName)
        } else if EndpointReference.isReference(child) {
            self = .reference(EndpointReference(child))
        } else if EndpointReference.hasReferenceContent(element) {
            self = .reference(EndpointReference(element))
        } else {
            self = .instance(Instance(element))
        }
    }

    /// The elements that wrap a datetime (`spec/cim-binding.md` section 4.1).
    private static let timeKinds: Set<String> = ["Datetime", "Interval", "Date", "Time", "CIM_DateTime"]
}

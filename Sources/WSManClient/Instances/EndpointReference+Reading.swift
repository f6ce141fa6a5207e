// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

extension EndpointReference {
    /// Whether the element is an endpoint reference of either addressing version.
    static func isReference(_ element: XMLElement) -> Bool {
        element.localName == "EndpointReference" && isAddressing(element.namespace)
    }

    /// Whether the element has the content of an endpoint reference, as properties of that type have.
    static func hasReferenceContent(_ element: XMLElement) -> Bool {
        element.children.contains {
            isAddressing($0.namespace)
                && ($0.localName == "Address" || $0.localName == "ReferenceParameters"
                    || $0.localName == "ReferenceProperties")
        }
    }

    /// Reads the content of an endpoint reference, leniently: what is missing is empty.
    init(_ element: XMLElement) {
        var address = ""
        var uri = ""
        var selectors: [Selector] = []
        for child in element.children where Self.isAddressing(child.namespace) {
            switch child.localName {
            case "Address": address = child.trimmedText
            case "ReferenceParameters", "ReferenceProperties":
                for parameter in child.children {
                    if parameter.has(name: Names.resourceURI) {
                        uri = parameter.trimmedText
                    } else if parameter.has(name: Names.selectorSet) {
                        selectors = Self.selectors(parameter)
                    }
                }
            default: break
            }
        }
        self.init(address: address, reference: Reference(ResourceURI(uri), selectors))
    }

    private static func selectors(_ set: XMLElement) -> [Selector] {
        var selectors: [Selector] = []
        for child in set.children where child.has(name: Names.selector) {
            guard let name = child.attribute("Name") else { continue }
            if let nested = child.children.first(where: isReference) {
                selectors.append(Selector(name, .reference(EndpointReference(nested).reference)))
            } else {
                selectors.append(Selector(name, child.trimmedText))
            }
        }
        return selectors
    }

    private static func isAddressing(_ namespace: String) -> Bool {
        namespace == Namespace.addressing2004 || namespace == Namespace.addressing2005
    }
}

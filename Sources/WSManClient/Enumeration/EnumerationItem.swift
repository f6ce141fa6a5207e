// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// One item of an enumeration: an instance, its address, or both, as the mode asked.
public struct EnumerationItem: Sendable, Hashable {
    /// The instance.
    public let instance: Instance?
    /// Its address.
    public let reference: EndpointReference?
    /// The item as received, where the client keeps it.
    public let xml: String?

    /// An item.
    public init(instance: Instance?, reference: EndpointReference? = nil, xml: String? = nil) {
        self.instance = instance
        self.reference = reference
        self.xml = xml
    }

    /// Reads a child of Items.
    ///
    /// - Parameter isPart: whether an instance has only what was asked for, without being marked as a fragment.
    init(_ element: XMLElement, keepsXML: Bool, isPart: Bool = false) throws(WSManClientError) {
        var instance: Instance?
        var reference: EndpointReference?
        if EndpointReference.isReference(element) {
            reference = EndpointReference(element)
        } else if element.has(name: Names.item) {
            // R8.7-2: the object, or what a filter made of it, then the address.
            for child in element.children {
                if EndpointReference.isReference(child) {
                    reference = EndpointReference(child)
                } else if instance == nil {
                    instance = Self.instance(child, keepsXML: keepsXML, isPart)
                }
            }
        } else {
            instance = Self.instance(element, keepsXML: keepsXML, isPart)
        }
        guard instance != nil || reference != nil else {
            throw .unexpectedAnswer("an Item holds neither an instance nor an address")
        }
        self.init(instance: instance, reference: reference, xml: keepsXML ? element.markup : nil)
    }

    private static func instance(_ element: XMLElement, keepsXML: Bool, _ isPart: Bool) -> Instance {
        element.has(name: Names.xmlFragment)
            ? Instance(fragment: element, keepsXML: keepsXML)
            : Instance(element, keepsXML: keepsXML, isFragment: isPart)
    }
}

extension XMLElement {
    /// The element as it came, with the declarations it needs.
    var markup: String {
        var writer = XMLWriter()
        write(to: &writer)
        return writer.string
    }
}

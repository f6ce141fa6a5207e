// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// Writes the address of an instance.
public enum EndpointReferenceEncoder {
    /// The CIM namespace that our instances are in.
    public static let cimNamespace = "root/cimv2"

    /// Writes a whole `EndpointReference` element.
    public static func write(_ reference: Reference, _ version: AddressingVersion, to writer: inout XMLWriter) {
        writer.raw("<b:EndpointReference>")
        writeContent(reference, version, to: &writer)
        writer.raw("</b:EndpointReference>")
    }

    /// Writes what is inside an endpoint reference: the anonymous address, meaning here, and the parameters.
    ///
    /// References to CIM classes carry the CIM namespace (`spec/cim-binding.md` section 2).
    /// - Parameter address: where else than here, such as the address that the client knows this service by.
    public static func writeContent(
        _ reference: Reference, _ version: AddressingVersion, at address: String? = nil, to writer: inout XMLWriter
    ) {
        writer.raw("<b:Address>")
        if let address { writer.text(address) } else { writer.raw(version.anonymous) }
        writer.raw("</b:Address><b:ReferenceParameters><wsman:ResourceURI>")
        writer.text(reference.resourceURI.text)
        writer.raw("</wsman:ResourceURI>")
        let isClass = reference.resourceURI.className != nil
        if isClass || !reference.selectors.isEmpty {
            writer.raw("<wsman:SelectorSet>")
            for selector in reference.selectors {
                writer.raw("<wsman:Selector Name=\"")
                writer.attribute(selector.name)
                writer.raw("\">")
                switch selector.value {
                case .text(let text): writer.text(text)
                case .reference(let nested): write(nested, version, to: &writer)
                }
                writer.raw("</wsman:Selector>")
            }
            if isClass {
                writer.raw("<wsman:Selector Name=\"__cimnamespace\">root/cimv2</wsman:Selector>")
            }
            writer.raw("</wsman:SelectorSet>")
        }
        writer.raw("</b:ReferenceParameters>")
    }
}

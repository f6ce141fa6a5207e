// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import XML

/// Writes instances within properties of others (`spec/cim-binding.md` section 4): the property's element says the class
/// in `xsi:type` and holds the instance's properties.
enum EmbeddedInstanceEncoder {
    /// Writes the attributes of the property's start tag, which bind the prefix `q` that the content has.
    static func writeType(of instance: EmbeddedInstance, to writer: inout XMLWriter) {
        writer.raw(" xmlns:q=\"")
        writer.attribute(ResourceURI(ofClass: instance.className).text)
        writer.raw("\" xsi:type=\"q:\(instance.className)_Type\"")
    }

    /// Writes the properties, each in an element.
    static func writeContent(
        of instance: EmbeddedInstance, _ version: AddressingVersion, to writer: inout XMLWriter
    ) {
        for property in instance.properties {
            let values = if case .array(let elements) = property.value { elements } else { [property.value] }
            for value in values {
                writer.raw("<q:\(property.name)>")
                ValueEncoder.write(value, version, to: &writer)
                writer.raw("</q:\(property.name)>")
            }
        }
    }
}

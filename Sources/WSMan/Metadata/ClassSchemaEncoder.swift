// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// Writes the XML Schema of a class in the form of DSP0230 (`spec/cim-binding.md` section 4.2).
///
/// One global element a property, a type `CLASS_Type` that holds them in the order in which instances are written, one
/// global element for the class, and two for each method. The common types are imported by their namespace alone, which
/// is the name to ask this service for them by.
public enum ClassSchemaEncoder {
    /// Writes one `xs:schema` element.
    public static func write(_ schema: ResourceSchema, to writer: inout XMLWriter) {
        writer.raw("<xs:schema xmlns:xs=\"\(Namespace.schema)\" xmlns:cim=\"\(Namespace.cimCommon)\" xmlns:class=\"")
        writer.attribute(schema.resourceURI.text)
        writer.raw("\" targetNamespace=\"")
        writer.attribute(schema.resourceURI.text)
        writer.raw("\" elementFormDefault=\"qualified\" xml:lang=\"en-US\"><xs:import namespace=\"")
        writer.raw(Namespace.cimCommon)
        writer.raw("\" />")
        for property in schema.properties { writeElement(property, occurs: "", to: &writer) }
        writer.raw("<xs:complexType name=\"\(schema.className)_Type\"><xs:sequence>")
        for property in schema.properties {
            // What is no key may be left out: a fragment or a projection is still an instance.
            let least = property.isKey ? "" : " minOccurs=\"0\""
            writer.raw("<xs:element ref=\"class:\(property.name)\"\(least)\(most(property)) />")
        }
        writer.raw("<xs:any namespace=\"##other\" minOccurs=\"0\" maxOccurs=\"unbounded\" processContents=\"lax\" />")
        writer.raw("</xs:sequence><xs:anyAttribute namespace=\"##any\" processContents=\"lax\" /></xs:complexType>")
        writer.raw("<xs:element name=\"\(schema.className)\" type=\"class:\(schema.className)_Type\">")
        annotate(schema.documentation, to: &writer)
        writer.raw("</xs:element>")
        for method in schema.methods { write(method, to: &writer) }
        writer.raw("</xs:schema>")
    }

    private static func write(_ method: MethodSchema, to writer: inout XMLWriter) {
        let result = PropertySchema("ReturnValue", .uint32, values: method.returnValues, "Whether it was done.")
        for (suffix, parameters) in [("INPUT", method.inputs), ("OUTPUT", method.outputs + [result])] {
            writer.raw("<xs:element name=\"\(method.name)_\(suffix)\">")
            annotate(method.documentation, to: &writer)
            writer.raw("<xs:complexType><xs:sequence>")
            for parameter in parameters {
                writeElement(parameter, occurs: " minOccurs=\"0\"\(most(parameter))", to: &writer)
            }
            writer.raw("</xs:sequence></xs:complexType></xs:element>")
        }
    }

    private static func writeElement(_ property: PropertySchema, occurs: String, to writer: inout XMLWriter) {
        let nillable = property.isKey ? "" : " nillable=\"true\""
        writer.raw(
            "<xs:element name=\"\(property.name)\" type=\"\(property.type.schemaTypeName)\"\(occurs)\(nillable)>")
        annotate(property.explanation, to: &writer)
        writer.raw("</xs:element>")
    }

    private static func most(_ property: PropertySchema) -> String {
        property.isArray ? " maxOccurs=\"unbounded\"" : ""
    }

    private static func annotate(_ text: String, to writer: inout XMLWriter) {
        writer.raw("<xs:annotation><xs:documentation>")
        writer.text(text)
        writer.raw("</xs:documentation></xs:annotation>")
    }
}

extension PropertySchema {
    /// What it means, its unit and the meanings of its numbers, for a person.
    var explanation: String {
        var text = documentation
        if let unit { text += " In units of \(unit.rawValue)." }
        if !values.isEmpty { text += " " + values.map { "\($0.number) \($0.meaning)" }.joined(separator: "; ") + "." }
        return text
    }
}

extension ValueType {
    /// The type of DSP0230 in the common namespace; of an instance within another nothing is known before it is there.
    var schemaTypeName: String {
        switch self {
        case .boolean: "cim:cimBoolean"
        case .uint8: "cim:cimUnsignedByte"
        case .uint16: "cim:cimUnsignedShort"
        case .uint32: "cim:cimUnsignedInt"
        case .uint64: "cim:cimUnsignedLong"
        case .sint8: "cim:cimByte"
        case .sint16: "cim:cimShort"
        case .sint32: "cim:cimInt"
        case .sint64: "cim:cimLong"
        case .real32: "cim:cimFloat"
        case .real64: "cim:cimDouble"
        case .string: "cim:cimString"
        case .datetime: "cim:cimDateTime"
        case .reference: "cim:cimReference"
        case .instance: "xs:anyType"
        }
    }
}

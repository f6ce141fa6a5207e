// SPDX-License-Identifier: Apache-2.0

public import XML

/// Writes the XML Schema of the types that all classes share (DSP0230's common namespace, `spec/cim-binding.md` 4.1, 4.2).
public enum CommonSchemaEncoder {
    /// Writes one `xs:schema` element.
    public static func write(to writer: inout XMLWriter) {
        writer.raw(
            "<xs:schema xmlns:xs=\"\(Namespace.schema)\" xmlns:cim=\"\(Namespace.cimCommon)\" targetNamespace=\"")
        writer.raw(Namespace.cimCommon)
        writer.raw("\" elementFormDefault=\"qualified\"><xs:attribute name=\"Key\" type=\"xs:boolean\" />")
        for (name, base) in simpleTypes {
            writer.raw("<xs:complexType name=\"\(name)\"><xs:simpleContent><xs:extension base=\"xs:\(base)\">")
            writer.raw(anyAttribute)
            writer.raw("</xs:extension></xs:simpleContent></xs:complexType>")
        }
        for (name, base) in dateTimes { writer.raw("<xs:element name=\"\(name)\" type=\"xs:\(base)\" />") }
        writer.raw("<xs:complexType name=\"cimDateTime\"><xs:choice>")
        for (name, _) in dateTimes { writer.raw("<xs:element ref=\"cim:\(name)\" />") }
        writer.raw("</xs:choice>\(anyAttribute)</xs:complexType>")
        // An endpoint reference of whatever version of WS-Addressing, without an element around it.
        writer.raw("<xs:complexType name=\"cimReference\"><xs:sequence><xs:any namespace=\"##other\" maxOccurs=")
        writer.raw("\"unbounded\" processContents=\"lax\" /></xs:sequence>\(anyAttribute)</xs:complexType></xs:schema>")
    }

    private static let anyAttribute = "<xs:anyAttribute namespace=\"##any\" processContents=\"lax\" />"

    private static let simpleTypes = [
        ("cimString", "string"), ("cimBoolean", "boolean"), ("cimUnsignedByte", "unsignedByte"),
        ("cimUnsignedShort", "unsignedShort"), ("cimUnsignedInt", "unsignedInt"), ("cimUnsignedLong", "unsignedLong"),
        ("cimByte", "byte"), ("cimShort", "short"), ("cimInt", "int"), ("cimLong", "long"), ("cimFloat", "float"),
        ("cimDouble", "double"), ("cimBase64Binary", "base64Binary"), ("cimHexBinary", "hexBinary"),
        ("cimAnySimpleType", "anySimpleType"),
    ]

    private static let dateTimes = [
        ("CIM_DateTime", "string"), ("Interval", "duration"), ("Date", "date"), ("Time", "time"),
        ("Datetime", "dateTime"),
    ]
}

// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// Writes the WSDL 1.1 of a class with methods (catalog chapter 4): one port, an operation a method, document/literal.
///
/// The types stand inside, so that a reader needs nothing else. The headers that address an instance are parts of a
/// message of their own, bound to each operation's input. There is no `wsdl:service`: who asks knows where it asked.
public enum ServiceDescriptionEncoder {
    /// The name of the port of a class.
    public static func portName(of schema: ResourceSchema) -> String { "\(schema.className)_Port" }

    /// Writes one `wsdl:definitions` element.
    public static func write(_ schema: ResourceSchema, to writer: inout XMLWriter) {
        writer.raw("<wsdl:definitions xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:soap12=\"")
        writer.raw(
            "http://schemas.xmlsoap.org/wsdl/soap12/\" xmlns:wsaw=\"http://www.w3.org/2006/05/addressing/wsdl\" ")
        writer.raw("xmlns:tns=\"\(schema.resourceURI.text)\" xmlns:w=\"\(Namespace.management)\" name=\"")
        writer.raw("\(schema.className)\" targetNamespace=\"\(schema.resourceURI.text)\"><wsdl:types>")
        writeHeaderTypes(to: &writer)
        CommonSchemaEncoder.write(to: &writer)
        ClassSchemaEncoder.write(schema, to: &writer)
        writer.raw("</wsdl:types><wsdl:message name=\"Addressing\">")
        for header in headers { writer.raw("<wsdl:part name=\"\(header)\" element=\"w:\(header)\" />") }
        writer.raw("</wsdl:message>")
        for method in schema.methods {
            for suffix in ["INPUT", "OUTPUT"] {
                writer.raw(
                    "<wsdl:message name=\"\(method.name)_\(suffix)\"><wsdl:part name=\"parameters\" element=\"tns:")
                writer.raw("\(method.name)_\(suffix)\" /></wsdl:message>")
            }
        }
        writePort(schema, to: &writer)
        writeBinding(schema, to: &writer)
        writer.raw("</wsdl:definitions>")
    }

    private static let headers = ["ResourceURI", "SelectorSet", "OptionSet"]

    /// The headers of WS-Management that address an instance and qualify an operation, as a schema of their own.
    private static func writeHeaderTypes(to writer: inout XMLWriter) {
        writer.raw("<xs:schema xmlns:xs=\"\(Namespace.schema)\" targetNamespace=\"\(Namespace.management)\" ")
        writer.raw("elementFormDefault=\"qualified\"><xs:element name=\"ResourceURI\" type=\"xs:anyURI\" />")
        for (set, item) in [("SelectorSet", "Selector"), ("OptionSet", "Option")] {
            writer.raw("<xs:element name=\"\(set)\"><xs:complexType><xs:sequence><xs:element name=\"\(item)\" ")
            writer.raw("minOccurs=\"0\" maxOccurs=\"unbounded\"><xs:complexType><xs:simpleContent><xs:extension base=")
            writer.raw("\"xs:string\"><xs:attribute name=\"Name\" type=\"xs:token\" use=\"required\" /></xs:extension>")
            writer.raw("</xs:simpleContent></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>")
        }
        writer.raw("</xs:schema>")
    }

    private static func writePort(_ schema: ResourceSchema, to writer: inout XMLWriter) {
        writer.raw("<wsdl:portType name=\"\(portName(of: schema))\">")
        for method in schema.methods {
            let action = "\(schema.resourceURI)/\(method.name)"
            writer.raw("<wsdl:operation name=\"\(method.name)\"><wsdl:documentation>")
            writer.text(method.documentation)
            writer.raw(
                "</wsdl:documentation><wsdl:input message=\"tns:\(method.name)_INPUT\" wsaw:Action=\"\(action)\" />")
            writer.raw("<wsdl:output message=\"tns:\(method.name)_OUTPUT\" wsaw:Action=\"\(action)Response\" />")
            writer.raw("</wsdl:operation>")
        }
        writer.raw("</wsdl:portType>")
    }

    private static func writeBinding(_ schema: ResourceSchema, to writer: inout XMLWriter) {
        writer.raw("<wsdl:binding name=\"\(schema.className)_Binding\" type=\"tns:\(portName(of: schema))\">")
        writer.raw("<soap12:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\" />")
        for method in schema.methods {
            writer.raw("<wsdl:operation name=\"\(method.name)\"><soap12:operation soapAction=\"")
            writer.raw("\(schema.resourceURI)/\(method.name)\" style=\"document\" /><wsdl:input>")
            for header in headers {
                writer.raw("<soap12:header message=\"tns:Addressing\" part=\"\(header)\" use=\"literal\" />")
            }
            writer.raw("<soap12:body use=\"literal\" /></wsdl:input><wsdl:output><soap12:body use=\"literal\" />")
            writer.raw("</wsdl:output></wsdl:operation>")
        }
        writer.raw("</wsdl:binding>")
    }
}

// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// Writes the declaration of a class in CIM-XML (DSP0201), as Windows' consoles ask for it.
///
/// The elements are in no namespace: the clients that read them look for a plain `CLASS`.
public enum ClassDeclarationEncoder {
    /// Writes one `CLASS` element: qualifiers, properties, methods.
    public static func write(_ schema: ResourceSchema, to writer: inout XMLWriter) {
        writer.raw("<CLASS NAME=\"\(schema.className)\"")
        if let superclass = schema.superclasses.first { writer.raw(" SUPERCLASS=\"\(superclass)\"") }
        writer.raw(">")
        if schema.isAssociation { write("Association", to: &writer) }
        if schema.isIndication { write("Indication", to: &writer) }
        write("Description", schema.documentation, to: &writer)
        for property in schema.properties { write(property, of: schema, to: &writer) }
        for method in schema.methods { write(method, of: schema, to: &writer) }
        writer.raw("</CLASS>")
    }

    private static func write(_ property: PropertySchema, of schema: ResourceSchema, to writer: inout XMLWriter) {
        let origin = " CLASSORIGIN=\"\(StandardClass.origin(of: property.name, in: schema))\""
        let tag: String
        switch property.type {
        case .reference(let className):
            tag = "PROPERTY.REFERENCE"
            writer.raw("<\(tag) NAME=\"\(property.name)\" REFERENCECLASS=\"\(className)\"\(origin)>")
        default:
            tag = property.isArray ? "PROPERTY.ARRAY" : "PROPERTY"
            let embedded = property.type == .instance ? " EmbeddedObject=\"object\"" : ""
            writer.raw("<\(tag) NAME=\"\(property.name)\" TYPE=\"\(property.type.name)\"\(origin)\(embedded)>")
        }
        if property.isKey { write("Key", to: &writer) }
        if property.isWritable { write("Write", to: &writer) }
        qualify(property, to: &writer)
        writer.raw("</\(tag)>")
    }

    private static func write(_ method: MethodSchema, of schema: ResourceSchema, to writer: inout XMLWriter) {
        writer.raw("<METHOD NAME=\"\(method.name)\" TYPE=\"uint32\" CLASSORIGIN=\"\(schema.className)\">")
        write("Description", method.documentation, to: &writer)
        write(method.returnValues, to: &writer)
        for (parameter, direction) in method.inputs.map({ ($0, "IN") }) + method.outputs.map({ ($0, "OUT") }) {
            let tag: String
            switch parameter.type {
            case .reference(let className):
                tag = "PARAMETER.REFERENCE"
                writer.raw("<\(tag) NAME=\"\(parameter.name)\" REFERENCECLASS=\"\(className)\">")
            default:
                tag = parameter.isArray ? "PARAMETER.ARRAY" : "PARAMETER"
                writer.raw("<\(tag) NAME=\"\(parameter.name)\" TYPE=\"\(parameter.type.name)\">")
            }
            write(direction, to: &writer)
            // IN is true unless it is said otherwise (DSP0004).
            if direction == "OUT" { write("IN", isTrue: false, to: &writer) }
            qualify(parameter, to: &writer)
            writer.raw("</\(tag)>")
        }
        writer.raw("</METHOD>")
    }

    private static func qualify(_ property: PropertySchema, to writer: inout XMLWriter) {
        write("Description", property.documentation, to: &writer)
        if let unit = property.unit { write("PUnit", unit.rawValue, to: &writer) }
        write(property.values, to: &writer)
    }

    private static func write(_ values: [NamedValue], to writer: inout XMLWriter) {
        guard !values.isEmpty else { return }
        for (name, texts) in [("ValueMap", values.map { String($0.number) }), ("Values", values.map(\.meaning))] {
            writer.raw("<QUALIFIER NAME=\"\(name)\" TYPE=\"string\"><VALUE.ARRAY>")
            for text in texts {
                writer.raw("<VALUE>")
                writer.text(text)
                writer.raw("</VALUE>")
            }
            writer.raw("</VALUE.ARRAY></QUALIFIER>")
        }
    }

    private static func write(_ qualifier: String, isTrue: Bool = true, to writer: inout XMLWriter) {
        let value = isTrue ? "TRUE" : "FALSE"
        writer.raw("<QUALIFIER NAME=\"\(qualifier)\" TYPE=\"boolean\"><VALUE>\(value)</VALUE></QUALIFIER>")
    }

    private static func write(_ qualifier: String, _ text: String, to writer: inout XMLWriter) {
        writer.raw("<QUALIFIER NAME=\"\(qualifier)\" TYPE=\"string\"><VALUE>")
        writer.text(text)
        writer.raw("</VALUE></QUALIFIER>")
    }
}

extension StandardClass {
    /// The class that a property of another comes from: the farthest that has it, else the class itself.
    static func origin(of property: String, in schema: ResourceSchema) -> String {
        schema.superclasses.last { named($0)?.propertyNames.contains(property) ?? false } ?? schema.className
    }
}

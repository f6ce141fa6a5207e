// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// Writes the answers of methods (`spec/cim-binding.md` section 6).
public enum MethodEncoder {
    /// Writes `METHOD_OUTPUT`: the output parameters, absent ones left out, and the return value.
    public static func write(
        _ outputs: [String: Value], _ returnValue: UInt32, of method: MethodSchema, in schema: ResourceSchema,
        _ version: AddressingVersion, to writer: inout XMLWriter
    ) {
        writer.raw("<p:")
        writer.raw(method.name)
        writer.raw("_OUTPUT xmlns:p=\"")
        writer.attribute(schema.resourceURI.text)
        writer.raw("\">")
        for output in method.outputs {
            guard let value = outputs[output.name] else { continue }
            let elements = if case .array(let elements) = value { elements } else { [value] }
            for element in elements where !element.isAbsent {
                writer.raw("<p:")
                writer.raw(output.name)
                writer.raw(">")
                ValueEncoder.write(element, version, to: &writer)
                writer.raw("</p:")
                writer.raw(output.name)
                writer.raw(">")
            }
        }
        writer.raw("<p:ReturnValue>")
        writer.unsigned(UInt64(returnValue))
        writer.raw("</p:ReturnValue></p:")
        writer.raw(method.name)
        writer.raw("_OUTPUT>")
    }
}

// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// Writes the answers of methods (`spec/cim-binding.md` section 6).
public enum MethodEncoder {
    /// Writes `METHOD_OUTPUT`: the output parameters, absent ones left out, and the return value.
    ///
    /// - Parameter namespace: the URI of the class by which the method was called.
    public static func write(
        _ outputs: [String: Value], _ returnValue: UInt32, of method: MethodSchema, in namespace: String,
        _ version: AddressingVersion, to writer: inout XMLWriter
    ) {
        writer.raw("<p:")
        writer.raw(method.name)
        writer.raw("_OUTPUT xmlns:p=\"")
        writer.attribute(namespace)
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

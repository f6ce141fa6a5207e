// SPDX-License-Identifier: Apache-2.0

import WSMan
import XML

/// Writes instances and parameters as a service expects them (`spec/cim-binding.md` sections 4 and 6).
struct InstanceWriter {
    let addressing: AddressingVersion

    /// Writes an instance, every property in the class's namespace.
    func write(_ instance: Instance, to writer: inout XMLWriter) {
        writer.raw("<p:")
        writer.raw(instance.className)
        writer.raw(" xmlns:p=\"")
        writer.attribute(instance.namespace)
        writer.raw("\">")
        write(instance.properties, to: &writer)
        writer.raw("</p:")
        writer.raw(instance.className)
        writer.raw(">")
    }

    /// Writes properties side by side; the prefix `p` is to be bound around them.
    func write(_ properties: [Instance.Property], to writer: inout XMLWriter) {
        for property in properties {
            for value in property.values { write(value, named: property.name, to: &writer) }
        }
    }

    private func write(_ value: InstanceValue, named name: String, to writer: inout XMLWriter) {
        writer.raw("<p:")
        writer.raw(name)
        if value == .null {
            writer.raw(" xsi:nil=\"true\" />")
            return
        }
        writer.raw(">")
        switch value {
        case .null: break
        case .text(let text): writer.text(text)
        case .time(let text, let kind):
            writer.raw("<cim:")
            writer.raw(kind)
            writer.raw(">")
            writer.text(text)
            writer.raw("</cim:")
            writer.raw(kind)
            writer.raw(">")
        case .reference(let endpoint):
            EndpointReferenceEncoder.writeContent(endpoint.reference, addressing, to: &writer)
        case .instance(let embedded): write(embedded.properties, to: &writer)
        }
        writer.raw("</p:")
        writer.raw(name)
        writer.raw(">")
    }
}

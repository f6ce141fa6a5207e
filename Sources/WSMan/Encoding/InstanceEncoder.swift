// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// Writes instances of one class, its tags prepared once.
public struct InstanceEncoder {
    private struct Tags {
        let open: [UInt8]
        let close: [UInt8]
        let null: [UInt8]
    }

    private let schema: ResourceSchema
    private let open: [UInt8]
    private let close: [UInt8]
    private let tags: [Tags]

    /// Prepares the tags of a class.
    public init(_ schema: ResourceSchema) {
        self.schema = schema
        open = Array("<p:\(schema.className) xmlns:p=\"\(schema.resourceURI.text)\">".utf8)
        close = Array("</p:\(schema.className)>".utf8)
        tags = schema.properties.map { property in
            Tags(
                open: Array("<p:\(property.name)>".utf8), close: Array("</p:\(property.name)>".utf8),
                null: Array("<p:\(property.name) xsi:nil=\"true\" />".utf8))
        }
    }

    /// Writes an instance: properties in alphabetical order, absent ones `xsi:nil`, arrays as repeated elements.
    public func write(
        _ row: Row, only wanted: PropertySet = .all, _ version: AddressingVersion, to writer: inout XMLWriter
    ) {
        writer.raw(open)
        for position in tags.indices where wanted.contains(position) {
            write(row[position], tags[position], version, to: &writer)
        }
        writer.raw(close)
    }

    private func write(
        _ value: Value, _ tags: Tags, _ version: AddressingVersion, to writer: inout XMLWriter
    ) {
        switch value {
        case .absent: writer.raw(tags.null)
        case .array(let elements):
            // An empty array is no element at all (`spec/cim-binding.md` section 4).
            for element in elements { write(element, tags, version, to: &writer) }
        default:
            writer.raw(tags.open)
            ValueEncoder.write(value, version, to: &writer)
            writer.raw(tags.close)
        }
    }
}

/// Writes single values in the form of DSP0230.
public enum ValueEncoder {
    /// Writes what stands between a property's tags; nothing for an absent value.
    public static func write(_ value: Value, _ version: AddressingVersion, to writer: inout XMLWriter) {
        switch value {
        case .absent: break
        case .boolean(let truth): writer.boolean(truth)
        case .unsigned(let number): writer.unsigned(number)
        case .signed(let number): writer.integer(number)
        case .real(let number): writer.real(number)
        case .string(let text): writer.text(text)
        case .dateTime(let moment):
            // Wrapped always: the clients that read dates at all look for it (`spec/cim-binding.md` section 4.1).
            writer.raw("<cim:Datetime>")
            writer.raw(moment.description)
            writer.raw("</cim:Datetime>")
        case .interval(let microseconds):
            writer.raw("<cim:Interval>")
            let nanoseconds = UInt64(max(0, microseconds)).multipliedReportingOverflow(by: 1000)
            writer.raw(XSDuration.text(nanoseconds: nanoseconds.overflow ? .max : nanoseconds.partialValue))
            writer.raw("</cim:Interval>")
        case .reference(let reference):
            EndpointReferenceEncoder.writeContent(reference, version, to: &writer)
        case .array(let elements):
            for element in elements { write(element, version, to: &writer) }
        }
    }
}

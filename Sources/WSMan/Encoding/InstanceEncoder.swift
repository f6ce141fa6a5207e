// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import XML

/// Writes instances of one class, its tags prepared once.
public struct InstanceEncoder {
    /// Where a property's markup stands in `markup`: start tag, end tag, and the empty element for no value.
    private struct Tags {
        let open: Range<Int>
        let close: Range<Int>
        let null: Range<Int>
    }

    private let open: [UInt8]
    private let close: [UInt8]
    // One buffer for all: an array for each tag would be retained and released for each element.
    private let markup: [UInt8]
    private let tags: [Tags]

    /// Prepares the tags of a class.
    public init(_ schema: ResourceSchema) {
        open = Array("<p:\(schema.className) xmlns:p=\"\(schema.resourceURI.text)\">".utf8)
        close = Array("</p:\(schema.className)>".utf8)
        var markup: [UInt8] = []
        func append(_ text: String) -> Range<Int> {
            let start = markup.count
            markup += Array(text.utf8)
            return start..<markup.count
        }
        tags = schema.properties.map { property in
            Tags(
                open: append("<p:\(property.name)>"), close: append("</p:\(property.name)>"),
                null: append("<p:\(property.name) xsi:nil=\"true\" />"))
        }
        self.markup = markup
    }

    /// Writes an instance: properties in alphabetical order, absent ones `xsi:nil`, arrays as repeated elements.
    public func write(
        _ row: Row, only wanted: PropertySet = .all, _ version: AddressingVersion, to writer: inout XMLWriter
    ) {
        writer.raw(open)
        writeProperties(row, only: wanted, version, to: &writer)
        writer.raw(close)
    }

    /// Writes the wanted properties side by side, as a fragment: the prefix `p` is to be bound around them.
    public func writeProperties(
        _ row: Row, only wanted: PropertySet, _ version: AddressingVersion, to writer: inout XMLWriter
    ) {
        markup.withUnsafeBytes { markup in
            for position in tags.indices where wanted.contains(position) {
                Self.write(row[position], tags[position], markup, version, to: &writer)
            }
        }
    }

    private static func write(
        _ value: Value, _ tags: Tags, _ markup: UnsafeRawBufferPointer, _ version: AddressingVersion,
        to writer: inout XMLWriter
    ) {
        switch value {
        case .absent: writer.raw(bytes: UnsafeRawBufferPointer(rebasing: markup[tags.null]))
        case .array(let elements):
            // An empty array is no element at all (`spec/cim-binding.md` section 4).
            for element in elements { write(element, tags, markup, version, to: &writer) }
        case .instance(let instance):
            // Without its `>`, for the instance says in an attribute what it is.
            writer.raw(bytes: UnsafeRawBufferPointer(rebasing: markup[tags.open.dropLast()]))
            EmbeddedInstanceEncoder.writeType(of: instance, to: &writer)
            writer.raw(">")
            ValueEncoder.write(value, version, to: &writer)
            writer.raw(bytes: UnsafeRawBufferPointer(rebasing: markup[tags.close]))
        default:
            writer.raw(bytes: UnsafeRawBufferPointer(rebasing: markup[tags.open]))
            ValueEncoder.write(value, version, to: &writer)
            writer.raw(bytes: UnsafeRawBufferPointer(rebasing: markup[tags.close]))
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
        case .instance(let instance): EmbeddedInstanceEncoder.writeContent(of: instance, version, to: &writer)
        case .array(let elements):
            for element in elements { write(element, version, to: &writer) }
        }
    }
}

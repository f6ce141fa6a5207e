// SPDX-License-Identifier: Apache-2.0

import ResourceModel
public import WSMan
import XML

/// What an enumeration is to bring, and how.
public struct EnumerationQuery: Sendable, Hashable {
    /// Whether items are instances, their addresses, or both.
    public var mode: EnumerationMode
    /// Which items are wanted, or which parts of them; nil for all.
    public var filter: EnumerationFilter?
    /// How instances of classes that extend the one that is asked for come; nil leaves it to the service, which includes
    /// them whole (`spec/cim-binding.md` section 3.1).
    public var polymorphism: PolymorphismMode?
    /// When the enumeration is to end at the latest; nil leaves it to the service.
    public var expires: Expiration?
    /// Whether the answers are to say how many items there are in all, as far as the service can tell (R8.2.2-1).
    public var wantsTotalItemsCountEstimate = false

    /// An enumeration of everything, unless something else is said.
    public init(
        mode: EnumerationMode = .object, filter: EnumerationFilter? = nil, polymorphism: PolymorphismMode? = nil
    ) {
        self.mode = mode
        self.filter = filter
        self.polymorphism = polymorphism
    }

    /// Writes the header that asks for the estimate.
    func writeHeaders(to writer: inout XMLWriter) {
        if wantsTotalItemsCountEstimate { writer.raw("<wsman:RequestTotalItemsCountEstimate />") }
    }

    /// Writes the body of Enumerate, which asks for the first items at once.
    func write(for target: Reference, maxElements: Int, _ version: AddressingVersion, to writer: inout XMLWriter) {
        writer.raw("<wsen:Enumerate>")
        expires?.write(to: &writer)
        filter?.write(for: target, version, to: &writer)
        if let mode = mode.text {
            writer.raw("<wsman:EnumerationMode>")
            writer.raw(mode)
            writer.raw("</wsman:EnumerationMode>")
        }
        writer.raw("<wsman:OptimizeEnumeration /><wsman:MaxElements>")
        writer.integer(Int64(maxElements))
        writer.raw("</wsman:MaxElements>")
        if let polymorphism {
            writer.raw("<wsmb:PolymorphismMode xmlns:wsmb=\"\(Namespace.binding)\">\(polymorphism.rawValue)")
            writer.raw("</wsmb:PolymorphismMode>")
        }
        writer.raw("</wsen:Enumerate>")
    }
}

extension Expiration {
    /// Reads what a service grants; nil where that is neither a duration nor a moment.
    init?(granted element: XMLElement) {
        let text = element.trimmedText
        if let nanoseconds = XSDuration.nanoseconds(text) {
            self = .duration(nanoseconds)
        } else if let moment = Timestamp(text) {
            self = .moment(moment)
        } else {
            return nil
        }
    }

    /// Writes the whole element.
    func write(to writer: inout XMLWriter) {
        writer.raw("<wsen:Expires>")
        writer.text(text)
        writer.raw("</wsen:Expires>")
    }
}

// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import WSMan
import XML

/// Which items of an enumeration are wanted, or which parts of them.
public enum EnumerationFilter: Sendable, Hashable {
    /// An expression in XPath 1.0; the prefix `p` means the namespace of the class that is enumerated.
    case xpath(String)
    /// Properties and the values that they are to have, all of them (DSP0226 annex E).
    case selectors([Selector])
    /// A query in WQL or CQL.
    case query(String, FilterDialect)
    /// What is tied to an instance.
    case association(AssociationQuery)
    /// A text in a dialect that this client does not know.
    case other(String, dialect: String)

    /// Whether instances come with a few of their properties only, in their own element all the same.
    var leavesOutProperties: Bool {
        guard case .association(let query) = self else { return false }
        return !query.resultProperties.isEmpty
    }

    /// Writes the whole element.
    func write(for target: Reference, _ version: AddressingVersion, to writer: inout XMLWriter) {
        writer.raw("<wsman:Filter Dialect=\"")
        writer.attribute(dialect)
        writer.raw("\" xmlns:p=\"")
        writer.attribute(target.resourceURI.text)
        writer.raw("\">")
        switch self {
        case .xpath(let text), .query(let text, _), .other(let text, _): writer.text(text)
        case .selectors(let selectors): SelectorSetWriter.write(selectors, version, to: &writer)
        case .association(let query): query.write(version, to: &writer)
        }
        writer.raw("</wsman:Filter>")
    }

    private var dialect: String {
        switch self {
        case .xpath: FilterDialect.xpath.uri
        case .selectors: FilterDialect.selector.uri
        case .query(_, let dialect): dialect.uri
        case .association: FilterDialect.association.uri
        case .other(_, let dialect): dialect
        }
    }
}

/// A question for what is tied to an instance (DSP0227's association filter).
public struct AssociationQuery: Sendable, Hashable {
    /// The instance whose ties are meant.
    public var object: Reference
    /// Whether the ties themselves are wanted, not the instances at their other ends.
    public var wantsTies = false
    /// The class of the ties; nil for any.
    public var associationClass: String?
    /// The class of what is wanted; nil for any.
    public var resultClass: String?
    /// What the ties call the instance; nil for whatever.
    public var role: String?
    /// What the ties call the other end; nil for whatever.
    public var resultRole: String?
    /// The properties that are wanted; none means all.
    public var resultProperties: [String] = []

    /// Everything that is tied to an instance.
    public init(_ object: Reference) {
        self.object = object
    }

    func write(_ version: AddressingVersion, to writer: inout XMLWriter) {
        let wrapper = wantsTies ? "wsmb:AssociationInstances" : "wsmb:AssociatedInstances"
        writer.raw("<\(wrapper) xmlns:wsmb=\"\(Namespace.binding)\"><wsmb:Object>")
        EndpointReferenceEncoder.writeContent(object, version, to: &writer)
        writer.raw("</wsmb:Object>")
        // In the order in which clients send them (`spec/cim-binding.md` section 3.3).
        let names: [(String, String?)] =
            wantsTies
            ? [("ResultClassName", associationClass), ("Role", role)]
            : [
                ("AssociationClassName", associationClass), ("Role", role), ("ResultClassName", resultClass),
                ("ResultRole", resultRole),
            ]
        for (name, value) in names + resultProperties.map({ ("IncludeResultProperty", $0) }) {
            guard let value else { continue }
            writer.raw("<wsmb:\(name)>")
            writer.text(value)
            writer.raw("</wsmb:\(name)>")
        }
        writer.raw("</\(wrapper)>")
    }
}

// SPDX-License-Identifier: Apache-2.0

/// The languages in which enumerations and events may be filtered (`spec/xpath-and-selectors.md`, `spec/cim-binding.md` section 1).
public enum FilterDialect: Sendable, Hashable, CaseIterable {
    /// XPath 1.0, its Levels 1 and 2 included; what is meant where no dialect is named.
    case xpath
    /// DSP0226 annex E: properties that equal values.
    case selector
    /// DSP0202, the CIM Query Language.
    case cql
    /// Microsoft's query language.
    case wql
    /// DSP0227: what is tied to an instance.
    case association
    /// XPath 1.0 whose root is the event; what events are filtered by where one cannot be without their envelopes.
    case eventRoot

    /// What enumerations are filtered in.
    public static let enumerating: [FilterDialect] = [.xpath, .selector, .cql, .wql, .association]
    /// What events are filtered in: they have no ties to follow.
    public static let eventing: [FilterDialect] = [.xpath, .eventRoot, .selector, .cql, .wql]

    /// The dialect's URI.
    public var uri: String {
        switch self {
        case .xpath: "http://www.w3.org/TR/1999/REC-xpath-19991116"
        case .selector: "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter"
        case .cql: "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf"
        case .wql: "http://schemas.microsoft.com/wbem/wsman/1/WQL"
        case .eventRoot: "http://schemas.dmtf.org/wbem/wsman/1/wsman/filter/eventRootXPath"
        case .association: "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter"
        }
    }

    /// The dialect of a URI; nil for one that is not spoken here.
    public init?(uri: String) {
        guard let dialect = Self.allCases.first(where: { $0.uri == uri }) else { return nil }
        self = dialect
    }
}

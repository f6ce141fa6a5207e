// SPDX-License-Identifier: Apache-2.0

/// The languages in which an enumeration may be filtered (`spec/xpath-and-selectors.md`, `spec/cim-binding.md` section 1).
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

    /// The dialect's URI.
    public var uri: String {
        switch self {
        case .xpath: "http://www.w3.org/TR/1999/REC-xpath-19991116"
        case .selector: "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter"
        case .cql: "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf"
        case .wql: "http://schemas.microsoft.com/wbem/wsman/1/WQL"
        case .association: "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter"
        }
    }

    /// The dialect of a URI; nil for one that is not spoken here.
    public init?(uri: String) {
        guard let dialect = Self.allCases.first(where: { $0.uri == uri }) else { return nil }
        self = dialect
    }
}

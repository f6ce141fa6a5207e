// SPDX-License-Identifier: Apache-2.0

/// The two query languages of CIM; they differ in how texts are compared and what LIKE means.
public enum QueryDialect: Sendable, Hashable {
    /// Microsoft's WQL: letter case does not count; LIKE has `%`, `_`, `[a-z]` and `[^a-z]`.
    case wql
    /// DSP0202, the CIM Query Language: letter case counts; LIKE has `.` for any character and `*` for "any number of".
    case cql
}

/// What a query may cost before it is refused.
public struct QueryLimits: Sendable, Hashable {
    /// The longest text, in octets.
    public var maxLength = 8192
    /// How deep parentheses and NOT nest.
    public var maxDepth = 32
    /// The most comparisons in a condition.
    public var maxTerms = 128
    /// The longest pattern of LIKE, in characters: matching takes as many steps as pattern and text are long, multiplied.
    public var maxPatternLength = 256

    /// The defaults.
    public init() {}
}

/// Why a query was refused; the description is a sentence for the person who wrote it.
public enum QueryError: Error, Sendable, Hashable {
    /// The text is longer than `QueryLimits.maxLength` octets.
    case tooLong(Int)
    /// Parentheses nest deeper than `QueryLimits.maxDepth`.
    case tooDeep(Int)
    /// There are more comparisons than `QueryLimits.maxTerms`.
    case tooManyTerms(Int)
    /// A pattern is longer than `QueryLimits.maxPatternLength`.
    case patternTooLong(Int)
    /// It is no query: what was found, and what was expected in its place.
    case syntax(found: String, expected: String)
    /// The language has it, and this service does not.
    case unsupported(String)
    /// The class has no property of this name.
    case unknownProperty(String, className: String)
    /// A property is compared with what it can never equal.
    case wrongType(property: String, type: String, literal: String)
}

extension QueryError: CustomStringConvertible {
    /// What a person should change.
    public var description: String {
        switch self {
        case .tooLong(let most): "The query is longer than \(most) octets."
        case .tooDeep(let most): "The query nests parentheses deeper than \(most)."
        case .tooManyTerms(let most): "The query has more than \(most) comparisons."
        case .patternTooLong(let most): "A pattern of LIKE is longer than \(most) characters."
        case .syntax(let found, let expected):
            "The query has \(found) where \(expected) is expected; a query is like SELECT * FROM CIM_Fan WHERE HealthState <> 5."
        case .unsupported(let what): "The query cannot be processed: \(what)."
        case .unknownProperty(let name, let className): "\(className) has no property \(name)."
        case .wrongType(let property, let type, let literal):
            "\(property) is a \(type) and cannot be compared with \(literal)."
        }
    }
}

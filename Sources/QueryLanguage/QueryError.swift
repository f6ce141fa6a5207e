// SPDX-License-Identifier: Apache-2.0

/// Why a query was refused; the description is a sentence for the person who wrote it.
public enum QueryError: Error, Sendable, Hashable {
    /// The text is longer than `QueryLimits.maxLength` octets.
    case tooLong(Int)
    /// Parentheses nest deeper than `QueryLimits.maxDepth`.
    case tooDeep(Int)
    /// There are more comparisons, or more properties to select, than `QueryLimits.maxTerms`.
    case tooManyTerms(Int)
    /// A pattern is longer than `QueryLimits.maxPatternLength`.
    case patternTooLong(Int)
    /// It is no query: what was found, at which character of the text (from 1), and what was expected in its place.
    case syntax(found: String, at: Int, expected: String)
    /// The language has it, and this service does not; says what to do instead.
    case unsupported(String)
    /// The class has no property of this name.
    case unknownProperty(String, className: String)
    /// A name that stands before a property, or before ISA, names neither the class nor what FROM calls it.
    case unknownQualifier(String, className: String)
    /// A property is compared with what it can never equal.
    case wrongType(property: String, type: String, literal: String)
}

extension QueryError: CustomStringConvertible {
    /// What a person should change.
    public var description: String {
        switch self {
        case .tooLong(let most): "The query is longer than \(most) octets."
        case .tooDeep(let most): "The query nests parentheses deeper than \(most)."
        case .tooManyTerms(let most): "The query has more than \(most) comparisons, or selects more properties."
        case .patternTooLong(let most): "A pattern of LIKE is longer than \(most) characters."
        case .syntax(let found, let position, let expected):
            "At character \(position) the query has \(found) where \(expected) is expected; "
                + "a query is like SELECT * FROM CIM_Fan WHERE HealthState <> 5."
        case .unsupported(let what): "The query cannot be processed: \(what)."
        case .unknownProperty(let name, let className): "\(className) has no property \(name.prefix(200))."
        case .unknownQualifier(let name, let className):
            "\(name.prefix(200)) is not \(className), nor a name that FROM gives it, nor a class that it extends."
        case .wrongType(let property, let type, let literal):
            "\(property) is a \(type) and cannot be compared with \(literal)."
        }
    }
}

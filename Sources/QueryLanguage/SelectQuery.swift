// SPDX-License-Identifier: Apache-2.0

/// A query as it was written, before anything is known of its class.
public struct SelectQuery: Sendable, Hashable {
    /// The language it is in.
    public let dialect: QueryDialect
    /// The class after FROM.
    public let className: String
    /// The properties after SELECT; nil for `*`.
    public let projection: [String]?
    /// What stands after WHERE.
    let condition: Condition?

    /// Reads a query.
    public init(
        _ text: String, _ dialect: QueryDialect, limits: QueryLimits = QueryLimits()
    ) throws(QueryError) {
        guard text.utf8.count <= limits.maxLength else { throw .tooLong(limits.maxLength) }
        var parser = QueryParser(try QueryScanner.tokens(of: text, dialect), limits: limits)
        (className, projection, condition) = try parser.query()
        self.dialect = dialect
    }

    /// A property, or one element of an array of it.
    struct Path: Sendable, Hashable {
        let name: String
        /// Which element, from 0.
        let index: Int?
    }

    /// A value as it is written.
    enum Literal: Sendable, Hashable {
        case string(String)
        /// Whole numbers are exact, whatever their size in CIM.
        case integer(Int128)
        case real(Double)
        case boolean(Bool)
        case null
    }

    enum Operand: Sendable, Hashable {
        case path(Path)
        case literal(Literal)
    }

    enum Comparison: String, Sendable, Hashable {
        case equal = "="
        case different = "<>"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        /// The same with its sides exchanged.
        var mirrored: Comparison {
            switch self {
            case .equal, .different: self
            case .less: .greater
            case .lessOrEqual: .greaterOrEqual
            case .greater: .less
            case .greaterOrEqual: .lessOrEqual
            }
        }
    }

    indirect enum Condition: Sendable, Hashable {
        case comparison(Operand, Comparison, Operand)
        case like(Path, String)
        case isNull(Path)
        case isA(String)
        case and([Condition])
        case or([Condition])
        case not(Condition)
    }
}

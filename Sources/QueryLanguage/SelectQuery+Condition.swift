// SPDX-License-Identifier: Apache-2.0

// A condition as it was written.
extension SelectQuery {
    /// A property, or one element of an array of it.
    struct Path: Sendable, Hashable {
        /// What stands before the property: the class, a name that FROM gives it, a class that it extends.
        var qualifiers: [String] = []
        var name: String
        /// Which element, from 0.
        var index: Int?
        /// Whether ANY or EVERY stands in front.
        var quantifier: Quantifier?
    }

    /// Of how many elements of an array something is to be true.
    enum Quantifier: String, Sendable, Hashable {
        case any = "ANY"
        case every = "EVERY"
    }

    /// A value as it is written.
    enum Literal: Sendable, Hashable {
        case string(String)
        /// Whole numbers are exact, whatever their size in CIM.
        case integer(Int128)
        case real(Double)
        case boolean(Bool)
        case null

        /// What a person sees of it.
        var shown: String {
            switch self {
            case .string(let text): "'\(text.prefix(60))'"
            case .integer(let number): "\(number)"
            case .real(let number): "\(number)"
            case .boolean(let truth): truth ? "TRUE" : "FALSE"
            case .null: "NULL"
            }
        }
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

        func holds<T: Comparable>(_ left: T, _ right: T) -> Bool {
            switch self {
            case .equal: left == right
            case .different: left != right
            case .less: left < right
            case .lessOrEqual: left <= right
            case .greater: left > right
            case .greaterOrEqual: left >= right
            }
        }
    }

    indirect enum Condition: Sendable, Hashable {
        case comparison(Path, Comparison, Literal)
        case between(Path, Comparison, Path)
        /// The pattern is as it stands between its quotes, for a backslash means more in it than in other texts.
        case like(Path, String)
        case isNull(Path)
        case isA(Path, String)
        case and([Condition])
        case or([Condition])
        case not(Condition)
    }
}

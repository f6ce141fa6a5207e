// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// A value that others are compared with, in the form that its comparison needs.
enum Constant: Sendable, Hashable {
    case integer(Int128)
    case real(Double)
    case boolean(Bool)
    /// A text; in lower case where letter case does not count.
    case text(String, ignoresCase: Bool)
    /// A moment, in microseconds since 1970.
    case moment(Int64)
    /// A length of time, in microseconds.
    case interval(Int64)

    /// A value of a row as something to compare with; nil for what has no order.
    init?(value: Value, ignoresCase: Bool) {
        switch value {
        case .unsigned(let number): self = .integer(Int128(number))
        case .signed(let number): self = .integer(Int128(number))
        case .real(let number): self = .real(number)
        case .boolean(let truth): self = .boolean(truth)
        case .string(let text): self = .text(ignoresCase ? text.lowercased() : text, ignoresCase: ignoresCase)
        case .dateTime(let moment): self = .moment(moment.microseconds)
        case .interval(let length): self = .interval(length)
        case .absent, .reference, .array: return nil
        }
    }

    /// Whether `value` stands in a relation to this constant; unknown where they are of different kinds.
    func relation(to value: Value, _ comparison: SelectQuery.Comparison) -> Truth {
        switch (Constant(value: value, ignoresCase: ignoresCase), self) {
        case (.integer(let left)?, .integer(let right)): Self.holds(left, comparison, right)
        case (.real(let left)?, .real(let right)): Self.holds(left, comparison, right)
        case (.real(let left)?, .integer(let right)): Self.holds(left, comparison, Double(right))
        case (.integer(let left)?, .real(let right)):
            // A constant with a fraction is small enough for the whole number beside it to be exact.
            Self.holds(Double(left), comparison, right)
        case (.text(let left, _)?, .text(let right, _)): Self.holds(left, comparison, right)
        case (.moment(let left)?, .moment(let right)), (.interval(let left)?, .interval(let right)):
            Self.holds(left, comparison, right)
        case (.boolean(let left)?, .boolean(let right)):
            Self.holds(left ? 1 : 0, comparison, right ? 1 : 0)
        default: .unknown
        }
    }

    private var ignoresCase: Bool { if case .text(_, let ignoresCase) = self { ignoresCase } else { false } }

    private static func holds<T: Comparable>(_ left: T, _ comparison: SelectQuery.Comparison, _ right: T) -> Truth {
        switch comparison {
        case .equal: Truth(left == right)
        case .different: Truth(left != right)
        case .less: Truth(left < right)
        case .lessOrEqual: Truth(left <= right)
        case .greater: Truth(left > right)
        case .greaterOrEqual: Truth(left >= right)
        }
    }
}

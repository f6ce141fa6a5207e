// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// A value that others are compared with, in the form that its comparison needs.
enum Constant: Sendable, Hashable {
    /// Whole numbers are exact, whatever their size in CIM.
    case integer(Int128)
    case real(Double)
    case boolean(Bool)
    case text(FoldedText)
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
        case .string(let text): self = .text(FoldedText(text, ignoresCase: ignoresCase))
        case .dateTime(let moment): self = .moment(moment.microseconds)
        case .interval(let length): self = .interval(length)
        case .absent, .reference, .instance, .array: return nil
        }
    }

    /// Whether `value` stands in a relation to this constant; unknown where they are of different kinds.
    func truth(of value: Value, _ comparison: SelectQuery.Comparison) -> Truth {
        guard let order = order(of: value) else { return .unknown }
        return Truth(comparison.holds(order, 0))
    }

    /// Whether `value` is before this constant, below 0, or after it, above 0; nil where they have no order.
    private func order(of value: Value) -> Int? {
        switch (value, self) {
        case (.unsigned(let left), .integer(let right)): Self.order(Int128(left), right)
        case (.signed(let left), .integer(let right)): Self.order(Int128(left), right)
        case (.real(let left), .real(let right)): left.isNaN || right.isNaN ? nil : Self.order(left, right)
        case (.unsigned(let left), .real(let right)): Self.order(whole: Int128(left), right)
        case (.signed(let left), .real(let right)): Self.order(whole: Int128(left), right)
        case (.real(let left), .integer(let right)): Self.order(whole: right, left).map { 0 - $0 }
        case (.string(let left), .text(let right)): right.order(of: left)
        case (.dateTime(let left), .moment(let right)): Self.order(left.microseconds, right)
        case (.interval(let left), .interval(let right)): Self.order(left, right)
        case (.boolean(let left), .boolean(let right)): Self.order(left ? 1 : 0, right ? 1 : 0)
        default: nil
        }
    }

    private static func order<T: Comparable>(_ left: T, _ right: T) -> Int { left < right ? -1 : left > right ? 1 : 0 }

    /// The order of a whole number and a real, exactly: nothing is rounded to be compared.
    private static func order(whole left: Int128, _ right: Double) -> Int? {
        guard !right.isNaN else { return nil }
        // Beyond what a whole number here may be, the real decides.
        guard let floor = Int128(exactly: right.rounded(.down)) else { return right < 0 ? 1 : -1 }
        let order = order(left, floor)
        return order == 0 && right != right.rounded(.down) ? -1 : order
    }
}

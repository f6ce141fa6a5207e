// SPDX-License-Identifier: Apache-2.0

import ResourceModel

extension Constant {
    /// A literal as a value of a type; nil where it can be none.
    ///
    /// Numbers and truths may be in quotes, as some consoles have them. Moments and intervals are, in CIM's form or, for
    /// moments, as `xs:dateTime`.
    init?(_ literal: SelectQuery.Literal, as type: ValueType, ignoresCase: Bool) {
        switch (type, literal) {
        case (.string, .string(let text)): self = .text(FoldedText(text, ignoresCase: ignoresCase))
        case (.boolean, .boolean(let truth)): self = .boolean(truth)
        case (.boolean, .integer(let number)) where number == 0 || number == 1: self = .boolean(number == 1)
        case (.boolean, .string(let text)):
            guard case .boolean(let truth)? = try? ValueType.boolean.parse(text) else { return nil }
            self = .boolean(truth)
        case (.datetime, .string(let text)):
            if let moment = Timestamp(cim: text) ?? Timestamp(text) {
                self = .moment(moment.microseconds)
            } else if let length = Timestamp.interval(cim: text) {
                self = .interval(length)
            } else {
                return nil
            }
        case (.string, _), (.boolean, _), (.datetime, _), (.reference, _), (.instance, _): return nil
        case (_, .integer(let number)): self = .integer(number)
        case (_, .real(let number)): self = .real(number)
        case (_, .string(let text)):
            if let number = Int128(text) {
                self = .integer(number)
            } else if let number = Double(text), number.isFinite {
                self = .real(number)
            } else {
                return nil
            }
        case (_, .boolean), (_, .null): return nil
        }
    }
}

extension ValueType {
    /// Whether values of both types have an order together.
    func isComparable(with other: ValueType) -> Bool {
        switch (self, other) {
        case (.string, .string), (.boolean, .boolean), (.datetime, .datetime): true
        case (.string, _), (.boolean, _), (.datetime, _), (.reference, _), (.instance, _), (_, .string), (_, .boolean),
            (_, .datetime), (_, .reference), (_, .instance):
            false
        default: true
        }
    }
}

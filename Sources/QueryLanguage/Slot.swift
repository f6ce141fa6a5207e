// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// Where a value stands in a row.
struct Slot: Sendable {
    let position: Int
    /// Which element of an array; nil for a single value, or for all elements.
    let index: Int?
    /// Of how many elements something is to be true.
    let quantifier: SelectQuery.Quantifier

    func value(in row: Row) -> Value? {
        guard let index else { return row[position] }
        guard case .array(let elements) = row[position], elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// What is true of the value, or of an array's elements together.
    func truth(in row: Row, _ test: (Value) -> Truth) -> Truth {
        guard let value = value(in: row), !value.isAbsent else { return .unknown }
        guard case .array(let elements) = value else { return test(value) }
        let decisive: Truth = quantifier == .any ? .yes : .no
        var truth = decisive.negated
        for element in elements {
            let own = element.isAbsent ? .unknown : test(element)
            if own == decisive { return own }
            if own == .unknown { truth = .unknown }
        }
        return truth
    }
}

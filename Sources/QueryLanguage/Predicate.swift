// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// What is true, false, or cannot be told because a value is absent.
enum Truth {
    case yes, no, unknown

    init(_ truth: Bool) { self = truth ? .yes : .no }

    var negated: Truth {
        switch self {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }
}

/// A condition on rows of one class.
indirect enum Predicate: Sendable {
    case compare(Slot, SelectQuery.Comparison, Constant)
    case compareSlots(Slot, SelectQuery.Comparison, Slot, ignoresCase: Bool)
    case like(Slot, LikePattern)
    case isNull(Slot)
    /// Whether an instance within the row is of a class.
    case isA(Slot, String)
    case constant(Truth)
    case and([Predicate])
    case or([Predicate])
    case not(Predicate)

    func truth(of row: Row) -> Truth {
        switch self {
        case .constant(let truth): return truth
        case .isNull(let slot): return Truth(slot.value(in: row)?.isAbsent ?? true)
        case .compare(let slot, let comparison, let constant):
            return slot.truth(in: row) { constant.truth(of: $0, comparison) }
        case .compareSlots(let left, let comparison, let right, let ignoresCase):
            guard let other = right.value(in: row).flatMap({ Constant(value: $0, ignoresCase: ignoresCase) })
            else { return .unknown }
            return left.truth(in: row) { other.truth(of: $0, comparison) }
        case .like(let slot, let pattern):
            return slot.truth(in: row) { value in value.stringValue.map { Truth(pattern.matches($0)) } ?? .unknown }
        case .isA(let slot, let name):
            return slot.truth(in: row) { value in
                if case .instance(let instance) = value { Truth(instance.isA(name)) } else { .unknown }
            }
        case .not(let inner): return inner.truth(of: row).negated
        case .and(let parts): return Self.combined(parts, row, decisive: .no)
        case .or(let parts): return Self.combined(parts, row, decisive: .yes)
        }
    }

    /// One part decides; else what is unknown stays unknown.
    private static func combined(_ parts: [Predicate], _ row: Row, decisive: Truth) -> Truth {
        var truth = decisive.negated
        for part in parts {
            let own = part.truth(of: row)
            if own == decisive { return own }
            if own == .unknown { truth = .unknown }
        }
        return truth
    }
}

// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// A query made ready for one class: names are positions, values have the properties' types.
public struct BoundQuery: Sendable {
    /// The properties that the condition looks at.
    public let read: PropertySet
    /// The properties that the query selects; nil for all.
    public let projected: PropertySet?
    /// What keys must be, in every part that the condition lets pass: enough to look the part up.
    public let keys: [Selector]

    private let condition: Predicate?

    /// Checks a query against a class.
    ///
    /// - Throws: `QueryError.unknownProperty` and `QueryError.wrongType`, for what the class cannot be asked.
    public init(_ query: SelectQuery, _ schema: ResourceSchema) throws(QueryError) {
        var binder = QueryBinder(schema, query.dialect)
        condition = try query.condition.map { written throws(QueryError) in try binder.bind(written) }
        read = binder.read
        keys = query.condition.map { binder.keys(in: $0) } ?? []
        guard let names = query.projection else {
            projected = nil
            return
        }
        var projected = PropertySet.none
        for name in names {
            guard let position = schema.position(of: name) else {
                throw .unknownProperty(name, className: schema.className)
            }
            projected.insert(position)
        }
        self.projected = projected
    }

    /// Whether a part passes: where a value is absent nothing is true of it, and nothing false.
    public func matches(_ row: Row) -> Bool { condition.map { $0.truth(of: row) == .yes } ?? true }
}

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
    case compareSlots(Slot, SelectQuery.Comparison, Slot)
    case like(Slot, LikePattern)
    case isNull(Slot)
    case constant(Truth)
    case and([Predicate])
    case or([Predicate])
    case not(Predicate)

    func truth(of row: Row) -> Truth {
        switch self {
        case .constant(let truth): return truth
        case .isNull(let slot): return Truth(slot.value(in: row)?.isAbsent ?? true)
        case .compare(let slot, let comparison, let constant):
            return slot.any(in: row, negated: comparison == .different) { constant.relation(to: $0, comparison) }
        case .compareSlots(let left, let comparison, let right):
            guard let other = right.value(in: row).flatMap({ Constant(value: $0, ignoresCase: right.ignoresCase) })
            else { return .unknown }
            return left.any(in: row, negated: comparison == .different) { other.relation(to: $0, comparison) }
        case .like(let slot, let pattern):
            return slot.any(in: row, negated: false) { value in
                value.stringValue.map { Truth(pattern.matches($0)) } ?? .unknown
            }
        case .not(let inner): return inner.truth(of: row).negated
        case .and(let parts):
            var truth = Truth.yes
            for part in parts {
                switch part.truth(of: row) {
                case .no: return .no
                case .unknown: truth = .unknown
                case .yes: continue
                }
            }
            return truth
        case .or(let parts):
            var truth = Truth.no
            for part in parts {
                switch part.truth(of: row) {
                case .yes: return .yes
                case .unknown: truth = .unknown
                case .no: continue
                }
            }
            return truth
        }
    }
}

/// Where a value stands in a row.
struct Slot: Sendable {
    let position: Int
    /// Which element of an array; nil for a single value, or for any element.
    let index: Int?
    /// Whether texts are compared without letter case.
    let ignoresCase: Bool

    func value(in row: Row) -> Value? {
        guard let index else { return row[position] }
        guard case .array(let elements) = row[position], elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// What is true of the value; of an array, of any of its elements, or with `negated` of all.
    func any(in row: Row, negated: Bool, _ test: (Value) -> Truth) -> Truth {
        guard let value = value(in: row), !value.isAbsent else { return .unknown }
        guard case .array(let elements) = value else { return test(value) }
        var truth = negated ? Truth.yes : Truth.no
        for element in elements {
            let own = element.isAbsent ? .unknown : test(element)
            if own == (negated ? .no : .yes) { return own }
            if own == .unknown { truth = .unknown }
        }
        return truth
    }
}

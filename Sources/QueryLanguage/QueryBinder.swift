// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// Makes a query's names positions and its values typed.
struct QueryBinder {
    let schema: ResourceSchema
    private let query: SelectQuery
    /// What the conditions bound so far look at.
    private(set) var read = PropertySet.none

    init(_ schema: ResourceSchema, _ query: SelectQuery) {
        self.schema = schema
        self.query = query
    }

    private var ignoresCase: Bool { query.dialect == .wql }

    mutating func bind(_ condition: SelectQuery.Condition) throws(QueryError) -> Predicate {
        switch condition {
        case .and(let parts): return .and(try bind(parts))
        case .or(let parts): return .or(try bind(parts))
        case .not(let inner): return .not(try bind(inner))
        case .isA(let path, let name):
            if let slot = try embedded(path) { return .isA(slot, name) }
            guard path.index == nil, path.quantifier == nil, path.name.lowercased() == "__this" || isOwn(path.name)
            else {
                throw schema.position(of: path.name) == nil
                    ? .unknownQualifier(path.name, className: query.className) : Self.embedded
            }
            try check(path.qualifiers)
            return .constant(Truth(isNamed(name)))
        case .isNull(let path):
            if let slot = try embedded(path) { return .isNull(slot) }
            return .isNull(try bind(path, quantifier: .any).slot)
        case .like(let path, let written):
            let pattern = LikePattern(written, query.dialect)
            if try isClassName(path) { return .constant(Truth(pattern.matches(schema.className))) }
            let (slot, property) = try bind(path, quantifier: .any)
            guard property.type == .string else {
                throw .wrongType(property: property.name, type: property.type.name, literal: "a pattern")
            }
            return .like(slot, pattern)
        case .comparison(let path, let comparison, let literal): return try compare(path, comparison, literal)
        case .between(let left, let comparison, let right): return try compare(left, comparison, right)
        }
    }

    private mutating func bind(_ parts: [SelectQuery.Condition]) throws(QueryError) -> [Predicate] {
        var bound: [Predicate] = []
        for part in parts { bound.append(try bind(part)) }
        return bound
    }

    // MARK: Names

    /// Where a property stands.
    func position(_ path: SelectQuery.Path) throws(QueryError) -> Int {
        try check(path.qualifiers)
        guard let position = schema.position(of: path.name) else {
            throw .unknownProperty(path.name, className: schema.className)
        }
        return position
    }

    private func check(_ qualifiers: [String]) throws(QueryError) {
        for name in qualifiers where !isOwn(name) {
            // It would be found below another object than is meant.
            throw schema.position(of: name) == nil
                ? .unknownQualifier(name, className: query.className) : Self.embedded
        }
    }

    private static let embedded = QueryError.unsupported("objects within objects cannot be looked into")

    /// Whether a name is the class itself: by its name, by that of a class that it extends, or by what FROM calls it.
    private func isOwn(_ name: String) -> Bool {
        let lowercased = name.lowercased()
        return lowercased == query.alias?.lowercased() || lowercased == query.className.lowercased() || isNamed(name)
    }

    private func isNamed(_ name: String) -> Bool {
        let name = name.lowercased()
        return schema.className.lowercased() == name || schema.superclasses.contains { $0.lowercased() == name }
    }

    /// Whether a path is the class's name, as WQL has it among the properties.
    private func isClassName(_ path: SelectQuery.Path) throws(QueryError) -> Bool {
        guard path.name.uppercased() == "__CLASS", path.index == nil, path.quantifier == nil else { return false }
        try check(path.qualifiers)
        return true
    }

    /// Where an instance within the class's own stands, as `SourceInstance`; nil for any other path.
    private mutating func embedded(_ path: SelectQuery.Path) throws(QueryError) -> Slot? {
        guard path.index == nil, path.quantifier == nil, let position = schema.position(of: path.name),
            schema.properties[position].type == .instance
        else { return nil }
        try check(path.qualifiers)
        read.insert(position)
        return Slot(position: position, index: nil, quantifier: .any)
    }

    private mutating func bind(
        _ path: SelectQuery.Path, quantifier: SelectQuery.Quantifier
    ) throws(QueryError) -> (slot: Slot, property: PropertySchema) {
        let position = try position(path)
        let property = schema.properties[position]
        guard path.index == nil && path.quantifier == nil || property.isArray else {
            throw .unsupported("\(property.name) is no array")
        }
        if case .reference = property.type {
            throw .unsupported("\(property.name) is a reference; send the association filter of the CIM binding")
        }
        if property.type == .instance { throw Self.embedded }
        read.insert(position)
        return (Slot(position: position, index: path.index, quantifier: path.quantifier ?? quantifier), property)
    }

    // MARK: Comparisons

    private mutating func compare(
        _ path: SelectQuery.Path, _ comparison: SelectQuery.Comparison, _ literal: SelectQuery.Literal
    ) throws(QueryError) -> Predicate {
        if try isClassName(path) {
            guard case .string(let name) = literal else {
                throw .wrongType(property: path.name, type: "string", literal: literal.shown)
            }
            let constant = Constant.text(FoldedText(name, ignoresCase: true))
            return .constant(constant.truth(of: .string(schema.className), comparison))
        }
        let (slot, property) = try bind(path, quantifier: Self.quantifier(comparison))
        if literal == .null {
            // What clients write who know another SQL.
            switch comparison {
            case .equal: return .isNull(slot)
            case .different: return .not(.isNull(slot))
            default: throw .unsupported("NULL has no order; ask whether \(property.name) IS NULL")
            }
        }
        guard let constant = Constant(literal, as: property.type, ignoresCase: ignoresCase) else {
            throw .wrongType(property: property.name, type: property.type.name, literal: literal.shown)
        }
        return .compare(slot, comparison, constant)
    }

    private mutating func compare(
        _ left: SelectQuery.Path, _ comparison: SelectQuery.Comparison, _ right: SelectQuery.Path
    ) throws(QueryError) -> Predicate {
        let quantifier = Self.quantifier(comparison)
        let (own, other) = (try bind(left, quantifier: quantifier), try bind(right, quantifier: quantifier))
        guard own.property.type.isComparable(with: other.property.type) else {
            throw .wrongType(
                property: own.property.name, type: own.property.type.name,
                literal: "\(other.property.name), a \(other.property.type.name)")
        }
        guard other.property.isArray, other.slot.index == nil else {
            return .compareSlots(own.slot, comparison, other.slot, ignoresCase: ignoresCase)
        }
        guard !own.property.isArray || own.slot.index != nil else {
            throw .unsupported("both \(own.property.name) and \(other.property.name) are arrays; compare one element")
        }
        return .compareSlots(other.slot, comparison.mirrored, own.slot, ignoresCase: ignoresCase)
    }

    /// An array equals what any of its elements equals, and differs from what all of them differ from.
    private static func quantifier(_ comparison: SelectQuery.Comparison) -> SelectQuery.Quantifier {
        comparison == .different ? .every : .any
    }

    // MARK: Keys

    /// The keys that the condition asks to equal a text: those that stand by themselves or between ANDs.
    func keys(in condition: SelectQuery.Condition) -> [Selector] {
        var keys: [Selector] = []
        // Two texts for one key let nothing pass, whichever is looked up.
        for key in equalities(condition) where !keys.contains(where: { $0.name == key.name }) { keys.append(key) }
        return keys
    }

    private func equalities(_ condition: SelectQuery.Condition) -> [Selector] {
        switch condition {
        case .and(let parts): return parts.flatMap { equalities($0) }
        case .comparison(let path, .equal, .string(let text)):
            guard let position = schema.position(of: path.name), schema.properties[position].isKey,
                schema.properties[position].type == .string
            else { return [] }
            return [Selector(schema.properties[position].name, text)]
        default: return []
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// Makes a condition's names positions and its values typed.
struct QueryBinder {
    private let schema: ResourceSchema
    private let dialect: QueryDialect
    /// What the conditions bound so far look at.
    private(set) var read = PropertySet.none

    init(_ schema: ResourceSchema, _ dialect: QueryDialect) {
        self.schema = schema
        self.dialect = dialect
    }

    mutating func bind(_ condition: SelectQuery.Condition) throws(QueryError) -> Predicate {
        switch condition {
        case .and(let parts): return .and(try bind(parts))
        case .or(let parts): return .or(try bind(parts))
        case .not(let inner): return .not(try bind(inner))
        case .isA(let name): return .constant(Truth(isNamed(name)))
        case .isNull(let path): return .isNull(try slot(path).slot)
        case .like(let path, let pattern):
            if isOwnName(path) { return .constant(Truth(LikePattern(pattern, dialect).matches(schema.className))) }
            let (slot, property) = try slot(path)
            guard property.type == .string else {
                throw .wrongType(property: property.name, type: property.type.name, literal: "a pattern")
            }
            return .like(slot, LikePattern(pattern, dialect))
        case .comparison(.path(let path), let comparison, .literal(let literal)):
            return try compare(path, comparison, literal)
        case .comparison(.literal(let literal), let comparison, .path(let path)):
            return try compare(path, comparison.mirrored, literal)
        case .comparison(.path(let left), let comparison, .path(let right)):
            let (own, other) = (try slot(left), try slot(right))
            guard !other.property.isArray || other.slot.index != nil else {
                throw .unsupported("\(other.property.name) is an array; compare one element of it")
            }
            return .compareSlots(own.slot, comparison, other.slot)
        case .comparison(.literal, _, .literal):
            throw .syntax(found: "two values", expected: "a comparison with a property")
        }
    }

    private mutating func bind(_ parts: [SelectQuery.Condition]) throws(QueryError) -> [Predicate] {
        var bound: [Predicate] = []
        for part in parts { bound.append(try bind(part)) }
        return bound
    }

    private func isNamed(_ name: String) -> Bool {
        let name = name.lowercased()
        return schema.className.lowercased() == name || schema.superclasses.contains { $0.lowercased() == name }
    }

    private func isOwnName(_ path: SelectQuery.Path) -> Bool { path.name.uppercased() == "__CLASS" }

    private mutating func slot(_ path: SelectQuery.Path) throws(QueryError) -> (slot: Slot, property: PropertySchema) {
        guard let position = schema.position(of: path.name) else {
            throw .unknownProperty(path.name, className: schema.className)
        }
        let property = schema.properties[position]
        guard path.index == nil || property.isArray else {
            throw .unsupported("\(property.name) is no array")
        }
        if case .reference = property.type {
            throw .unsupported("\(property.name) is a reference; send the association filter of the CIM binding")
        }
        read.insert(position)
        return (Slot(position: position, index: path.index, ignoresCase: dialect == .wql), property)
    }

    private mutating func compare(
        _ path: SelectQuery.Path, _ comparison: SelectQuery.Comparison, _ literal: SelectQuery.Literal
    ) throws(QueryError) -> Predicate {
        if isOwnName(path) {
            guard case .string(let name) = literal else {
                throw .wrongType(property: path.name, type: "string", literal: Self.shown(literal))
            }
            let constant = Constant.text(name.lowercased(), ignoresCase: true)
            return .constant(constant.relation(to: .string(schema.className), comparison))
        }
        let (slot, property) = try slot(path)
        if literal == .null {
            // What clients write who know another SQL.
            switch comparison {
            case .equal: return .isNull(slot)
            case .different: return .not(.isNull(slot))
            default: throw .syntax(found: "a comparison with NULL", expected: "IS NULL or IS NOT NULL")
            }
        }
        guard let constant = constant(literal, property.type) else {
            throw .wrongType(property: property.name, type: property.type.name, literal: Self.shown(literal))
        }
        return .compare(slot, comparison, constant)
    }

    /// The literal as a value of a type; numbers and truths may be in quotes, as some consoles have them.
    private func constant(_ literal: SelectQuery.Literal, _ type: ValueType) -> Constant? {
        switch (type, literal) {
        case (.string, .string(let text)):
            return .text(dialect == .wql ? text.lowercased() : text, ignoresCase: dialect == .wql)
        case (.boolean, .boolean(let truth)): return .boolean(truth)
        case (.boolean, .integer(let number)) where number == 0 || number == 1: return .boolean(number == 1)
        case (.boolean, .string(let text)):
            if case .boolean(let truth)? = try? ValueType.boolean.parse(text) { return .boolean(truth) }
            return nil
        case (.datetime, .string(let text)):
            if let moment = Timestamp(cim: text) ?? Timestamp(text) { return .moment(moment.microseconds) }
            return Timestamp.interval(cim: text).map { .interval($0) }
        case (.string, _), (.boolean, _), (.datetime, _), (.reference, _): return nil
        case (_, .integer(let number)): return .integer(number)
        case (_, .real(let number)): return Self.number(number)
        case (_, .string(let text)):
            if let number = Int128(text) { return .integer(number) }
            guard let number = Double(text), number.isFinite else { return nil }
            return Self.number(number)
        case (_, .boolean), (_, .null): return nil
        }
    }

    /// A number without a fraction is compared as the whole number that it is.
    private static func number(_ number: Double) -> Constant {
        Int128(exactly: number).map { .integer($0) } ?? .real(number)
    }

    private static func shown(_ literal: SelectQuery.Literal) -> String {
        switch literal {
        case .string(let text): "'\(text.prefix(60))'"
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .boolean(let truth): truth ? "TRUE" : "FALSE"
        case .null: "NULL"
        }
    }

    /// The keys that the condition asks to equal a text: those that stand by themselves or between ANDs.
    func keys(in condition: SelectQuery.Condition) -> [Selector] {
        switch condition {
        case .and(let parts): return parts.flatMap { keys(in: $0) }
        case .comparison(.path(let path), .equal, .literal(.string(let text))),
            .comparison(.literal(.string(let text)), .equal, .path(let path)):
            guard path.index == nil, let position = schema.position(of: path.name),
                schema.properties[position].isKey, schema.properties[position].type == .string
            else { return [] }
            return [Selector(schema.properties[position].name, text)]
        default: return []
        }
    }
}

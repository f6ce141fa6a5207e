// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

/// A class as a resource.
struct ClassResource: SchemaResource {
    let uri: String
    let name: String
    let selectorNames: [String]
    let guarded: GuardedClass
    let classes: [GuardedClass]

    let base: any ResourceClass
    private let encoder: InstanceEncoder
    private let keys: PropertySet
    /// What ties may not lead to; nil for what is no tie.
    private let closed: ClosedClasses?
    private let ties = VisibleTies()
    private let hasOwners: Bool
    /// What comes from here.
    let events: EventShapes

    init(_ guarded: GuardedClass, closed: ClosedClasses, events: EventShapes) {
        let schema = guarded.schema
        self.guarded = guarded
        base = guarded.resourceClass
        hasOwners = guarded.resourceClass.hasOwners
        classes = [guarded]
        uri = schema.resourceURI.text
        name = schema.className
        selectorNames = schema.keyProperties.map(\.name)
        encoder = InstanceEncoder(schema)
        var keys = PropertySet.none
        for key in schema.keys { keys.insert(key) }
        self.keys = keys
        self.closed = schema.isAssociation ? closed : nil
        self.events = events
    }

    var access: ClassAccess { guarded.access }
    var schema: ResourceSchema { base.schema }
    var callable: ResourceSchema { base.schema }

    func keySets(for role: Role) -> [[PropertySchema]] { [base.schema.keyProperties] }

    func type(ofSelector name: String) -> ValueType? {
        let schema = base.schema
        guard let position = schema.position(of: name), schema.properties[position].isKey else { return nil }
        return schema.properties[position].type
    }

    func parts(
        _ polymorphism: PolymorphismMode, for principal: Principal
    ) async throws(ProviderError) -> [PartID] {
        if hasOwners { return try await base.parts().filter { base.isVisible($0, to: principal) } }
        guard hidesTies(from: principal.role) else { return try await base.parts() }
        if let parts = ties.parts(for: principal.role, base.generation) { return parts }
        let generation = base.generation
        var parts: [PartID] = []
        var row = Row()
        for part in try await base.parts() {
            do throws(ProviderError) {
                try await read(part, only: keys, for: principal, into: &row)
                parts.append(part)
            } catch {
                guard case .notFound = error else { throw error }
            }
        }
        ties.keep(parts, for: principal.role, generation)
        return parts
    }

    func eventShapes(for role: Role) -> [EventShape] { events[role] }

    var isChronological: Bool { base is any ChronologicalClass }

    func newestFirst(for principal: Principal) async throws(ProviderError) -> [PartID] {
        guard let base = base as? any ChronologicalClass else {
            return try await parts(.includeSubclassProperties, for: principal)
        }
        return try await base.newestFirst()
    }

    var members: [ClassResource] { [self] }

    func member(of part: PartID) -> (resource: ClassResource, part: PartID)? { (self, part) }

    func find(_ selectors: [Selector], for principal: Principal) async throws(ProviderError) -> PartID? {
        let schema = base.schema
        var values: [SelectorValue?] = Array(repeating: nil, count: schema.keys.count)
        for selector in selectors {
            guard let position = schema.position(of: selector.name),
                let index = schema.keys.firstIndex(of: position)
            else { continue }
            values[index] = selector.value
        }
        guard let found = try await base.find(values), !hasOwners || base.isVisible(found, to: principal) else {
            return nil
        }
        return found
    }

    /// Reads the wanted properties of one part.
    ///
    /// - Throws: `ProviderError.notFound` for a tie, there or not, to a part of a class that the caller may not get.
    func read(
        _ part: PartID, only wanted: PropertySet, for principal: Principal, into row: inout Row
    ) async throws(ProviderError) {
        row.reset(count: base.schema.properties.count)
        guard !hasOwners || base.isVisible(part, to: principal) else { throw .notFound }
        guard let closed, hidesTies(from: principal.role) else {
            try await base.read(part, only: wanted, into: &row)
            return
        }
        try await base.read(part, only: wanted.union(keys), into: &row)
        for key in base.schema.keys {
            if case .reference(let end) = row[key], closed[principal.role].contains(end.resourceURI.text) {
                throw .notFound
            }
        }
    }

    private func hidesTies(from role: Role) -> Bool { closed.map { !$0[role].isEmpty } ?? false }

    func writeObject(
        _ part: PartID, _ polymorphism: PolymorphismMode, for principal: Principal, _ version: AddressingVersion,
        scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        try await read(part, only: .all, for: principal, into: &scratch)
        encoder.write(scratch, version, to: &writer)
    }

    /// Writes an instance with some of its properties only.
    func writeObject(
        _ part: PartID, only wanted: PropertySet, for principal: Principal, _ version: AddressingVersion,
        scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        try await read(part, only: wanted, for: principal, into: &scratch)
        encoder.write(scratch, only: wanted, version, to: &writer)
    }

    /// Writes some properties of an instance as a fragment.
    func writeFragment(
        _ part: PartID, only wanted: PropertySet, for principal: Principal, _ version: AddressingVersion,
        scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        try await read(part, only: wanted, for: principal, into: &scratch)
        writer.raw("<wsman:XmlFragment xmlns:p=\"")
        writer.attribute(uri)
        writer.raw("\">")
        encoder.writeProperties(scratch, only: wanted, version, to: &writer)
        writer.raw("</wsman:XmlFragment>")
    }

    func writeReference(
        _ part: PartID, for principal: Principal, _ version: AddressingVersion, scratch: inout Row,
        to writer: inout XMLWriter
    ) async throws(ProviderError) {
        EndpointReferenceEncoder.write(
            try await reference(to: part, for: principal, scratch: &scratch), version, to: &writer)
    }

    /// The address of a part.
    func reference(
        to part: PartID, for principal: Principal, scratch: inout Row
    ) async throws(ProviderError) -> Reference {
        try await read(part, only: keys, for: principal, into: &scratch)
        return reference(scratch)
    }

    private func reference(_ row: Row) -> Reference {
        let schema = base.schema
        var selectors: [Selector] = []
        for position in schema.keys {
            switch row[position] {
            case .string(let text): selectors.append(Selector(schema.properties[position].name, text))
            case .unsigned(let number): selectors.append(Selector(schema.properties[position].name, String(number)))
            case .signed(let number): selectors.append(Selector(schema.properties[position].name, String(number)))
            case .reference(let nested):
                selectors.append(Selector(schema.properties[position].name, .reference(nested)))
            default: break
            }
        }
        return Reference(schema.resourceURI, selectors)
    }
}

/// The ties of an association that each role sees, until the inventory changes; empty while no class is closed.
private final class VisibleTies {
    private var parts: [Role: (generation: UInt64, parts: [PartID])] = [:]

    func parts(for role: Role, _ generation: UInt64) -> [PartID]? {
        guard let kept = parts[role], kept.generation == generation else { return nil }
        return kept.parts
    }

    func keep(_ parts: [PartID], for role: Role, _ generation: UInt64) {
        self.parts[role] = (generation, parts)
    }
}

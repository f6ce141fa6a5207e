// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

/// A base class as a resource: it answers for every class that extends it, and for its own parts where it has any.
///
/// A part of the family is named by the number of its class and its own name, `3/platform/nct6775.656/fan1`.
struct ClassFamily: SchemaResource {
    let uri: String
    let name: String
    let selectorNames: [String]
    /// The members, in the order in which their parts are listed.
    let classes: [any ResourceClass]
    /// What the family looks like as its base class: the base class's properties alone.
    let schema: ResourceSchema
    let keySets: [[PropertySchema]]

    private let members: [Member]
    private let encoder: InstanceEncoder
    private let listing = Listing()

    /// One class of the family.
    private struct Member {
        let resource: ClassResource
        /// Whether it is the base class itself.
        let isBase: Bool
        /// Which of its properties are the base class's too, and where they stand there.
        let projection: [(own: Int, base: Int)]
        let wanted: PropertySet
    }

    init(_ schema: ResourceSchema, members resources: [ClassResource]) {
        self.schema = schema
        uri = schema.resourceURI.text
        name = schema.className
        classes = resources.map(\.base)
        encoder = InstanceEncoder(schema)
        var names: [String] = []
        var keySets: [[PropertySchema]] = []
        for keys in resources.map(\.base.schema.keyProperties)
        where !keySets.contains(where: { $0.map(\.name) == keys.map(\.name) }) {
            keySets.append(keys)
        }
        self.keySets = keySets
        members = resources.map { resource in
            for name in resource.selectorNames where !names.contains(name) { names.append(name) }
            var projection: [(own: Int, base: Int)] = []
            var wanted = PropertySet.none
            for (base, property) in schema.properties.enumerated() {
                guard let own = resource.base.schema.position(of: property.name) else { continue }
                projection.append((own, base))
                wanted.insert(own)
            }
            return Member(
                resource: resource, isBase: resource.name == schema.className, projection: projection, wanted: wanted)
        }
        selectorNames = names
    }

    func type(ofSelector name: String) -> ValueType? {
        members.lazy.compactMap { $0.resource.type(ofSelector: name) }.first
    }

    func owner(of part: PartID) -> (resourceClass: any ResourceClass, part: PartID)? {
        guard let (member, own) = member(of: part) else { return nil }
        return (member.resource.base, own)
    }

    /// All parts, or with `None` those of exactly this class (`spec/cim-binding.md` section 3.1).
    func parts(
        _ polymorphism: PolymorphismMode, for principal: Principal
    ) async throws(ProviderError) -> [PartID] {
        let generations = members.map(\.resource.base.generation)
        if listing.generations != generations {
            var parts: [(isBase: Bool, part: PartID)] = []
            for (number, member) in members.enumerated() {
                for part in try await member.resource.parts(polymorphism, for: principal) {
                    parts.append((member.isBase, PartID("\(number)/\(part.text)")))
                }
            }
            listing.all = parts.map(\.part)
            listing.own = parts.filter(\.isBase).map(\.part)
            listing.generations = generations
        }
        return polymorphism == .none ? listing.own : listing.all
    }

    /// Asks every class that has these selectors; a part is found by lookups, never by a walk.
    func find(_ selectors: [Selector], for principal: Principal) async throws(ProviderError) -> PartID? {
        let names = selectors.map { $0.name.lowercased() }.filter { $0 != "__cimnamespace" }
        var found: [PartID] = []
        var missing: [String] = []
        for (number, member) in members.enumerated() {
            guard names.allSatisfy({ member.resource.type(ofSelector: $0) != nil }) else { continue }
            do throws(ProviderError) {
                if let part = try await member.resource.find(selectors, for: principal) {
                    found.append(PartID("\(number)/\(part.text)"))
                }
            } catch {
                guard case .insufficientSelectors(let names) = error else { throw error }
                for name in names where !missing.contains(name) { missing.append(name) }
            }
        }
        if found.count > 1 || !missing.isEmpty {
            let distinguishing = "CreationClassName"
            if found.count > 1, selectorNames.contains(distinguishing), !names.contains(distinguishing.lowercased()) {
                missing.append(distinguishing)
            }
            throw .insufficientSelectors(missing.isEmpty ? selectorNames : missing)
        }
        return found.first
    }

    func writeObject(
        _ part: PartID, _ polymorphism: PolymorphismMode, for principal: Principal, _ version: AddressingVersion,
        scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        guard let (member, own) = member(of: part) else { throw .notFound }
        guard polymorphism == .excludeSubclassProperties, !member.isBase else {
            try await member.resource.writeObject(
                own, polymorphism, for: principal, version, scratch: &scratch, to: &writer)
            return
        }
        scratch.reset(count: member.resource.base.schema.properties.count)
        try await member.resource.base.read(own, only: member.wanted, into: &scratch)
        var projected = Row()
        projected.reset(count: schema.properties.count)
        for (own, base) in member.projection { projected[base] = scratch[own] }
        encoder.write(projected, version, to: &writer)
    }

    /// The address in the part's own class, which is good everywhere.
    func writeReference(
        _ part: PartID, _ version: AddressingVersion, scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        guard let (member, own) = member(of: part) else { throw .notFound }
        try await member.resource.writeReference(own, version, scratch: &scratch, to: &writer)
    }

    private func member(of part: PartID) -> (Member, PartID)? {
        let text = part.text
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")), let number = Int(text[..<slash]),
            members.indices.contains(number)
        else { return nil }
        return (members[number], PartID(String(text[text.utf8.index(after: slash)...])))
    }

    /// The parts of all members, until an inventory changes: enumerations share the arrays.
    private final class Listing {
        var generations: [UInt64]?
        var all: [PartID] = []
        var own: [PartID] = []
    }
}

extension ResourceSchema {
    /// Derives a base class without parts of its own from the classes that extend it.
    ///
    /// It has those of the standard's properties that some of them fill, as they declare them; where they explain one
    /// differently, each speaks for itself. A key is what is a key in all of them.
    convenience init(base: StandardClass, extendedBy classes: [ResourceSchema]) {
        let names = base.allPropertyNames
        var declared: [String: [PropertySchema]] = [:]
        for schema in classes {
            for property in schema.properties where names.contains(property.name) {
                declared[property.name, default: []].append(property)
            }
        }
        // The order of keys is that of a class which has them all.
        let ordered = (classes.first?.keyProperties.map(\.name) ?? []) + declared.keys.sorted()
        var seen: Set<String> = []
        let properties = ordered.compactMap { name -> PropertySchema? in
            guard seen.insert(name).inserted, let all = declared[name], let first = all.first else { return nil }
            let isKey = all.count == classes.count && all.allSatisfy(\.isKey)
            return PropertySchema(
                name, Self.common(all.map(\.type)) ?? first.type, isArray: first.isArray, isKey: isKey,
                unit: first.unit, values: Self.union(all.map(\.values)),
                Set(all.map(\.documentation)).count == 1
                    ? first.documentation : "What each class that extends this one says of it.")
        }
        self.init(
            base.name, extends: Array(StandardClass.lineage(base.name).dropFirst()), displayName: base.displayName,
            properties: properties, base.documentation)
    }

    /// References to several classes are references to what all of them extend.
    private static func common(_ types: [ValueType]) -> ValueType? {
        guard Set(types).count > 1 else { return types.first }
        let isReference = types.allSatisfy { if case .reference = $0 { true } else { false } }
        return isReference ? .reference("CIM_ManagedElement") : nil
    }

    /// Every meaning that one of them gives a number; none where one leaves its numbers without.
    private static func union(_ values: [[NamedValue]]) -> [NamedValue] {
        guard values.allSatisfy({ !$0.isEmpty }) else { return [] }
        var meanings: [Int: NamedValue] = [:]
        for value in values.joined() where meanings[value.number] == nil { meanings[value.number] = value }
        return meanings.values.sorted { $0.number < $1.number }
    }
}

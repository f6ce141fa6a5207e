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
    let classes: [GuardedClass]
    /// The least that any member asks for.
    let access: ClassAccess
    /// What the family looks like as its base class: the base class's properties alone.
    let schema: ResourceSchema

    private let projections: [Member]
    private let encoder: InstanceEncoder
    /// What each role sees, by its rank; those that see the same share it.
    private let views: [View]
    private let events: EventShapes

    /// One class of the family.
    private struct Member {
        let resource: ClassResource
        /// Whether it is the base class itself.
        let isBase: Bool
        /// Which of its properties are the base class's too, and where they stand there.
        let projection: [(own: Int, base: Int)]
        let wanted: PropertySet
    }

    init(
        _ schema: ResourceSchema, members resources: [ClassResource], closed: ClosedClasses,
        events: EventShapes = .none
    ) {
        self.schema = schema
        self.events = events
        uri = schema.resourceURI.text
        name = schema.className
        classes = resources.map(\.guarded)
        access = ClassAccess(anyOf: classes.map(\.access))
        encoder = InstanceEncoder(schema)
        views = Self.views(of: classes, closed)
        var names: [String] = []
        projections = resources.map { resource in
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

    // Made anew for who asks for the catalog or WSDL: kept, a copy of every base class costs more than that.
    var callable: ResourceSchema {
        classes.allSatisfy { $0.schema.methods.isEmpty }
            ? schema : ResourceSchema(schema, calledBy: classes.map(\.schema))
    }

    func keySets(for role: Role) -> [[PropertySchema]] {
        var sets: [[PropertySchema]] = []
        for keys in views[role.rank].readable.map({ classes[$0].schema.keyProperties })
        where !sets.contains(where: { $0.map(\.name) == keys.map(\.name) }) {
            sets.append(keys)
        }
        return sets
    }

    func type(ofSelector name: String) -> ValueType? {
        projections.lazy.compactMap { $0.resource.type(ofSelector: name) }.first
    }

    func eventShapes(for role: Role) -> [EventShape] { events[role] }

    var members: [ClassResource] { projections.map(\.resource) }

    func member(of part: PartID) -> (resource: ClassResource, part: PartID)? {
        guard let (member, own) = projection(of: part) else { return nil }
        return (member.resource, own)
    }

    /// The family's name for a part of one of its classes.
    func part(_ own: PartID, ofClass name: String) -> PartID? {
        projections.firstIndex { $0.resource.name == name }.map { PartID("\($0)/\(own.text)") }
    }

    /// All parts of classes that the caller may enumerate, or with `None` those of exactly this class (`spec/cim-binding.md` section 3.1).
    func parts(
        _ polymorphism: PolymorphismMode, for principal: Principal
    ) async throws(ProviderError) -> [PartID] {
        let view = views[principal.role.rank]
        let generations = view.listed.map { projections[$0].resource.base.generation }
        if view.generations != generations {
            var parts: [(isBase: Bool, part: PartID)] = []
            for number in view.listed {
                let member = projections[number]
                for part in try await member.resource.parts(polymorphism, for: principal) {
                    parts.append((member.isBase, PartID("\(number)/\(part.text)")))
                }
            }
            view.all = parts.map(\.part)
            view.own = parts.filter(\.isBase).map(\.part)
            view.generations = generations
        }
        return polymorphism == .none ? view.own : view.all
    }

    /// Asks every class that has these selectors and that the caller may get; by lookups, never by a walk.
    ///
    /// - Throws: `ProviderError.accessDenied` when none of them has the part and one that is closed could have it: whether
    ///   it does is not looked up, so that nobody learns it.
    func find(_ selectors: [Selector], for principal: Principal) async throws(ProviderError) -> PartID? {
        let names = selectors.map { $0.name.lowercased() }.filter { $0 != "__cimnamespace" }
        var found: [PartID] = []
        var missing: [String] = []
        let readable = views[principal.role.rank].readable
        for number in readable {
            let member = projections[number]
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
        if found.isEmpty, let role = closedRole(selectors, names, besides: readable) {
            throw .accessDenied(principal.refusal(of: role, to: "get every part of \(name)"))
        }
        return found.first
    }

    /// What it takes to get a part with these selectors of a class that is not `readable`; nil where none could have it.
    private func closedRole(_ selectors: [Selector], _ names: [String], besides readable: [Int]) -> RequiredRole? {
        guard readable.count < projections.count else { return nil }
        let creationClass = selectors.first { $0.name.lowercased() == "creationclassname" }?.value
        if readable.contains(where: { creationClass == .text(projections[$0].resource.name) }) { return nil }
        return projections.indices.filter { number in
            !readable.contains(number) && names.allSatisfy { projections[number].resource.type(ofSelector: $0) != nil }
        }.map { classes[$0].access.get }.min()
    }

    func writeObject(
        _ part: PartID, _ polymorphism: PolymorphismMode, for principal: Principal, _ version: AddressingVersion,
        scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        guard let (member, own) = projection(of: part) else { throw .notFound }
        guard polymorphism == .excludeSubclassProperties, !member.isBase else {
            try await member.resource.writeObject(
                own, polymorphism, for: principal, version, scratch: &scratch, to: &writer)
            return
        }
        try await member.resource.read(own, only: member.wanted, for: principal, into: &scratch)
        var projected = Row()
        projected.reset(count: schema.properties.count)
        for (own, base) in member.projection { projected[base] = scratch[own] }
        encoder.write(projected, version, to: &writer)
    }

    /// The address in the part's own class, which is good everywhere.
    func writeReference(
        _ part: PartID, for principal: Principal, _ version: AddressingVersion, scratch: inout Row,
        to writer: inout XMLWriter
    ) async throws(ProviderError) {
        guard let (member, own) = projection(of: part) else { throw .notFound }
        try await member.resource.writeReference(own, for: principal, version, scratch: &scratch, to: &writer)
    }

    private func projection(of part: PartID) -> (Member, PartID)? {
        let text = part.text
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")), let number = Int(text[..<slash]),
            projections.indices.contains(number)
        else { return nil }
        return (projections[number], PartID(String(text[text.utf8.index(after: slash)...])))
    }

    private static func views(of classes: [GuardedClass], _ closed: ClosedClasses) -> [View] {
        var views: [View] = []
        for role in Role.allCases.sorted() {
            let view = View(
                readable: classes.indices.filter { classes[$0].access.get.admits(role) },
                listed: classes.indices.filter { classes[$0].access.enumerate.admits(role) }, closed: closed[role])
            views.append(views.first { $0.isSame(as: view) } ?? view)
        }
        return views
    }

    /// What somebody sees of the family: the members, by number, and their parts until an inventory changes.
    ///
    /// Enumerations share the arrays.
    private final class View {
        let readable: [Int]
        let listed: [Int]
        private let closed: Set<String>
        var generations: [UInt64]?
        var all: [PartID] = []
        var own: [PartID] = []

        init(readable: [Int], listed: [Int], closed: Set<String>) {
            self.readable = readable
            self.listed = listed
            self.closed = closed
        }

        func isSame(as other: View) -> Bool {
            readable == other.readable && listed == other.listed && closed == other.closed
        }
    }
}

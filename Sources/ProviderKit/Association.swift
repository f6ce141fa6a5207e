// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// One end of an association: the role's name, and the class that its instances are declared to have.
public struct AssociationRole: Sendable, Hashable {
    /// The reference property's name, such as `GroupComponent`.
    public let name: String
    /// The class that the reference is declared with.
    public let className: String
    /// What stands at this end.
    public let documentation: String

    /// A role.
    public init(_ name: String, _ className: String, _ documentation: String) {
        self.name = name
        self.className = className
        self.documentation = documentation
    }
}

/// Two instances that an association ties together.
public struct Link: Sendable, Hashable {
    /// The instance in the first role.
    public let first: Reference
    /// The instance in the second role.
    public let second: Reference
    /// What the tie itself tells, by property; what is left out is absent.
    public let values: [String: Value]

    /// A tie.
    public init(_ first: Reference, _ second: Reference, values: [String: Value] = [:]) {
        self.first = first
        self.second = second
        self.values = values
    }
}

/// A tie as it is seen from one of its ends.
public struct Tie: Sendable, Hashable {
    /// The tie.
    public let part: PartID
    /// What the tie calls the end that was asked about.
    public let role: String
    /// What it calls the other end.
    public let otherRole: String
    /// The instance at the other end.
    public let other: Reference

    /// A tie as one of its ends sees it.
    public init(part: PartID, role: String, otherRole: String, other: Reference) {
        self.part = part
        self.role = role
        self.otherRole = otherRole
        self.other = other
    }
}

/// A class whose instances can be asked for by what they tie.
public protocol AssociationClass: ResourceClass {
    /// The ties that an instance is at an end of, in the order of `parts`; memory only, no I/O.
    func ties(of end: Reference) async throws(ProviderError) -> [Tie]
}

/// A class whose instances each tie two others together by reference.
public struct Association: AssociationClass {
    /// The declaration: two keys, both references, and what else a tie tells.
    public let schema: ResourceSchema

    private let firstPosition: Int
    private let secondPosition: Int
    private let others: [(position: Int, name: String)]
    private let count: () -> UInt64
    private let list: () async throws(ProviderError) -> [Link]
    private let index = Index()

    /// Declares an association.
    ///
    /// - Parameters:
    ///   - properties: what a tie tells beside its ends; each link carries the values.
    ///   - generation: grows whenever `links` would answer anything else than before.
    ///   - links: the ties that there are now, in a stable order.
    public init(
        _ className: String, extends superclass: String? = nil, displayName: String, first: AssociationRole,
        second: AssociationRole, properties: [PropertySchema] = [], _ documentation: String,
        generation: @escaping () -> UInt64,
        links: @escaping () async throws(ProviderError) -> [Link]
    ) {
        schema = ResourceSchema(
            className, extends: superclass.map(StandardClass.lineage) ?? [], displayName: displayName,
            summary: [first.name, second.name],
            properties: [first, second].map {
                PropertySchema($0.name, .reference($0.className), isKey: true, $0.documentation)
            } + properties,
            documentation)
        firstPosition = schema.position(of: first.name) ?? 0
        secondPosition = schema.position(of: second.name) ?? 1
        others = properties.compactMap { [schema] property in
            schema.position(of: property.name).map { ($0, property.name) }
        }
        count = generation
        list = links
    }

    /// What the declaration's `generation` says.
    public var generation: UInt64 { count() }

    /// The ties that there are now.
    public func parts() async throws(ProviderError) -> [PartID] {
        try await refresh()
        return index.parts
    }

    /// Finds the tie between two instances; where not both are given, the only one that fits.
    public func find(_ keys: [SelectorValue?]) async throws(ProviderError) -> PartID? {
        // Keys stand in the order of declaration: first role, second role.
        guard keys.count == 2 else { return nil }
        var ends: [String?] = []
        for key in keys {
            // No instance is addressed by a text.
            if case .text? = key { return nil }
            if case .reference(let reference)? = key { ends.append(reference.canonical) } else { ends.append(nil) }
        }
        try await refresh()
        if let first = ends[0], let second = ends[1] {
            let part = PartID(Link.canonical(first, second))
            return index.links[part] == nil ? nil : part
        }
        let fitting = index.parts.lazy.filter { [index] part in
            guard let link = index.links[part] else { return false }
            return ends[0].map { $0 == link.first.canonical } ?? true
                && ends[1].map { $0 == link.second.canonical } ?? true
        }
        let found = Array(fitting.prefix(2))
        guard found.count < 2 else {
            throw .insufficientSelectors(zip(schema.keyProperties, ends).filter { $0.1 == nil }.map(\.0.name))
        }
        return found.first
    }

    /// Fills both references and what the tie tells beside them.
    public func read(
        _ part: PartID, only wanted: PropertySet, into row: inout Row
    ) async throws(ProviderError) {
        try await refresh()
        guard let link = index.links[part] else { throw .notFound }
        if wanted.contains(firstPosition) { row[firstPosition] = .reference(link.first) }
        if wanted.contains(secondPosition) { row[secondPosition] = .reference(link.second) }
        for other in others where wanted.contains(other.position) {
            if let value = link.values[other.name] { row[other.position] = value }
        }
    }

    /// The ties that an instance is at an end of.
    public func ties(of end: Reference) async throws(ProviderError) -> [Tie] {
        try await refresh()
        let canonical = end.canonical
        let (first, second) = (schema.properties[firstPosition].name, schema.properties[secondPosition].name)
        // A tie's name is made of its ends', so most need no look at the tie itself.
        let (start, finish) = (Link.canonical(canonical, ""), Link.canonical("", canonical))
        var ties: [Tie] = []
        for part in index.parts {
            if part.text.hasPrefix(start), let link = index.links[part] {
                ties.append(Tie(part: part, role: first, otherRole: second, other: link.second))
            }
            if part.text.hasSuffix(finish), let link = index.links[part] {
                ties.append(Tie(part: part, role: second, otherRole: first, other: link.first))
            }
        }
        return ties
    }

    private func refresh() async throws(ProviderError) {
        let generation = count()
        guard index.generation != generation else { return }
        var links: [PartID: Link] = [:]
        var parts: [PartID] = []
        for link in try await list() {
            let part = PartID(link.canonical)
            if links.updateValue(link, forKey: part) == nil { parts.append(part) }
        }
        index.links = links
        index.parts = parts
        index.generation = generation
    }

    /// The ties by what they tie, for as long as both ends stay.
    private final class Index {
        var generation: UInt64?
        var links: [PartID: Link] = [:]
        var parts: [PartID] = []
    }
}

extension Link {
    /// The same text for every way to write the same two references.
    fileprivate var canonical: String { Self.canonical(first.canonical, second.canonical) }

    fileprivate static func canonical(_ first: String, _ second: String) -> String { "\(first)\u{1}\(second)" }
}

extension Reference {
    /// The same text for every way to write the same reference.
    ///
    /// The class by its name and the keys by theirs, in lower case and in order, without the CIM namespace; letter case
    /// counts in the keys' values alone.
    fileprivate var canonical: String {
        let keys = selectors.filter { $0.name.lowercased() != "__cimnamespace" }.map { selector in
            let value =
                switch selector.value {
                case .text(let text): text
                case .reference(let reference): reference.canonical
                }
            return "\(selector.name.lowercased())\u{0}\(value)"
        }
        let className = resourceURI.className.map { $0.lowercased() } ?? resourceURI.text
        return ([className] + keys.sorted()).joined(separator: "\u{0}")
    }
}

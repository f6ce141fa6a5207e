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

    /// A tie.
    public init(_ first: Reference, _ second: Reference) {
        self.first = first
        self.second = second
    }
}

/// A class whose instances each tie two others together by reference.
public struct Association: ResourceClass {
    /// The declaration: two keys, both references.
    public let schema: ResourceSchema

    private let links: () async throws(ProviderError) -> [PartID: Link]
    private let firstPosition: Int
    private let secondPosition: Int

    /// Declares an association.
    ///
    /// - Parameter links: the ties that there are now, each under a name that is unique and stable.
    public init(
        _ className: String, extends superclasses: [String] = [], displayName: String, first: AssociationRole,
        second: AssociationRole, _ documentation: String,
        links: @escaping () async throws(ProviderError) -> [PartID: Link]
    ) {
        schema = ResourceSchema(
            className, extends: superclasses, displayName: displayName, summary: [first.name, second.name],
            properties: [first, second].map {
                PropertySchema($0.name, .reference($0.className), isKey: true, $0.documentation)
            },
            documentation)
        self.links = links
        firstPosition = schema.position(of: first.name) ?? 0
        secondPosition = schema.position(of: second.name) ?? 1
    }

    /// The ties that there are now, ordered by their names.
    public func parts() async throws(ProviderError) -> [PartID] {
        try await links().keys.sorted()
    }

    /// Finds the tie between two instances, or the only one that fits when not both are given.
    public func find(_ keys: [SelectorValue?]) async throws(ProviderError) -> PartID? {
        guard keys.count == 2 else { return nil }
        // Keys stand in the order of declaration: first role, second role.
        let wanted = (keys[0].map(Self.canonical), keys[1].map(Self.canonical))
        var found: PartID?
        for (part, link) in try await links() {
            if let first = wanted.0, first != link.first.canonical { continue }
            if let second = wanted.1, second != link.second.canonical { continue }
            guard found == nil else {
                let missing = zip(schema.keyProperties, keys).filter { $0.1 == nil }.map(\.0.name)
                guard missing.isEmpty else { throw .insufficientSelectors(missing) }
                continue
            }
            found = part
        }
        return found
    }

    private static func canonical(_ key: SelectorValue) -> [String] {
        switch key {
        case .reference(let reference): reference.canonical
        case .text: []  // No instance is addressed by a text.
        }
    }

    /// Fills both references.
    public func read(
        _ part: PartID, only wanted: PropertySet, into row: inout Row
    ) async throws(ProviderError) {
        guard let link = try await links()[part] else { throw .notFound }
        row[firstPosition] = .reference(link.first)
        row[secondPosition] = .reference(link.second)
    }
}

extension Reference {
    /// The form in which two references that mean the same instance are equal.
    ///
    /// The class by its name and the keys by theirs, in lower case and in order, without the CIM namespace; letter case
    /// counts in the keys' values alone.
    fileprivate var canonical: [String] {
        let keys = selectors.filter { $0.name.lowercased() != "__cimnamespace" }.map { selector in
            let value =
                switch selector.value {
                case .text(let text): text
                case .reference(let reference): reference.canonical.joined(separator: "\u{0}")
                }
            return "\(selector.name.lowercased())\u{0}\(value)"
        }
        return [String(resourceURI.className ?? resourceURI.text[...]).lowercased()] + keys.sorted()
    }
}

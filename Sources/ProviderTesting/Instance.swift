// SPDX-License-Identifier: Apache-2.0

public import ProviderKit
public import ResourceModel

/// One part of one class as it was read, by the names of its properties.
public struct Instance: Sendable {
    /// The class's declaration.
    public let schema: ResourceSchema
    /// The values, in the schema's order.
    public let row: Row

    /// The value of a property, or the reason that there is none; nil when the class has no such property.
    public subscript(name: String) -> Value? {
        schema.properties.contains { $0.name == name } ? schema.position(of: name).map { row[$0] } : nil
    }

    /// Whether the class has the property and this part has no value of it.
    public func isAbsent(_ name: String) -> Bool { self[name]?.isAbsent == true }
}

extension Provider {
    /// The class of this name; nil when the provider has none.
    public func resourceClass(_ name: String) -> (any ResourceClass)? {
        resourceClasses.first { $0.schema.className == name }
    }

    /// Reads a part of a class.
    ///
    /// - Parameter properties: the names of those to read; nil reads all.
    /// - Throws: `ProviderError.notFound` when there is no such class or part.
    public func instance(
        _ className: String, _ part: String, only properties: [String]? = nil
    ) async throws(ProviderError) -> Instance {
        guard let resourceClass = resourceClass(className) else { throw .notFound }
        return try await resourceClass.instance(PartID(part), only: properties)
    }

    /// Reads all parts of a class; none when the provider has no such class.
    public func instances(_ className: String) async throws(ProviderError) -> [Instance] {
        guard let resourceClass = resourceClass(className) else { return [] }
        var found: [Instance] = []
        for part in try await resourceClass.parts() { found.append(try await resourceClass.instance(part)) }
        return found
    }
}

extension ResourceClass {
    /// Reads a part, whole or in part.
    public func instance(
        _ part: PartID, only properties: [String]? = nil
    ) async throws(ProviderError) -> Instance {
        var wanted = properties == nil ? PropertySet.all : .none
        for name in properties ?? [] {
            if let position = schema.position(of: name) { wanted.insert(position) }
        }
        var row = Row()
        row.reset(count: schema.properties.count)
        try await read(part, only: wanted, into: &row)
        return Instance(schema: schema, row: row)
    }
}

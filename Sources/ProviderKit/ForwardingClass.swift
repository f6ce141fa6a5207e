// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// A class that is another one with something added: whatever it does not do itself, the other does.
public protocol ForwardingClass: ResourceClass {
    /// The other.
    var base: any ResourceClass { get }
}

extension ForwardingClass {
    /// The other's.
    public var schema: ResourceSchema { base.schema }

    /// The other's.
    public var generation: UInt64 { base.generation }

    /// The other's.
    public func parts() async throws(ProviderError) -> [PartID] { try await base.parts() }

    /// The other's.
    public func find(_ keys: [SelectorValue?]) async throws(ProviderError) -> PartID? { try await base.find(keys) }

    /// The other's.
    public func read(_ part: PartID, only wanted: PropertySet, into row: inout Row) async throws(ProviderError) {
        try await base.read(part, only: wanted, into: &row)
    }

    /// The other's.
    public func write(
        _ changes: [PropertyChange], to part: PartID, by principal: Principal
    ) async throws(ProviderError) {
        try await base.write(changes, to: part, by: principal)
    }

    /// The other's.
    public func create(_ values: [PropertyChange], by principal: Principal) async throws(ProviderError) -> PartID {
        try await base.create(values, by: principal)
    }

    /// The other's.
    public func delete(_ part: PartID, by principal: Principal) async throws(ProviderError) {
        try await base.delete(part, by: principal)
    }

    /// The other's.
    public func invoke(
        _ method: String, on part: PartID, with inputs: [String: Value], by principal: Principal
    ) async throws(ProviderError) -> MethodResult {
        try await base.invoke(method, on: part, with: inputs, by: principal)
    }
}

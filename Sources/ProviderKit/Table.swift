// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// A method and what it does.
public struct Method<Source: PartSource> {
    /// The declaration.
    public let schema: MethodSchema
    /// What it does to a part.
    public let body: (Source, PartID, [String: Value], Principal) async throws(ProviderError) -> MethodResult

    /// A method.
    public init(
        _ schema: MethodSchema,
        body: @escaping (Source, PartID, [String: Value], Principal) async throws(ProviderError) -> MethodResult
    ) {
        self.schema = schema
        self.body = body
    }
}

/// A class whose instances are the parts of one source, one column a property.
///
/// This is the usual way to declare a class: one function that makes a table, in a file of its own.
public struct Table<Source: PartSource>: ResourceClass {
    /// What changes writable columns of a part, all or none.
    public typealias Writer = (Source, PartID, [PropertyChange], Principal) async throws(ProviderError) -> Void

    /// The declaration, derived from the columns.
    public let schema: ResourceSchema

    private let source: Source
    private let columns: [Column<Source.Part>]
    private let methods: [Method<Source>]
    private let writer: Writer?
    private let isIncluded: ((PartID) -> Bool)?
    private let selection = Selection()

    /// Declares a class over a source.
    ///
    /// - Parameters:
    ///   - superclasses: the CIM classes it extends, nearest first.
    ///   - summary: the properties worth a column in a narrow table.
    ///   - isIncluded: which of the source's parts are of this class, where it has others too; no I/O.
    public init(
        _ className: String, of source: Source, extends superclasses: [String] = [], displayName: String,
        summary: [String] = [], columns declared: [Column<Source.Part>], methods: [Method<Source>] = [],
        write writer: Writer? = nil, where isIncluded: ((PartID) -> Bool)? = nil,
        _ documentation: String
    ) {
        schema = ResourceSchema(
            className, extends: superclasses, displayName: displayName, summary: summary,
            properties: declared.map(\.property), methods: methods.map(\.schema), documentation)
        var byName: [String: Column<Source.Part>] = [:]
        for column in declared { byName[column.property.name] = column }
        columns = schema.properties.compactMap { byName[$0.name] }
        self.source = source
        self.methods = methods
        self.writer = writer
        self.isIncluded = isIncluded
    }

    /// The source's parts that are of this class.
    ///
    /// The same array is given out until the inventory changes, so ten thousand enumerations share one.
    public func parts() async throws(ProviderError) -> [PartID] {
        let all = try await source.identifiers()
        guard let isIncluded else { return all }
        if selection.generation != source.generation {
            selection.parts = all.filter(isIncluded)
            selection.generation = source.generation
        }
        return selection.parts
    }

    private final class Selection {
        var generation: UInt64?
        var parts: [PartID] = []
    }

    /// Finds a part by its identifying key; other keys, where given, must agree.
    ///
    /// Without the identifying key the only part there is will do: consoles ask single instances without selectors
    /// (`spec/real-consoles.md` section 7).
    public func find(_ keys: [SelectorValue?]) async throws(ProviderError) -> PartID? {
        var identifier: PartID?
        var rest: [(column: Column<Source.Part>, text: String)] = []
        for (key, position) in zip(keys, schema.keys) {
            guard let key else { continue }
            guard case .text(let text) = key else { return nil }
            let column = columns[position]
            if column.isIdentifying {
                identifier = PartID(text)
            } else if let fixed = column.fixed {
                guard fixed == .string(text) else { return nil }
            } else {
                rest.append((column, text))
            }
        }
        if identifier == nil { identifier = try await onlyPart() }
        guard let found = identifier, isIncluded?(found) ?? true else { return nil }
        guard let part = try await source.part(found, reading: []) else { return nil }
        return rest.allSatisfy { $0.column.value(part).stringValue == $0.text } ? found : nil
    }

    private func onlyPart() async throws(ProviderError) -> PartID? {
        let all = try await parts()
        guard all.count <= 1 else {
            throw .insufficientSelectors(columns.filter(\.isIdentifying).map(\.property.name))
        }
        return all.first
    }

    /// Reads what the wanted columns need, once, and fills their slots.
    public func read(
        _ part: PartID, only wanted: PropertySet, into row: inout Row
    ) async throws(ProviderError) {
        var facets: Facets = []
        for (position, column) in columns.enumerated() where wanted.contains(position) {
            facets.formUnion(column.facets)
        }
        guard isIncluded?(part) ?? true, let values = try await source.part(part, reading: facets) else {
            throw .notFound
        }
        for (position, column) in columns.enumerated() where wanted.contains(position) {
            row[position] = column.value(values)
        }
    }

    /// Hands the changes to the table's writer.
    public func write(
        _ changes: [PropertyChange], to part: PartID, by principal: Principal
    ) async throws(ProviderError) {
        guard let writer else { throw .unsupportedAction }
        try await writer(source, part, changes, principal)
    }

    /// Calls the method of this name.
    public func invoke(
        _ method: String, on part: PartID, with inputs: [String: Value], by principal: Principal
    ) async throws(ProviderError) -> MethodResult {
        guard let method = methods.first(where: { $0.schema.name == method }) else { throw .unsupportedAction }
        return try await method.body(source, part, inputs, principal)
    }
}

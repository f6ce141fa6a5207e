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
/// This is the usual way to declare a class: one function that makes a table, in a file of its own. The source's type is
/// gone from the table's own, and its initializer is inlinable: so the loops over columns are compiled for the source
/// where it is declared, and reading a part looks up no type at run time.
public struct Table: ResourceClass {
    /// The declaration, derived from the columns.
    public let schema: ResourceSchema

    @usableFromInline let seeing: ((PartID, Principal) -> Bool)?
    @usableFromInline let counting: () -> UInt64
    @usableFromInline let listing: () async throws(ProviderError) -> [PartID]
    @usableFromInline let finding: ([SelectorValue?]) async throws(ProviderError) -> PartID?
    @usableFromInline let reading: (PartID, PropertySet, inout Row) async throws(ProviderError) -> Void
    @usableFromInline let writing: ([PropertyChange], PartID, Principal) async throws(ProviderError) -> Void
    @usableFromInline let making: ([PropertyChange], Principal) async throws(ProviderError) -> PartID
    @usableFromInline let removing: (PartID, Principal) async throws(ProviderError) -> Void
    @usableFromInline let calling:
        (String, PartID, [String: Value], Principal) async throws(ProviderError) -> MethodResult

    /// Declares a class over a source.
    ///
    /// - Parameters:
    ///   - superclass: the CIM class that it extends; what that one extends is known (`StandardClass`).
    ///   - summary: the properties worth a column in a narrow table.
    ///   - writer: changes writable columns of a part, all or none.
    ///   - creator: makes a part of the columns declared for it.
    ///   - remover: removes a part.
    ///   - isVisible: whether an account may know of a part, where not all may; no I/O.
    ///   - isIncluded: which of the source's parts are of this class, where it has others too; no I/O.
    @inlinable
    public init<Source: PartSource>(
        _ className: String, of source: Source, extends superclass: String? = nil, displayName: String,
        summary: [String] = [], columns declared: [Column<Source.Part>], methods: [Method<Source>] = [],
        write writer: (
            (Source, PartID, [PropertyChange], Principal) async throws(ProviderError) -> Void
        )? = nil,
        create creator: (
            (Source, [PropertyChange], Principal) async throws(ProviderError) -> PartID
        )? = nil,
        delete remover: ((Source, PartID, Principal) async throws(ProviderError) -> Void)? = nil,
        where isIncluded: ((PartID) -> Bool)? = nil,
        visible isVisible: ((PartID, Principal) -> Bool)? = nil, _ documentation: String
    ) {
        let schema = ResourceSchema(
            className, extends: superclass.map(StandardClass.lineage) ?? [], displayName: displayName, summary: summary,
            properties: declared.map(\.property), methods: methods.map(\.schema), documentation)
        var byName: [String: Column<Source.Part>] = [:]
        for column in declared { byName[column.property.name] = column }
        let columns = schema.properties.compactMap { byName[$0.name] }
        // Taken apart: a loop over columns would copy each with all it holds.
        let facetsOf = columns.map(\.facets)
        let valueOf = columns.map(\.value)
        let selection = Selection()
        let listing: () async throws(ProviderError) -> [PartID] = { () throws(ProviderError) in
            let all = try await source.identifiers()
            guard let isIncluded else { return all }
            if selection.generation != source.generation {
                selection.parts = all.filter(isIncluded)
                selection.generation = source.generation
            }
            return selection.parts
        }
        self.schema = schema
        self.listing = listing
        seeing = isVisible
        counting = { source.generation }
        finding = { keys throws(ProviderError) in
            var identifier: PartID?
            var rest: [(column: Column<Source.Part>, text: String)] = []
            var index = 0
            for key in keys {
                defer { index += 1 }
                guard let key else { continue }
                guard case .text(let text) = key else { return nil }
                let column = columns[schema.keys[index]]
                if column.isIdentifying {
                    identifier = PartID(text)
                } else if let fixed = column.fixedText {
                    guard fixed == text else { return nil }
                } else {
                    rest.append((column, text))
                }
            }
            if identifier == nil {
                let all = try await listing()
                guard all.count <= 1 else {
                    throw .insufficientSelectors(columns.filter(\.isIdentifying).map(\.property.name))
                }
                identifier = all.first
            }
            guard let found = identifier, isIncluded?(found) ?? true else { return nil }
            guard let part = try await source.part(found, reading: []) else { return nil }
            return rest.allSatisfy { $0.column.agrees($0.text, with: part) } ? found : nil
        }
        reading = { part, wanted, row throws(ProviderError) in
            var facets: Facets = []
            for position in facetsOf.indices where wanted.contains(position) {
                facets.formUnion(facetsOf[position])
            }
            guard isIncluded?(part) ?? true, let values = try await source.part(part, reading: facets) else {
                throw .notFound
            }
            for position in valueOf.indices where wanted.contains(position) {
                row[position] = valueOf[position](values)
            }
        }
        writing = { changes, part, principal throws(ProviderError) in
            guard let writer else { throw .unsupportedAction }
            guard isIncluded?(part) ?? true, try await source.part(part, reading: []) != nil else { throw .notFound }
            try await writer(source, part, changes, principal)
        }
        making = { values, principal throws(ProviderError) in
            guard let creator else { throw .unsupportedAction }
            return try await creator(source, values, principal)
        }
        removing = { part, principal throws(ProviderError) in
            guard let remover else { throw .unsupportedAction }
            guard isIncluded?(part) ?? true, try await source.part(part, reading: []) != nil else { throw .notFound }
            try await remover(source, part, principal)
        }
        calling = { name, part, inputs, principal throws(ProviderError) in
            guard let method = methods.first(where: { $0.schema.name == name }) else { throw .unsupportedAction }
            guard isIncluded?(part) ?? true, try await source.part(part, reading: []) != nil else { throw .notFound }
            return try await method.body(source, part, inputs, principal)
        }
    }

    /// What a filter left of an inventory, for as long as the inventory stays.
    @usableFromInline
    final class Selection {
        @usableFromInline var generation: UInt64?
        @usableFromInline var parts: [PartID] = []

        @usableFromInline init() {}
    }

    /// Whether it was declared who may know of which part.
    public var hasOwners: Bool { seeing != nil }

    /// As it was declared.
    public func isVisible(_ part: PartID, to principal: Principal) -> Bool { seeing?(part, principal) ?? true }

    /// The source's.
    public var generation: UInt64 { counting() }

    /// The source's parts that are of this class.
    ///
    /// The same array is given out until the inventory changes, so ten thousand enumerations share one.
    public func parts() async throws(ProviderError) -> [PartID] { try await listing() }

    /// Finds a part by its identifying key; other keys, where given, must agree.
    ///
    /// Without the identifying key the only part there is will do: consoles ask single instances without selectors
    /// (`spec/real-consoles.md` section 7).
    public func find(_ keys: [SelectorValue?]) async throws(ProviderError) -> PartID? { try await finding(keys) }

    /// Reads what the wanted columns need, once, and fills their slots.
    public func read(
        _ part: PartID, only wanted: PropertySet, into row: inout Row
    ) async throws(ProviderError) {
        try await reading(part, wanted, &row)
    }

    /// Hands the changes to the table's writer; the part is there.
    public func write(
        _ changes: [PropertyChange], to part: PartID, by principal: Principal
    ) async throws(ProviderError) {
        try await writing(changes, part, principal)
    }

    /// Hands the values to the table's creator.
    public func create(_ values: [PropertyChange], by principal: Principal) async throws(ProviderError) -> PartID {
        try await making(values, principal)
    }

    /// Has the table's remover do it; the part is there.
    public func delete(_ part: PartID, by principal: Principal) async throws(ProviderError) {
        try await removing(part, principal)
    }

    /// Calls the method of this name; the part is there.
    public func invoke(
        _ method: String, on part: PartID, with inputs: [String: Value], by principal: Principal
    ) async throws(ProviderError) -> MethodResult {
        try await calling(method, part, inputs, principal)
    }
}

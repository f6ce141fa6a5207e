// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

/// What can be addressed by a ResourceURI: a class, or the catalog.
protocol Resource {
    /// The ResourceURI.
    var uri: String { get }
    /// The last part of the URI: what near matches are found among.
    var name: String { get }
    /// The class, where the resource is one.
    var resourceClass: (any ResourceClass)? { get }

    /// The parts that a principal may see.
    func parts(for principal: Principal) async throws(ProviderError) -> [PartID]
    /// Finds the part that selectors pick.
    func find(_ selectors: [Selector], for principal: Principal) async throws(ProviderError) -> PartID?
    /// The names of the selectors, for a person who sent another.
    var selectorNames: [String] { get }
    /// The type of a selector, by its name in any letter case; nil for a name that is none.
    func type(ofSelector name: String) -> ValueType?
    /// Writes one part as an element.
    func writeObject(
        _ part: PartID, for principal: Principal, _ version: AddressingVersion, scratch: inout Row,
        to writer: inout XMLWriter
    ) async throws(ProviderError)
    /// Writes the address of one part.
    func writeReference(
        _ part: PartID, _ version: AddressingVersion, scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError)
}

/// A class as a resource.
struct ClassResource: Resource {
    let uri: String
    let name: String
    let selectorNames: [String]
    let resourceClass: (any ResourceClass)?

    private let base: any ResourceClass
    private let encoder: InstanceEncoder
    private let keys: PropertySet

    init(_ resourceClass: any ResourceClass) {
        let schema = resourceClass.schema
        base = resourceClass
        self.resourceClass = resourceClass
        uri = schema.resourceURI.text
        name = schema.className
        selectorNames = schema.keyProperties.map(\.name)
        encoder = InstanceEncoder(schema)
        var keys = PropertySet.none
        for key in schema.keys { keys.insert(key) }
        self.keys = keys
    }

    func type(ofSelector name: String) -> ValueType? {
        let schema = base.schema
        guard let position = schema.position(of: name), schema.properties[position].isKey else { return nil }
        return schema.properties[position].type
    }

    func parts(for principal: Principal) async throws(ProviderError) -> [PartID] {
        try await base.parts()
    }

    func find(_ selectors: [Selector], for principal: Principal) async throws(ProviderError) -> PartID? {
        let schema = base.schema
        var values: [SelectorValue?] = Array(repeating: nil, count: schema.keys.count)
        for selector in selectors {
            guard let position = schema.position(of: selector.name),
                let index = schema.keys.firstIndex(of: position)
            else { continue }
            values[index] = selector.value
        }
        return try await base.find(values)
    }

    func writeObject(
        _ part: PartID, for principal: Principal, _ version: AddressingVersion, scratch: inout Row,
        to writer: inout XMLWriter
    ) async throws(ProviderError) {
        scratch.reset(count: base.schema.properties.count)
        try await base.read(part, only: .all, into: &scratch)
        encoder.write(scratch, version, to: &writer)
    }

    func writeReference(
        _ part: PartID, _ version: AddressingVersion, scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        scratch.reset(count: base.schema.properties.count)
        try await base.read(part, only: keys, into: &scratch)
        EndpointReferenceEncoder.write(reference(scratch), version, to: &writer)
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

/// The catalog as a resource: derived from the classes, filtered by what the caller may do.
struct CatalogResource: Resource {
    let uri = CatalogEntry.catalogURI
    let name = "Catalog"
    let selectorNames = [CatalogEntry.catalogSelector]
    let resourceClass: (any ResourceClass)? = nil

    private let schemas: [String: ResourceSchema]
    private let ids: [PartID]
    private let catalogued: Set<String>

    init(schemas: [ResourceSchema], catalogued: Set<String>) {
        var byURI: [String: ResourceSchema] = [:]
        for schema in schemas { byURI[schema.resourceURI.text] = schema }
        self.schemas = byURI
        self.catalogued = catalogued
        ids = schemas.map { PartID($0.resourceURI.text) } + [PartID(CatalogEntry.catalogURI)]
    }

    func type(ofSelector name: String) -> ValueType? {
        name.lowercased() == CatalogEntry.catalogSelector.lowercased() ? .string : nil
    }

    func parts(for principal: Principal) async throws(ProviderError) -> [PartID] { ids }

    /// Finds an entry; an unknown URI is a selector that is wrong, for the catalog itself exists (`spec/catalog.md` 8).
    func find(_ selectors: [Selector], for principal: Principal) async throws(ProviderError) -> PartID? {
        let wanted = CatalogEntry.catalogSelector.lowercased()
        guard let selector = selectors.first(where: { $0.name.lowercased() == wanted }) else {
            throw .insufficientSelectors([CatalogEntry.catalogSelector])
        }
        guard case .text(let uri) = selector.value else { return nil }
        return ids.first { $0.text == uri }
    }

    func writeObject(
        _ part: PartID, for principal: Principal, _ version: AddressingVersion, scratch: inout Row,
        to writer: inout XMLWriter
    ) async throws(ProviderError) {
        guard let schema = schemas[part.text] else {
            CatalogEncoder.write(.catalog, to: &writer)
            return
        }
        CatalogEncoder.write(
            CatalogEntry(of: schema, for: principal.role, catalogued: catalogued), to: &writer)
    }

    func writeReference(
        _ part: PartID, _ version: AddressingVersion, scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        let selector = Selector(CatalogEntry.catalogSelector, part.text)
        EndpointReferenceEncoder.write(Reference(ResourceURI(uri), [selector]), version, to: &writer)
    }
}

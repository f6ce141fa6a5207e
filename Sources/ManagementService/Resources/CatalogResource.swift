// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

/// The catalog as a resource: derived from the classes, filtered by what the caller may do.
struct CatalogResource: Resource {
    let uri = CatalogEntry.catalogURI
    let name = "Catalog"
    let selectorNames = [CatalogEntry.catalogSelector]
    let classes: [any ResourceClass] = []

    private let described: [String: (schema: ResourceSchema, keySets: [[PropertySchema]])]
    /// The entries that are derived from no class.
    private let entries: [String: CatalogEntry]
    private let ids: [PartID]
    private let catalogued: Set<String>

    init(_ resources: [any Resource]) {
        var described: [String: (schema: ResourceSchema, keySets: [[PropertySchema]])] = [:]
        for case let resource as any SchemaResource in resources {
            described[resource.uri] = (resource.schema, resource.keySets)
        }
        self.described = described
        catalogued = Set(resources.map(\.name))
        entries = Dictionary(
            uniqueKeysWithValues: ([CatalogEntry.catalog] + CatalogEntry.descriptions).map { ($0.resourceURI, $0) })
        ids = (resources.map(\.uri) + [CatalogEntry.catalogURI] + CatalogEntry.descriptions.map(\.resourceURI)).map {
            PartID($0)
        }
    }

    var absence: String? { "The catalog has no entry for this ResourceURI" }

    func type(ofSelector name: String) -> ValueType? {
        name.lowercased() == CatalogEntry.catalogSelector.lowercased() ? .string : nil
    }

    func parts(
        _ polymorphism: PolymorphismMode, for principal: Principal
    ) async throws(ProviderError) -> [PartID] { ids }

    func owner(of part: PartID) -> (resourceClass: any ResourceClass, part: PartID)? { nil }

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
        _ part: PartID, _ polymorphism: PolymorphismMode, for principal: Principal, _ version: AddressingVersion,
        scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        if let entry = entries[part.text] {
            CatalogEncoder.write(entry, to: &writer)
        } else if let (schema, keySets) = described[part.text] {
            CatalogEncoder.write(
                CatalogEntry(of: schema, keySets: keySets, for: principal.role, catalogued: catalogued), to: &writer)
        } else {
            throw .notFound
        }
    }

    func writeReference(
        _ part: PartID, _ version: AddressingVersion, scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        let selector = Selector(CatalogEntry.catalogSelector, part.text)
        EndpointReferenceEncoder.write(Reference(ResourceURI(uri), [selector]), version, to: &writer)
    }
}

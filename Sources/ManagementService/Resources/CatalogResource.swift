// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan
import XML

/// The catalog as a resource: derived from the classes, filtered by what the caller may do.
///
/// A class that the caller may not get has no entry: no other action takes less.
struct CatalogResource: Resource {
    let uri = CatalogEntry.catalogURI
    let name = "Catalog"
    let selectorNames = [CatalogEntry.catalogSelector]
    let classes: [GuardedClass] = []
    let access = ClassAccess.metadata

    private let described: [String: any SchemaResource]
    /// The entries that are derived from no class.
    private let entries: [String: CatalogEntry]
    /// The entries that each role sees, by its rank.
    private let ids: [[PartID]]
    private let catalogued: Set<String>
    /// What every event comes from.
    private let logs: [any SchemaResource]

    init(_ resources: [any SchemaResource]) {
        described = Dictionary(resources.map { ($0.uri, $0) }, uniquingKeysWith: { first, _ in first })
        catalogued = Set(resources.map(\.name))
        logs = resources.filter(\.isLogOfEvents)
        entries = Dictionary(
            uniqueKeysWithValues: ([CatalogEntry.catalog] + CatalogEntry.descriptions).map { ($0.resourceURI, $0) })
        ids = Role.allCases.sorted().map { role in
            let shown = resources.filter { $0.access.get.admits(role) }.map(\.uri)
            return (shown + [CatalogEntry.catalogURI] + CatalogEntry.descriptions.map(\.resourceURI)).map { PartID($0) }
        }
    }

    var absence: String? { "The catalog has no entry for this ResourceURI" }

    func type(ofSelector name: String) -> ValueType? {
        name.lowercased() == CatalogEntry.catalogSelector.lowercased() ? .string : nil
    }

    func parts(
        _ polymorphism: PolymorphismMode, for principal: Principal
    ) async throws(ProviderError) -> [PartID] { ids[principal.role.rank] }

    /// Finds an entry that the caller sees; an unknown URI is a selector that is wrong, for the catalog itself exists (`spec/catalog.md` 8).
    func find(_ selectors: [Selector], for principal: Principal) async throws(ProviderError) -> PartID? {
        let wanted = CatalogEntry.catalogSelector.lowercased()
        guard let selector = selectors.first(where: { $0.name.lowercased() == wanted }) else {
            throw .insufficientSelectors([CatalogEntry.catalogSelector])
        }
        guard case .text(let uri) = selector.value else { return nil }
        return ids[principal.role.rank].first { $0.text == uri }
    }

    func writeObject(
        _ part: PartID, _ polymorphism: PolymorphismMode, for principal: Principal, _ version: AddressingVersion,
        scratch: inout Row, to writer: inout XMLWriter
    ) async throws(ProviderError) {
        if let entry = entries[part.text] {
            CatalogEncoder.write(entry, to: &writer)
        } else if let resource = described[part.text], resource.access.get.admits(principal.role) {
            let entry = CatalogEntry(
                of: resource.callable, resource.access, for: principal.role,
                keySets: resource.keySets(for: principal.role), isChronological: resource.isChronological,
                eventing: eventing(of: resource, for: principal.role), catalogued: catalogued)
            CatalogEncoder.write(entry, to: &writer)
        } else {
            throw .notFound
        }
    }

    /// What a resource has to do with events, as far as somebody of a role may know of it.
    private func eventing(of resource: any SchemaResource, for role: Role) -> CatalogEventing {
        let shapes = resource.eventShapes(for: role)
        let own = shapes.first { $0.schema.className == resource.name }
        var eventing = CatalogEventing(isEvent: own != nil, hasInstances: resource.hasInstances)
        if !shapes.isEmpty { eventing.subscription = resource.isFilterOfEvents ? .instance : .whole }
        if own?.schema.isIndication == true {
            eventing.sources = logs.filter { $0.access.get.admits(role) }.map(\.uri)
        }
        return eventing
    }

    func writeReference(
        _ part: PartID, for principal: Principal, _ version: AddressingVersion, scratch: inout Row,
        to writer: inout XMLWriter
    ) async throws(ProviderError) {
        let selector = Selector(CatalogEntry.catalogSelector, part.text)
        EndpointReferenceEncoder.write(Reference(ResourceURI(uri), [selector]), version, to: &writer)
    }
}

extension SchemaResource {
    private var ownClass: (any ResourceClass)? { classes.first { $0.schema.className == name }?.resourceClass }

    /// Whether one subscribes to its instances, each of which lets some events pass.
    fileprivate var isFilterOfEvents: Bool { ownClass is any EventFilterClass }

    /// Whether every event comes from it.
    fileprivate var isLogOfEvents: Bool { !isFilterOfEvents && ownClass is any EventSourceClass }
}

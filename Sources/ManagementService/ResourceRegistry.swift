// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan

/// Everything that can be addressed, by its URI.
struct ResourceRegistry {
    /// The resources in the order of their URIs, the catalog last.
    let resources: [any Resource]

    private let byClass: [String: any Resource]
    private let byURI: [String: any Resource]

    /// The catalog of nothing.
    init() {
        self.init(classes: [])
    }

    init(classes: [any ResourceClass]) {
        let sorted = classes.sorted { $0.schema.className < $1.schema.className }
        let catalogued = Set(sorted.map(\.schema.className))
        var resources: [any Resource] = sorted.map { ClassResource($0) }
        let catalog = CatalogResource(schemas: sorted.map(\.schema), catalogued: catalogued)
        resources.append(catalog)
        self.resources = resources
        var byClass: [String: any Resource] = [:]
        var byURI: [String: any Resource] = [:]
        for resource in resources {
            byURI[resource.uri] = resource
            if let name = ResourceURI(resource.uri).className {
                byClass[String(name)] = resource
                byClass[name.lowercased()] = resource
            }
        }
        byURI[CatalogEntry.formerCatalogURI] = catalog
        self.byClass = byClass
        self.byURI = byURI
    }

    /// The resource of a URI: by its text, else by the class it ends in, whatever the host.
    ///
    /// - Throws: DestinationUnreachable, with the names that may have been meant (R5.4.2.1-5, R5.4.2.1-8).
    func resource(_ uri: ResourceURI?) throws(Fault) -> any Resource {
        guard let uri, !uri.text.isEmpty else {
            throw Fault(
                .destinationUnreachable, .invalidResourceURI,
                "The header wsman:ResourceURI is missing; the catalog (\(CatalogEntry.catalogURI)) lists the resources."
            )
        }
        if let resource = byURI[uri.text] { return resource }
        if let name = uri.className {
            if let resource = byClass[String(name)] ?? byClass[name.lowercased()] { return resource }
            let near = NearMatches.of(String(name), among: resources.map(\.name))
            throw Fault(
                .destinationUnreachable, .invalidResourceURI,
                "There is no class \(name.prefix(200))\(near.isEmpty ? ";" : near) the catalog (\(CatalogEntry.catalogURI)) lists those there are."
            )
        }
        throw Fault(
            .destinationUnreachable, .invalidResourceURI,
            "There is no resource \(uri.text.prefix(200)); the catalog (\(CatalogEntry.catalogURI)) lists those there are."
        )
    }
}

// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

extension WSManClient {
    /// Reads the whole catalog.
    public func catalog() async throws(WSManClientError) -> [CatalogResource] {
        let keepsXML = options.keepsXML
        var entries: [CatalogResource] = []
        try await enumerateAll(
            Self.catalogTarget, EnumerationQuery(), nil,
            item: { (element) throws(WSManClientError) in try CatalogResource(element, keepsXML: keepsXML) },
            { batch in
                entries += batch
                return true
            })
        return entries
    }

    /// Reads the entry of one resource.
    public func catalogEntry(for resourceURI: String) async throws(WSManClientError) -> CatalogResource {
        var target = Self.catalogTarget
        target.selectors = [Selector(CatalogEntry.catalogSelector, resourceURI)]
        return try await ask(Action.get, of: target) {
            [keepsXML = options.keepsXML] answer throws(WSManClientError) in
            try CatalogResource(try answer.content(CatalogResource.elementName), keepsXML: keepsXML)
        }
    }

    private static var catalogTarget: Reference { Reference(ResourceURI(CatalogEntry.catalogURI), []) }
}

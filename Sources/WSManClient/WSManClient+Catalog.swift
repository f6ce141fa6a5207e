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
            Self.catalogTarget, mode: .object,
            item: { (element) throws(WSManClientError) in try CatalogResource(element, keepsXML: keepsXML) },
            { batch in
                entries += batch
                return true
            })
        return entries
    }

    /// Reads the entry of one resource.
    public func catalogEntry(for resourceURI: String) async throws(WSManClientError) -> CatalogResource {
        let messageID = nextMessageID()
        var target = Self.catalogTarget
        target.selectors = [Selector(CatalogEntry.catalogSelector, resourceURI)]
        let message = writer.request(Action.get, target, messageID: messageID)
        return try await exchange(message, as: messageID, expecting: CatalogResource.elementName) {
            [keepsXML = options.keepsXML] (element: XMLElement) throws(WSManClientError) in
            try CatalogResource(element, keepsXML: keepsXML)
        }
    }

    private static var catalogTarget: Reference { Reference(ResourceURI(CatalogEntry.catalogURI), []) }
}

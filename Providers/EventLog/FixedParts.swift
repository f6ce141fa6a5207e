// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// Parts that are declared here and always there.
struct FixedParts<Part>: PartSource {
    let all: [(id: PartID, part: Part)]
    let generation: UInt64 = 0

    /// - Parameter name: what tells the parts apart.
    init(_ parts: [Part], named name: (Part) -> String) {
        all = parts.map { (PartID(name($0)), $0) }
    }

    func identifiers() async throws(ProviderError) -> [PartID] { all.map(\.id) }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Part? { self[id] }

    subscript(id: PartID) -> Part? { all.first { $0.id == id }?.part }
}

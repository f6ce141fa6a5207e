// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// The subscriptions there are, each named by its identifier.
final class SubscriptionRecords: PartSource {
    let list: any SubscriptionList

    init(_ list: any SubscriptionList) {
        self.list = list
    }

    var generation: UInt64 { list.generation }

    func identifiers() async throws(ProviderError) -> [PartID] { list.identifiers.map { PartID($0) } }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> SubscriptionRecord? {
        list.record(id.text)
    }

    /// Whether an account may know of a subscription: its owner and administrators may (R10.10-x).
    func isVisible(_ id: PartID, to principal: Principal) -> Bool {
        principal.role == .admin || list.record(id.text)?.owner == principal.name
    }
}

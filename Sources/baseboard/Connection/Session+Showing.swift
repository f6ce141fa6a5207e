// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

extension Session {
    /// The types that the output needs: JSON's values have some, all else is text.
    func types(of instances: some Sequence<Instance>) async throws(WSManClientError) -> InstanceTypes {
        guard output.format == .json else { return .unknown }
        return try await InstanceTypes(of: instances, from: client)
    }

    /// Shows one instance: every property, a line each.
    func show(_ instance: Instance) async throws(WSManClientError) {
        output.show(instance, types: try await types(of: [instance]))
    }

    /// All instances of a class.
    func instances(_ target: Reference) async throws(WSManClientError) -> [Instance] {
        var instances: [Instance] = []
        try await client.enumerateAll(target) { items in
            instances += items.compactMap(\.instance)
            return true
        }
        return instances
    }

    /// Lists the instances of a class as they come.
    ///
    /// - Parameter limit: how many the listing may hold at most, those that are in it already counted.
    /// - Parameter isWanted: which of them to list.
    func list(
        _ target: Reference, _ query: EnumerationQuery = EnumerationQuery(), limit: Int = .max,
        into listing: inout Listing,
        where isWanted: (EnumerationItem) -> Bool = { _ in true }
    ) async throws(WSManClientError) {
        try await client.enumerateAll(target, query) { items async throws(WSManClientError) in
            let wanted = items.filter(isWanted).prefix(limit - listing.count)
            let types = try await types(of: wanted.lazy.compactMap(\.instance))
            listing.add(Array(wanted), types: types)
            return listing.count < limit
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import WSManClient

/// What a service has in its log, as far as it is wanted.
struct LoggedEvents {
    let source: Reference
    let filter: EnumerationFilter?
    /// How many are wanted at most.
    let limit: Int
    let isWanted: (Instance) -> Bool

    /// Those that happened last, the newest first.
    ///
    /// A service that lists from the new end is left when there are enough; another's log is gone through.
    func newestFirst(_ client: WSManClient) async throws(WSManClientError) -> [EnumerationItem] {
        var settings = client.options.request
        settings.options.append(
            RequestOption(EnumerationOrder.optionName, EnumerationOrder.newestFirst.rawValue, mustComply: true))
        do throws(WSManClientError) {
            return try await first(client, settings)
        } catch .fault(let fault) where fault.subcode == "InvalidOptions" {
            return try await last(client).reversed()
        }
    }

    /// Those that happened first, the oldest first.
    func oldestFirst(_ client: WSManClient) async throws(WSManClientError) -> [EnumerationItem] {
        try await first(client, client.options.request)
    }

    private func first(
        _ client: WSManClient, _ settings: RequestSettings
    ) async throws(WSManClientError) -> [EnumerationItem] {
        var found: [EnumerationItem] = []
        try await client.enumerateAll(source, EnumerationQuery(filter: filter), settings: settings) { items in
            found += items.filter(isWanted)
            return found.count < limit
        }
        return Array(found.prefix(limit))
    }

    private func last(_ client: WSManClient) async throws(WSManClientError) -> [EnumerationItem] {
        var found: [EnumerationItem] = []
        try await client.enumerateAll(source, EnumerationQuery(filter: filter)) { items in
            found += items.filter(isWanted)
            // Of what is too much, the oldest goes.
            if found.count > 2 * limit { found.removeFirst(found.count - limit) }
            return true
        }
        return found.suffix(limit)
    }

    private func isWanted(_ item: EnumerationItem) -> Bool { item.instance.map(isWanted) ?? false }
}

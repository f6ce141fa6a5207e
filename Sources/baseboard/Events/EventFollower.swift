// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import WSManClient

/// Shows events as they come, by a subscription in Pull mode that is ended when the program is.
///
/// To be used on the main actor, where the interruption is.
struct EventFollower {
    let source: Reference
    let query: SubscriptionQuery
    let interruption: Interruption
    /// How long to wait before a lost service is asked again, in seconds.
    var pause: Double = 5

    /// Follows until the program is told to end.
    ///
    /// A service that was away is subscribed to again behind the last event that came.
    func follow(
        _ client: WSManClient, show: ([DeliveredEvent]) -> Void
    ) async throws(WSManClientError) {
        var bookmark = query.bookmark
        // Without one, a service that goes away before the first event would be followed anew from its return on.
        if bookmark == nil { bookmark = await client.endOfLog() }
        var isFirst = true
        while await !interruption.isOver {
            do throws(WSManClientError) {
                try await follow(client, &bookmark, &isFirst, show: show)
            } catch .unreachable where !isFirst {
                await interruption.wait(seconds: pause)
            } catch .disconnected where !isFirst {
                await interruption.wait(seconds: pause)
            } catch .timedOut where !isFirst {
                await interruption.wait(seconds: pause)
            } catch .fault(let fault) where !isFirst && fault.subcode == "InvalidEnumerationContext" {
                // It has ended there; what it missed is behind the bookmark.
            }
        }
    }

    private func follow(
        _ client: WSManClient, _ bookmark: inout Bookmark?, _ isFirst: inout Bool,
        show: ([DeliveredEvent]) -> Void
    ) async throws(WSManClientError) {
        var query = query
        query.bookmark = bookmark
        let subscription = try await client.subscribe(to: source, query)
        isFirst = false
        guard var context = subscription.context else { return }
        // A Pull that waits ends when the subscription does.
        let shared = Confined(client: client)
        let farewell = Task { @MainActor [interruption] in
            await interruption.wait()
            guard !Task.isCancelled else { return }
            try? await shared.client.unsubscribe(subscription.manager)
        }
        defer { farewell.cancel() }
        do throws(WSManClientError) {
            while await !interruption.isOver {
                let batch = try await client.pullEvents(context, of: subscription.manager)
                context = batch.context
                show(batch.events)
                if let newer = batch.bookmark { bookmark = newer }
            }
        } catch {
            guard await interruption.isOver else { throw error }
        }
        if await interruption.isOver { await farewell.value }
    }

    /// `@unchecked Sendable`: the client stays on the main actor, where the Pull waits that it is used beside.
    private struct Confined: @unchecked Sendable {
        let client: WSManClient
    }
}

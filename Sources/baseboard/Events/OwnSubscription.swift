// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import WSManClient

/// A subscription that a sink makes for itself, keeps alive, and ends with itself.
struct OwnSubscription {
    let host: String
    let source: Reference
    let query: SubscriptionQuery
    let sink: EventSinkEndpoint
    let interruption: Interruption
    /// How long to wait before a service that is away is asked again, in seconds.
    var pause: Double = 10

    /// Subscribes, and renews until the program is told to end.
    func keep(_ options: ConnectionOptions, _ output: Output, complain: (String) -> Void) async throws {
        try await Session.run(options, output) { session throws(WSManClientError) in
            try await keep(session.client, complain: complain)
        }
    }

    /// The same with a client at hand.
    ///
    /// What a run before this one has left is ended first: its sink may have had another port. Events that came meanwhile
    /// are behind the bookmark, so that none is lost.
    func keep(_ client: WSManClient, complain: (String) -> Void) async throws(WSManClientError) {
        if let left = await sink.onLoop({ [host] in $0.memory.subscription(at: host) }) {
            try? await client.unsubscribe(left)
        }
        var isFirst = true
        while await !interruption.isOver {
            do throws(WSManClientError) {
                try await subscribe(client, &isFirst)
            } catch .unreachable(let cause) where !isFirst {
                complain("\(host) is away (\(cause)); it is asked again.")
                await interruption.wait(seconds: pause)
            } catch .disconnected where !isFirst {
                await interruption.wait(seconds: pause)
            } catch .timedOut where !isFirst {
                await interruption.wait(seconds: pause)
            } catch .fault(let fault) where !isFirst {
                // It is gone there, as after a reinstallation: a new one begins behind the bookmark.
                complain("\(host) has ended the subscription (\(fault.subcode ?? fault.code)); it is made again.")
                await interruption.wait(seconds: 1)
            }
        }
    }

    private func subscribe(_ client: WSManClient, _ isFirst: inout Bool) async throws(WSManClientError) {
        var query = query
        if let bookmark = await sink.onLoop({ [host] in $0.memory.bookmark(of: host) }) {
            query.bookmark = bookmark
        } else if query.bookmark == nil, let end = await client.endOfLog() {
            // Without an event there is no bookmark to come back to.
            query.bookmark = end
            _ = await sink.onLoop { [host] in try? $0.begin(at: end, of: host) }
        }
        let subscription = try await client.subscribe(to: source, query)
        isFirst = false
        await remember(subscription.manager)
        var expires = subscription.expires
        while true {
            await wait(expires)
            if await interruption.isOver { break }
            expires = try await client.renew(subscription.manager, until: query.expires)
        }
        try await client.unsubscribe(subscription.manager)
        await remember(nil)
    }

    /// What cannot be remembered costs a subscription that expires by itself; nobody is stopped for that.
    private func remember(_ subscription: SubscriptionAddress?) async {
        _ = await sink.onLoop { [host] intake in
            do throws(Failure) {
                try intake.remember(subscription, at: host)
                return true
            } catch {
                return false
            }
        }
    }

    /// Waits for two thirds of the lifetime.
    private func wait(_ expires: Expiration?) async {
        guard let left = expires?.nanoseconds(after: .now) else { return await interruption.wait() }
        await interruption.wait(seconds: max(1, Double(left) / 1_000_000_000 * 2 / 3))
    }
}

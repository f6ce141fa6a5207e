// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A delivery of events as a sink got it.
struct SinkDelivery {
    let received: EventSinkProcess.Received
    let reply: Reply

    init(_ received: EventSinkProcess.Received) throws {
        self.received = received
        reply = try received.reply()
    }

    /// The delivery's own name.
    var messageID: String { reply.header("MessageID") ?? "" }

    /// The names of the events in it, in order.
    var events: [String] { reply.events.compactMap { $0["EventID"] } }
}

extension EventSinkProcess {
    /// What has come so far, in order.
    func deliveries() throws -> [SinkDelivery] { try received().map(SinkDelivery.init) }

    /// The names of all events that have come so far, in order and as often as they have come.
    func events() throws -> [String] { try deliveries().flatMap(\.events) }

    /// Waits until an event has come, a minute at most; the result is all that have come by then.
    @discardableResult
    func wait(forEvent event: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
        for _ in 0..<1200 {
            let events = try events()
            if events.contains(event) { return events }
            usleep(50000)
        }
        let events = try events()
        Issue.record("\(event) never came, but \(events)", sourceLocation: sourceLocation)
        return events
    }
}

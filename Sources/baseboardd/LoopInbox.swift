// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import Synchronization

/// Brings what a monitor's thread hears to the loop: a crowd of events in one turn, and never more than so many.
final class LoopInbox<Event: Sendable>: Sendable {
    private struct State {
        var events: [Event] = []
        var isLost = false
        var isScheduled = false
    }

    private let loop: ServiceLoop
    private let limit: Int
    private let state = Mutex(State())
    private let deliver: @Sendable ([Event], _ isLost: Bool) -> Void

    /// - Parameters:
    ///   - limit: how many events wait for the loop at most; with more, they count as lost.
    ///   - deliver: called on the loop.
    init(loop: ServiceLoop, limit: Int, deliver: @escaping @Sendable ([Event], _ isLost: Bool) -> Void) {
        self.loop = loop
        self.limit = limit
        self.deliver = deliver
    }

    /// Takes an event; called on any thread.
    func add(_ event: Event) {
        change { state in
            guard state.events.count < limit else {
                // Everything will be looked at; what waits would only cost memory.
                state.events = []
                state.isLost = true
                return
            }
            state.events.append(event)
        }
    }

    /// Takes that events were lost; called on any thread.
    func lose() { change { $0.isLost = true } }

    private func change(_ body: (inout State) -> Void) {
        let mustSchedule = state.withLock { state in
            body(&state)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        guard mustSchedule else { return }
        loop.execute {
            let taken = self.state.withLock { state in
                defer { state = State() }
                return state
            }
            self.deliver(taken.events, taken.isLost)
        }
    }
}

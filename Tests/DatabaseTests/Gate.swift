// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Holds a job on the database's thread until the test opens it.
final class Gate: Sendable {
    private let opened = DispatchSemaphore(value: 0)
    private let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)

    /// Called by the job: reports its arrival and waits.
    func enter() {
        arrival.yield()
        opened.wait()
    }

    /// Returns when a job has entered.
    func entered() async {
        for await _ in arrivals { return }
    }

    func open() {
        opened.signal()
    }
}

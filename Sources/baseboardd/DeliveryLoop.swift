// SPDX-License-Identifier: Apache-2.0

import Eventing
import HTTPTransport
import ResourceModel

/// The subscriptions' time and turns are the loop's; what they have begun is waited for at the stop.
struct DeliveryLoop: EventingLoop {
    private let loop: ServiceLoop
    private let work: RunningWork

    init(loop: ServiceLoop) {
        self.loop = loop
        work = RunningWork(on: loop.executor)
    }

    var executor: (any TaskExecutor)? { loop.executor }

    func now() -> UInt64 { loop.now() }

    func wallClock() -> Timestamp { LogClock.now() }

    func schedule(after nanoseconds: UInt64, _ work: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        let timer = loop.schedule(after: nanoseconds, work)
        return { timer.cancel() }
    }

    func enqueue(_ work: @escaping @Sendable () -> Void) { loop.execute(work) }

    func run(_ work: @escaping @Sendable () async -> Void) { self.work.run(work) }

    /// Begins nothing more, and returns when nothing runs.
    func end() async { await work.end() }
}

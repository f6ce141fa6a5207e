// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import ManagementService
import ResourceModel

/// The service's time is its loop's.
struct LoopClock: ServiceClock {
    let loop: ServiceLoop

    func now() -> UInt64 { loop.now() }

    func wallClock() -> Timestamp { LogClock.now() }

    func schedule(after nanoseconds: UInt64, _ work: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        let timer = loop.schedule(after: nanoseconds, work)
        return { timer.cancel() }
    }

    func enqueue(_ work: @escaping @Sendable () -> Void) { loop.execute(work) }
}

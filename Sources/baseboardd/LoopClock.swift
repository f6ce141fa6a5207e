// SPDX-License-Identifier: Apache-2.0

import Glibc
import HTTPTransport
import ManagementService
import ResourceModel

/// The service's time is its loop's.
struct LoopClock: ServiceClock {
    let loop: ServiceLoop

    func now() -> UInt64 { loop.now() }

    func wallClock() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec / 1000))
    }

    func schedule(after nanoseconds: UInt64, _ work: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        let timer = loop.schedule(after: nanoseconds, work)
        return { timer.cancel() }
    }

    func enqueue(_ work: @escaping @Sendable () -> Void) { loop.execute(work) }
}

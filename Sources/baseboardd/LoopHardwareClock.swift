// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import HardwareAccess

/// The hardware's time is the loop's.
struct LoopHardwareClock: HardwareClock {
    let loop: ServiceLoop

    var executor: (any TaskExecutor)? { loop.executor }

    func now() -> Timestamp { Timestamp.now() }

    func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> any HardwareTimer {
        Pending(timer: loop.schedule(after: delay.nanoseconds, action))
    }

    private struct Pending: HardwareTimer {
        let timer: LoopTimer

        func cancel() { timer.cancel() }
    }
}

// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import HTTPTransport

/// Gives the memory that a burst of requests needed back to the system, once nobody has been connected for a while.
final class MemoryTidying: Sendable {
    private let loop: ServiceLoop
    // Touched on the loop alone.
    private nonisolated(unsafe) var timer: LoopTimer?

    /// How long it has to be quiet, in nanoseconds: clients that connect again and again shall not pay for it.
    private static let patience: UInt64 = 2_000_000_000

    init(loop: ServiceLoop) {
        self.loop = loop
    }

    /// Tidies up after a while, unless it becomes quiet again before; called on the loop.
    func becameQuiet() {
        timer?.cancel()
        timer = loop.schedule(after: Self.patience) {
            self.timer = nil
            malloc_trim(0)
        }
    }
}

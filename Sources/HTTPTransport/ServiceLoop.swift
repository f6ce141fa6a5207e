// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// The one event loop of the process: its thread, executor, clock and timers.
///
/// Everything stateful runs here. Actors pin to it by returning `executor.asUnownedSerialExecutor()` from
/// `unownedExecutor`; code already on it enters them by `assumeIsolated`.
public final class ServiceLoop: Sendable {
    private let group: MultiThreadedEventLoopGroup
    let eventLoop: any EventLoop

    /// The executor that runs jobs on the loop's thread: of actors pinned to it, and of tasks that prefer it.
    public let executor: any SerialExecutor & TaskExecutor

    /// Starts the loop's thread, which sleeps until there is work.
    public init() {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        eventLoop = group.next()
        executor = LoopExecutor(eventLoop)
    }

    /// Monotonic nanoseconds.
    public func now() -> UInt64 { NIODeadline.now().uptimeNanoseconds }

    /// Whether the caller runs on the loop's thread.
    public var isCurrent: Bool { eventLoop.inEventLoop }

    /// Stops the process when the caller is not on the loop's thread: state would be torn.
    public func preconditionCurrent() { eventLoop.preconditionInEventLoop() }

    /// Runs work on the loop's thread, after what already waits there.
    public func execute(_ work: @escaping @Sendable () -> Void) { eventLoop.execute(work) }

    /// Runs work on the loop's thread once, `nanoseconds` from now, unless the timer is cancelled first.
    public func schedule(after nanoseconds: UInt64, _ work: @escaping @Sendable () -> Void) -> LoopTimer {
        let delay = Int64(exactly: nanoseconds) ?? Int64.max / 2
        return LoopTimer(eventLoop.scheduleTask(in: .nanoseconds(delay), work))
    }

    /// Runs work that waits on the loop's thread, and blocks until it has ended; not to be called on that thread.
    public func finish(_ work: @escaping @Sendable () async -> Void) {
        let done = eventLoop.makePromise(of: Void.self)
        let executor = executor
        eventLoop.execute {
            Task.immediate(executorPreference: executor) {
                await work()
                done.succeed()
            }
        }
        // The promise cannot fail.
        _ = try? done.futureResult.wait()
    }

    /// Ends the loop's thread; blocks until it has ended.
    ///
    /// To be called once, from another thread, when server and clients have stopped.
    public func shutdown() {
        do {
            try group.syncShutdownGracefully()
        } catch {
            // It fails only when it was shut down before, which leaves nothing to do.
        }
    }
}

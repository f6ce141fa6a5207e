// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Runs the jobs of actors and tasks on the loop's thread.
///
/// It is both kinds of executor: an actor pinned to the loop names it as its own, and whoever waits for a continuation
/// prefers it meanwhile. Without the preference Swift 6.3 resumes continuations through the default pool, which would
/// start threads that nothing else needs.
final class LoopExecutor: SerialExecutor, TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute {
            job.runSynchronously(isolatedTo: self.asUnownedSerialExecutor(), taskExecutor: self.asUnownedTaskExecutor())
        }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    func asUnownedTaskExecutor() -> UnownedTaskExecutor { UnownedTaskExecutor(ordinary: self) }

    func isIsolatingCurrentContext() -> Bool? { eventLoop.inEventLoop }

    func checkIsolated() { eventLoop.preconditionInEventLoop() }
}

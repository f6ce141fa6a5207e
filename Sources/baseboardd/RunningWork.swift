// SPDX-License-Identifier: Apache-2.0

/// Counts what runs on the loop and takes time, so that a stop can wait for its end: what comes back to a loop that is
/// gone would end the process.
///
/// Confined to the loop.
final class RunningWork: Sendable {
    private let executor: (any TaskExecutor)?
    private nonisolated(unsafe) var count = 0
    private nonisolated(unsafe) var isEnded = false
    private nonisolated(unsafe) var waiting: UnsafeContinuation<Void, Never>?

    /// Nothing runs yet.
    init(on executor: (any TaskExecutor)?) {
        self.executor = executor
    }

    /// Runs work until it has to wait for something, and then whenever it need not; nothing once the end has begun.
    func run(_ body: @escaping @Sendable () async -> Void) {
        guard !isEnded else { return }
        count += 1
        Task.immediate(executorPreference: executor) { [self] in
            await body()
            count -= 1
            if count == 0 { waiting?.resume() }
        }
    }

    /// Begins nothing more, and returns when nothing runs; the deadlines of what it reads bound the wait.
    func end() async {
        isEnded = true
        await withUnsafeContinuation { continuation in
            // Decided here and not before: between the two the last of it may end, with nobody yet to be told.
            if count == 0 { continuation.resume() } else { waiting = continuation }
        }
    }
}

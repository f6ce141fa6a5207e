// SPDX-License-Identifier: Apache-2.0

/// Something that is slow to read and shared by all who ask within its maximum age.
///
/// Whoever asks while it is being read waits for that read. Confined to the service's executor.
public final class SharedReading<Value> {
    private let maximumAge: UInt64
    private let executor: (any TaskExecutor)?
    private let now: () -> UInt64
    private var last: (value: Value, at: UInt64)?
    private var isReading = false
    private var waiting: [UnsafeContinuation<Void, Never>] = []

    /// Nothing read yet.
    ///
    /// - Parameters:
    ///   - maximumAge: how long a value is shared, in nanoseconds.
    ///   - executor: where those who waited go on; nil leaves it to their tasks.
    ///   - now: nanoseconds on a clock that only grows.
    public init(maximumAge: UInt64, executor: (any TaskExecutor)?, now: @escaping () -> UInt64) {
        self.maximumAge = maximumAge
        self.executor = executor
        self.now = now
    }

    /// The value, read by `read` unless there is one that is young enough.
    public func value(_ read: () async -> Value) async -> Value {
        while true {
            if let last, now() &- last.at < maximumAge { return last.value }
            guard isReading else { break }
            if let executor {
                // The preference takes the wait off the caller's actor: onto the same thread, for it is the caller's too.
                await withTaskExecutorPreference(executor) { await turn() }
            } else {
                await turn()
            }
        }
        isReading = true
        let value = await read()
        last = (value, now())
        isReading = false
        let served = waiting
        waiting = []
        for continuation in served { continuation.resume() }
        return value
    }

    /// Waits until the read that is under way has ended.
    private func turn() async {
        await withUnsafeContinuation { continuation in
            // Asked again: before this, others may have run.
            if isReading { waiting.append(continuation) } else { continuation.resume() }
        }
    }
}

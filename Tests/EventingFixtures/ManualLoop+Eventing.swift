// SPDX-License-Identifier: Apache-2.0

public import Eventing
public import ManualLoop

extension ManualLoop: EventingLoop {
    /// Everything is resumed here.
    public var executor: (any TaskExecutor)? { self }

    /// Begins work as if on the loop.
    public func run(_ work: @escaping @Sendable () async -> Void) {
        enter { _ = Task.immediate(executorPreference: self) { await work() } }
    }
}

// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// A pending call on the loop; dropping it does not cancel it.
public struct LoopTimer: Sendable {
    private let task: Scheduled<Void>

    init(_ task: Scheduled<Void>) { self.task = task }

    /// Takes the call back, unless it has run.
    public func cancel() { task.cancel() }
}

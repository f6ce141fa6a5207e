// SPDX-License-Identifier: Apache-2.0

import Database
import Dispatch
import Foundation
import Overlay
import ResourceModel

/// An actor that owns an overlay, as the daemon's does, on an executor of the test's.
actor OverlayOwner {
    private let executor: ReversingExecutor
    private var overlay = Overlay(inMemoryWith: OverlayLimits())
    private let account = Principal(name: "olga", role: .operator)

    init(executor: ReversingExecutor) {
        self.executor = executor
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func load(_ database: Database) async throws {
        overlay = try await Overlay(database: database) { _ in }
    }

    func set(_ property: String, to value: Int64?, of part: OverlayPart) async throws {
        if let value {
            try await overlay.set([property: .integer(value)], of: part, by: account, at: value)
        } else {
            try await overlay.reset([property], of: part)
        }
    }

    func value(_ property: String, of part: OverlayPart) -> OverlayValue? {
        overlay.value(for: property, of: part)
    }
}

/// Runs the newest job that waits, so that answers arrive in another order than the changes were made in.
///
/// Unchecked: `waiting` is touched only with the lock held.
final class ReversingExecutor: SerialExecutor, @unchecked Sendable {
    private let queue = DispatchQueue(label: "reversing executor")
    private let lock = NSLock()
    private var waiting: [UnownedJob] = []

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        lock.withLock { waiting.append(job) }
        queue.async {
            if let newest = self.lock.withLock({ self.waiting.popLast() }) {
                newest.runSynchronously(on: self.asUnownedSerialExecutor())
            }
        }
    }
}

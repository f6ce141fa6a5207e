// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The paths that were read, in order.
final class PathLog: Sendable {
    private let log = Mutex<[String]>([])

    /// Takes a path; called on any thread.
    func add(_ path: String) { log.withLock { $0.append(path) } }

    /// What was read so far.
    var paths: [String] { log.withLock { $0 } }
}

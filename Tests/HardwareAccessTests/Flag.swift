// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A switch a test throws for code on another thread.
final class Flag: Sendable {
    private let value = Mutex(false)
    var isSet: Bool { value.withLock { $0 } }
    func set(_ new: Bool) { value.withLock { $0 = new } }
}

// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A value that threads share, with a way to wait for it to change.
///
/// The lock is POSIX's, not `Synchronization.Mutex`: that cannot be waited on, and the thread sanitizer does not see it.
///
/// Unchecked: `state` is touched only with `mutex` held; the two pointers never change.
final class Monitor<State>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var state: State

    init(_ state: sending State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Looks at the value or changes it, once `condition` holds.
    func withLock<R>(when condition: (State) -> Bool = { _ in true }, _ body: (inout State) -> R) -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !condition(state) { pthread_cond_wait(changed, mutex) }
        return body(&state)
    }

    /// Wakes whoever waits, to look at the value again.
    func signal() {
        pthread_cond_broadcast(changed)
    }
}

// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The signals that the daemon is steered by, waited for instead of handled.
///
/// Made before any other thread, so that every thread inherits the mask and none is ever interrupted.
struct TerminationSignals {
    enum Request {
        case reload
        case stop
    }

    private var set = sigset_t()

    /// Blocks the signals; SIGPIPE is ignored process-wide, a closed socket is an error of its write.
    init() {
        signal(SIGPIPE, SIG_IGN)
        sigemptyset(&set)
        for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Sleeps until one of them arrives.
    func wait() -> Request {
        var set = set
        var number: Int32 = 0
        while true {
            guard sigwait(&set, &number) == 0 else { continue }
            return number == SIGHUP ? .reload : .stop
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import EventLog
import ResourceModel
import Synchronization

/// A clock that a test sets.
final class TestClock: EventLogClock {
    private let time = Mutex(Timestamp(microseconds: 1_772_446_500_000_000))
    private let state = Mutex(RecordingClock.State.synchronized)

    func advance(seconds: Int64) { time.withLock { $0.microseconds += seconds * 1_000_000 } }

    func become(_ other: RecordingClock.State) { state.withLock { $0 = other } }

    func wallClock() -> Timestamp { time.withLock { $0 } }

    func recordingClock() -> RecordingClock {
        RecordingClock(state: state.withLock { $0 }, bootID: "b0075b5f", monotonic: 5)
    }
}

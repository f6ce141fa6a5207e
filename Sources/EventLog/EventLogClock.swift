// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Tells the log the time by which it writes.
public protocol EventLogClock: Sendable {
    /// The wall clock.
    func wallClock() -> Timestamp

    /// The boot, the time since it, and whether the wall clock is right.
    func recordingClock() -> RecordingClock
}

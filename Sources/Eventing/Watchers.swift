// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// How many subscriptions are to what sensors say.
struct Watchers {
    /// Hears when there is one and when there is none any more.
    var changed: @Sendable (Bool) -> Void = { _ in }
    private var count = 0

    /// What a sensor's event looks like, to ask a selection whether it is about such.
    private static let example = RecordedEvent(
        position: EventPosition(epoch: "", sequence: 0), recorded: Timestamp(microseconds: 0),
        clock: RecordingClock(state: .unsynchronized, bootID: "", monotonic: 0),
        event: Event(.overheat, .warning, message: "", time: Timestamp(microseconds: 0)))

    /// A subscription has begun.
    mutating func enter(_ selection: any EventSelection) {
        guard selection.action(of: Self.example) != nil else { return }
        count += 1
        if count == 1 { changed(true) }
    }

    /// A subscription has ended.
    mutating func leave(_ selection: any EventSelection) {
        guard selection.action(of: Self.example) != nil else { return }
        count -= 1
        if count == 0 { changed(false) }
    }
}

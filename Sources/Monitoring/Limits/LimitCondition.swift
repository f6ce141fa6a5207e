// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// Whether one limit of one sensor is passed, with the time that it takes to be sure of it (EVENTS.md 3.1).
struct LimitCondition: Sendable, Hashable {
    enum State: Sendable, Hashable {
        case normal
        case pendingAssert
        case asserted
        case pendingClear
    }

    /// Where a reading lies.
    enum Position: Sendable, Hashable {
        /// At the limit or past it.
        case beyond
        /// Not past it, and not yet behind its hysteresis.
        case between
        /// Behind the hysteresis.
        case within
    }

    private(set) var state = State.normal
    /// When it was seen first that the limit is passed; while it is.
    private(set) var firstSeen: Timestamp?
    private var since: UInt64 = 0
    private var samples = 0

    /// A limit that is kept.
    init() {}

    /// A limit that was passed when the agent ended.
    init(assertedSince time: Timestamp) {
        state = .asserted
        firstSeen = time
    }

    var isAsserted: Bool { state == .asserted || state == .pendingClear }

    /// Whether the next sample may decide something.
    var isPending: Bool { state == .pendingAssert || state == .pendingClear }

    /// Takes a reading.
    ///
    /// - Parameter isCertain: whether nothing is to be waited for: the hardware says the same, or the limit was changed.
    mutating func take(
        _ position: Position, assertAfter dwell: Dwell, clearAfter: Duration, isCertain: Bool, now: UInt64,
        time: Timestamp
    ) {
        switch (state, position) {
        case (.normal, .beyond), (.pendingAssert, .beyond):
            if state == .normal {
                state = .pendingAssert
                since = now
                samples = 0
                firstSeen = time
            }
            samples += 1
            let lasted = dwell.duration.map { now &- since >= $0.unsignedNanoseconds } ?? false
            if isCertain || samples >= dwell.samples || lasted { state = .asserted }
        case (.normal, _): break
        case (.pendingAssert, _):
            state = .normal
            firstSeen = nil
        case (.asserted, .within), (.pendingClear, .within):
            if state == .asserted {
                state = .pendingClear
                since = now
            }
            if isCertain || now &- since >= clearAfter.unsignedNanoseconds {
                state = .normal
                firstSeen = nil
            }
        case (.asserted, _): break
        case (.pendingClear, _): state = .asserted
        }
    }

    /// Takes that nothing could be read: what was about to be decided begins anew.
    mutating func interrupt() {
        switch state {
        case .normal, .asserted: break
        case .pendingAssert:
            state = .normal
            firstSeen = nil
        case .pendingClear: state = .asserted
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Something that happened to the machine, as the monitor decided it; it has no place in the log yet.
public struct Event: Sendable, Hashable {
    /// How it came to be known (EVENTS.md 3.5).
    public enum Observation: String, Sendable, Hashable, CaseIterable {
        /// By watching, at the time.
        case live
        /// Because the hardware or the kernel said so by itself.
        case push
        /// By comparing everything, after events may have been lost.
        case rescan
        /// At start: it happened while the agent was off.
        case atStart
    }

    /// What happened.
    public var kind: EventKind
    /// How bad it is.
    public var severity: EventSeverity
    /// What it does to the condition that it tells of.
    public var transition: EventTransition
    /// To which part; nil where it is about the machine or the agent.
    public var part: EventPart?
    /// What was there before, where another took its place (`replaced`) or it is elsewhere now (`moved`).
    public var previous: EventPart?
    /// What a sensor said, where the event is about a limit.
    public var reading: EventReading?
    /// A whole sentence in English for people, made of `arguments`.
    public var message: String
    /// What varies in the message, in its order.
    public var arguments: [String]
    /// What ties all events of one condition together, from its assertion to its end; nil for what is over at once.
    public var incident: String?
    /// When it happened, as far as that is known: the sample's or the kernel's time.
    public var time: Timestamp
    /// When the condition was seen first, before it had lasted long enough to be told; nil where that is `time`.
    public var firstSeen: Timestamp?
    /// How it came to be known.
    public var observed: Observation
    /// Since when it may have happened; only where `observed` is `atStart` or `rescan`.
    public var since: Timestamp?
    /// Whether somebody rehearses: nothing happened in truth.
    public var isRehearsal: Bool

    /// An event.
    public init(
        _ kind: EventKind, _ severity: EventSeverity, _ transition: EventTransition = .occurred, part: EventPart? = nil,
        previous: EventPart? = nil, reading: EventReading? = nil, message: String, arguments: [String] = [],
        incident: String? = nil, time: Timestamp, firstSeen: Timestamp? = nil, observed: Observation = .live,
        since: Timestamp? = nil, isRehearsal: Bool = false
    ) {
        self.kind = kind
        self.severity = severity
        self.transition = transition
        self.part = part
        self.previous = previous
        self.reading = reading
        self.message = message
        self.arguments = arguments
        self.incident = incident
        self.time = time
        self.firstSeen = firstSeen
        self.observed = observed
        self.since = since
        self.isRehearsal = isRehearsal
    }
}

/// An event that stands in the log.
public struct RecordedEvent: Sendable, Hashable {
    /// Its place.
    public let position: EventPosition
    /// When it was written.
    public let recorded: Timestamp
    /// Whether the clock was known to be right then, and the boot that it was written in.
    public let clock: RecordingClock
    /// What happened.
    public let event: Event

    /// An event of the log.
    public init(position: EventPosition, recorded: Timestamp, clock: RecordingClock, event: Event) {
        self.position = position
        self.recorded = recorded
        self.clock = clock
        self.event = event
    }
}

/// What is to be known of the clock by which an event was written (EVENTS.md 3.5): order never depends on it.
public struct RecordingClock: Sendable, Hashable {
    /// Whether the wall clock was right.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Kept right by NTP or the like.
        case synchronized
        /// Nobody vouches for it.
        case unsynchronized
    }

    /// Whether the wall clock was right.
    public var state: State
    /// The kernel's `boot_id`.
    public var bootID: String
    /// Nanoseconds since that boot.
    public var monotonic: UInt64

    /// What is known of the clock.
    public init(state: State, bootID: String, monotonic: UInt64) {
        self.state = state
        self.bootID = bootID
        self.monotonic = monotonic
    }
}

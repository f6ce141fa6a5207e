// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// What is kept of the watch over restarts, so that nothing is told twice.
public struct KeptConditions: Sendable, Hashable {
    /// The conditions that hold and were told.
    public var asserted: [AssertedCondition]
    /// The limits of which was told that they are not used.
    public var ignored: [IgnoredLimit]

    /// What is kept.
    public init(asserted: [AssertedCondition] = [], ignored: [IgnoredLimit] = []) {
        self.asserted = asserted
        self.ignored = ignored
    }
}

/// A condition that holds and was told.
public struct AssertedCondition: Sendable, Hashable {
    /// The sensor or what slows down, by its part's id.
    public var sensor: String
    /// What was told last of it.
    public var kind: EventKind
    /// How bad it was told to be.
    public var severity: EventSeverity
    /// The incident.
    public var incident: String
    /// When it was seen first.
    public var since: Timestamp

    /// A condition.
    public init(sensor: String, kind: EventKind, severity: EventSeverity, incident: String, since: Timestamp) {
        self.sensor = sensor
        self.kind = kind
        self.severity = severity
        self.incident = incident
        self.since = since
    }
}

/// A limit of the hardware that cannot be meant, and of which that was told; with another value it counts again.
public struct IgnoredLimit: Sendable, Hashable {
    /// The sensor, by its part's id.
    public var sensor: String
    /// Which of its limits it is.
    public var level: LimitLevel
    /// The value that cannot be meant.
    public var value: Double

    /// A limit.
    public init(sensor: String, level: LimitLevel, value: Double) {
        self.sensor = sensor
        self.level = level
        self.value = value
    }
}

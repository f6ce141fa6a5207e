// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// A condition that holds and was told: what is kept over restarts, so that it is not told twice.
public struct AssertedCondition: Sendable, Hashable {
    /// The sensor, by its part's id.
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

/// Where the conditions that hold are kept over restarts.
///
/// Confined to the event loop.
public protocol MonitoringStore: Sendable {
    /// What was kept last.
    func load() async throws(MonitoringStoreError) -> [AssertedCondition]

    /// Keeps these instead, all with one commit.
    func save(_ conditions: [AssertedCondition]) async throws(MonitoringStoreError)
}

/// Why conditions could not be kept or read.
public struct MonitoringStoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// For the agent's own log.
    public let description: String

    /// A failure.
    public init(_ description: String) { self.description = description }
}

// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// What another look at the parts brought.
public struct InventoryUpdate: Sendable, Hashable {
    /// What is to be told, in order.
    public var events: [Event] = []
    /// Records that are new or other than before.
    public var stored: [PartRecord] = []
    /// Records that are no more.
    public var removed: [PartRecord.Key] = []
    /// Incidents that began.
    public var begun: [String: String] = [:]
    /// What incidents are about that are over.
    public var ended: [String] = []

    /// Nothing.
    public init() {}

    /// Whether there is nothing to be kept.
    public var isEmpty: Bool { stored.isEmpty && removed.isEmpty && begun.isEmpty && ended.isEmpty }
}

/// How an inventory came to be looked at.
public struct InventoryOccasion: Sendable, Hashable {
    /// When.
    public var time: Timestamp
    /// Why: `live` for a device that was told of, `rescan` after words may have been lost, `atStart` at the start.
    public var observed: Event.Observation
    /// Since when it may have happened, unless it was watched.
    public var since: Timestamp?
    /// How devices left, by their paths below `sys`.
    public var departures: [String: SettledDevice.Departure] = [:]

    /// An occasion.
    public init(
        _ observed: Event.Observation, at time: Timestamp, since: Timestamp? = nil,
        departures: [String: SettledDevice.Departure] = [:]
    ) {
        self.time = time
        self.observed = observed
        self.since = since
        self.departures = departures
    }
}

// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Where the inventory is kept over restarts.
///
/// Confined to the event loop.
public protocol InventoryStore: Sendable {
    /// What was kept last; nil before the first time.
    func load() async throws(InventoryStoreError) -> KeptInventory?

    /// Keeps what became other, all with one commit; from now on the agent counts as running.
    func save(_ update: InventoryUpdate, at time: Timestamp) async throws(InventoryStoreError)

    /// Keeps that the agent was told to stop.
    func markStop(at time: Timestamp) async throws(InventoryStoreError)
}

/// An inventory as it was kept.
public struct KeptInventory: Sendable, Hashable {
    /// The parts.
    public var records: [PartRecord]
    /// Incidents that were not over, by what they are about.
    public var incidents: [String: String]
    /// When the agent was last known to watch.
    public var watched: Timestamp
    /// Whether it was told to stop then.
    public var isCleanStop: Bool

    /// An inventory that was kept.
    public init(records: [PartRecord], incidents: [String: String] = [:], watched: Timestamp, isCleanStop: Bool) {
        self.records = records
        self.incidents = incidents
        self.watched = watched
        self.isCleanStop = isCleanStop
    }
}

/// Why an inventory could not be kept or read.
public struct InventoryStoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// For the agent's own log.
    public let description: String

    /// A failure.
    public init(_ description: String) { self.description = description }
}

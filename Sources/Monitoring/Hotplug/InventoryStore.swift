// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Where the inventory is kept over restarts.
///
/// Confined to the event loop.
public protocol InventoryStore: Sendable {
    /// What was kept last; nil before the first time.
    func load() async throws(InventoryStoreError) -> KeptInventory?

    /// Writes the events into the log and keeps what became other, all with one commit, and that the agent watched until
    /// then.
    func record(_ update: InventoryUpdate, at time: Timestamp) async throws(InventoryStoreError)
}

/// An inventory as it was kept.
public struct KeptInventory: Sendable, Hashable {
    /// The parts.
    public var records: [PartRecord]
    /// Incidents that were not over, by what they are about.
    public var incidents: [String: String]
    /// When the agent was last known to watch: its stop, where it was told to.
    public var watched: Timestamp

    /// An inventory that was kept.
    public init(records: [PartRecord], incidents: [String: String] = [:], watched: Timestamp) {
        self.records = records
        self.incidents = incidents
        self.watched = watched
    }
}

/// Why an inventory could not be kept or read.
public struct InventoryStoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// For the agent's own log.
    public let description: String
    /// Whether there may be room later.
    public let isTemporary: Bool

    /// A failure.
    public init(_ description: String, isTemporary: Bool = false) {
        self.description = description
        self.isTemporary = isTemporary
    }
}

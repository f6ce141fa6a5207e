// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Where what the watch tells is recorded, and what it knows is kept over restarts.
///
/// Confined to the event loop.
public protocol MonitoringStore: Sendable {
    /// What was kept last.
    func load() async throws(MonitoringStoreError) -> KeptConditions

    /// Writes events into the log and keeps these conditions instead, all with one commit: so nothing is told that is not
    /// known to have been told, and the reverse.
    ///
    /// - Parameter conditions: nil where they are as they were.
    func record(_ events: [Event], keeping conditions: KeptConditions?) async throws(MonitoringStoreError)
}

/// Why conditions could not be kept or read.
public struct MonitoringStoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// For the agent's own log.
    public let description: String

    /// A failure.
    public init(_ description: String) { self.description = description }
}

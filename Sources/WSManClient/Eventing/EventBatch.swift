// SPDX-License-Identifier: Apache-2.0

/// What a Pull of a subscription brought.
public struct EventBatch: Sendable, Hashable {
    /// The events; none when the time was over.
    public let events: [DeliveredEvent]
    /// What to pull with next.
    public let context: EnumerationContext
    /// Where to go on after them.
    public let bookmark: Bookmark?
}

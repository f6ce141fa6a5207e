// SPDX-License-Identifier: Apache-2.0

public import WSMan

/// A message from a source of events, as a sink gets it (`spec/messages.md` section 6.2).
public struct Delivery: Sendable, Hashable {
    /// The message's name; a repeat has the same.
    public let messageID: String
    /// What it brings, in order.
    public let events: [DeliveredEvent]
    /// Where to go on after it.
    public let bookmark: Bookmark?
    /// Whether the source waits for an Ack (R10.7-2).
    public let wantsAcknowledgement: Bool
    /// The addressing that it is written in, and that its answer is to be in.
    public let addressing: AddressingVersion
}

// SPDX-License-Identifier: Apache-2.0

public import WSMan

/// What carries messages to sinks; called on the loop.
public protocol EventDelivery: Sendable {
    /// Why no event would be sent to a sink; nil where they may be (R10.2.1-2, R10.2.1-4).
    ///
    /// - Parameter peer: the IP address that asks for it.
    func refusal(of sink: EventSink, wishedFrom peer: String) -> Fault?

    /// Sends one message to a sink and waits for what it says to it.
    func deliver(
        _ envelope: [UInt8], to sink: EventSink, mode: DeliveryMode, messageID: MessageID
    ) async -> DeliveryOutcome

    /// Sends a message and forgets it.
    func send(_ envelope: [UInt8], to sink: EventSink)
}

/// What became of a delivery.
public enum DeliveryOutcome: Sendable, Hashable {
    /// The sink has it.
    case delivered
    /// The sink wants no more (R10.8-1).
    case refused
    /// The sink acknowledges nothing, and this mode cannot do without (R10.7-3).
    case withoutAcknowledgement
    /// The sink has answered, and not taken it; the text says how.
    case failed(String)
    /// There is no answer. Why is in the daemon's own log and is not told to the subscriber, who could else learn
    /// which ports of other machines are open.
    case unreachable
}

// SPDX-License-Identifier: Apache-2.0

public import Eventing
public import ManualLoop
public import WSMan

/// Sinks that do as the test says.
///
/// Unchecked: confined to the test's loop.
public final class TestSinks: EventDelivery, @unchecked Sendable {
    /// A delivery as it came to a sink.
    public struct Message {
        /// Where it came.
        public let url: String
        /// The envelope.
        public let text: String
        /// Its MessageID.
        public let id: String
        /// How it was to come.
        public let mode: DeliveryMode

        /// Whether it is a sign of life.
        public var isHeartbeat: Bool { text.contains(Action.heartbeat) }
    }

    /// The deliveries, in their order.
    public private(set) var messages: [Message] = []
    /// What the deliveries were to be shown to their sinks.
    public private(set) var sinks: [EventSink] = []
    /// What was sent and forgotten, in its order.
    public private(set) var notices: [String] = []
    /// What an address answers; what is not named takes everything.
    public var outcomes: [String: DeliveryOutcome] = [:]
    /// The addresses that do not answer until they are told to.
    public var slow: Set<String> = []
    /// Why nothing may be sent to an address.
    public var refusals: [String: Fault] = [:]

    private var held: [CheckedContinuation<Void, Never>] = []
    private let loop: ManualLoop

    /// Sinks that take everything.
    public init(_ loop: ManualLoop) { self.loop = loop }

    /// Why nothing may be sent to a sink.
    public func refusal(of sink: EventSink, wishedFrom peer: String) -> Fault? { refusals[sink.endpoint.address] }

    /// Takes a delivery.
    public func deliver(
        _ envelope: [UInt8], to sink: EventSink, mode: DeliveryMode, messageID: MessageID
    ) async -> DeliveryOutcome {
        let url = sink.endpoint.address
        messages.append(
            Message(url: url, text: String(decoding: envelope, as: UTF8.self), id: messageID.text, mode: mode))
        sinks.append(sink)
        if slow.contains(url) {
            await withTaskExecutorPreference(loop) { await withCheckedContinuation { held.append($0) } }
        }
        return outcomes[url] ?? .delivered
    }

    /// Lets slow sinks answer.
    public func answer() {
        let waiting = held
        held = []
        for continuation in waiting { continuation.resume() }
        loop.drain()
    }

    /// Takes what nobody answers.
    public func send(_ envelope: [UInt8], to sink: EventSink) {
        notices.append(String(decoding: envelope, as: UTF8.self))
    }

    /// Forgets the deliveries.
    public func forget() { messages = [] }
}

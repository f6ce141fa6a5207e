// SPDX-License-Identifier: Apache-2.0

/// How events come to a subscriber (`spec/namespaces.md` section 4).
public enum DeliveryMode: Sendable, Hashable, CaseIterable {
    /// Each in a message of its own that nobody answers; what is meant where no mode is named.
    case push
    /// Each in a message of its own, the next after the answer.
    case pushWithAck
    /// Several in a message, the next after the answer.
    case events
    /// As the subscriber asks for them.
    case pull

    /// The mode's URI.
    public var uri: String {
        switch self {
        case .push: "http://schemas.xmlsoap.org/ws/2004/08/eventing/DeliveryModes/Push"
        case .pushWithAck: "http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck"
        case .events: "http://schemas.dmtf.org/wbem/wsman/1/wsman/Events"
        case .pull: "http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull"
        }
    }

    /// The mode of a URI; nil for one that does not exist here.
    public init?(uri: String) {
        guard let mode = Self.allCases.first(where: { $0.uri == uri }) else { return nil }
        self = mode
    }

    /// Whether the receiver answers each delivery with an Ack (R10.7-1).
    public var isAcknowledged: Bool { self == .pushWithAck || self == .events }
}

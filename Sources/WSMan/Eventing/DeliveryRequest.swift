// SPDX-License-Identifier: Apache-2.0

import XML

/// `wse:Delivery`: how events are to come.
struct DeliveryRequest {
    private(set) var mode = DeliveryMode.push
    private(set) var notifyTo: Endpoint?
    private(set) var profile: SecurityProfile?
    private(set) var heartbeat: UInt64?
    private(set) var retry: ConnectionRetry?
    private(set) var locale: String?
    private(set) var encoding = DeliveryEncoding.utf8
    private(set) var maxElements: Int?
    private(set) var maxTime: UInt64?
    private(set) var maxEnvelopeSize: Int?
    private(set) var envelopePolicy = EnvelopePolicy.notify
    private(set) var sendsBookmarks = false

    init(_ element: XMLElement, limits: MessageLimits, _ version: AddressingVersion) throws(Fault) {
        if let uri = element.attribute("Mode")?.trimmingXMLSpace() {
            guard let mode = DeliveryMode(uri: uri) else {
                throw Fault(
                    .deliveryModeRequestedUnavailable, extras: DeliveryMode.allCases.map { .supportedDeliveryMode($0) },
                    "The delivery mode \(uri.prefix(200)) does not exist here; the detail lists those that do.")
            }
            self.mode = mode
        }
        for child in element.children {
            if child.has(name: Names.notifyTo) {
                try fitsPull(child)
                guard notifyTo == nil else { throw SubscribeRequest.twice(child) }
                notifyTo = try Endpoint(child, limits: limits, version)
            } else if child.namespace == Namespace.management {
                try readControl(child, limits: limits)
            }
        }
        guard mode == .pull || notifyTo != nil else {
            throw Fault(.eventingInvalidMessage, "The Delivery has no wse:NotifyTo, and its mode needs one.")
        }
    }

    private mutating func readControl(_ element: XMLElement, limits: MessageLimits) throws(Fault) {
        switch element.localName {
        case "Auth":
            try fitsPull(element)
            profile = try Self.profile(element)
        case "Heartbeats":
            heartbeat = try Self.heartbeat(element, limits: limits)
        case "ConnectionRetry":
            try fitsPull(element)
            retry = try Self.retry(element)
        case "Locale":
            // R10.2.1-6: a hint, and texts are in English anyway.
            locale = element.attribute("lang", namespace: Namespace.xml)
        case "ContentEncoding":
            encoding = try Self.encoding(element)
        case "MaxElements":
            try fitsPull(element)
            maxElements = try Self.positive(element, else: .maxElements)
        case "MaxTime":
            try fitsPull(element)
            guard let time = XSDuration.nanoseconds(element.trimmedText) else {
                throw Fault(.unsupportedFeature, .maxTime, "MaxTime is not a duration such as PT5S.")
            }
            maxTime = time
        case "MaxEnvelopeSize":
            try fitsPull(element)
            try readEnvelopeSize(element, limits: limits)
        case "SendBookmarks":
            sendsBookmarks = true
        default:
            break
        }
    }

    /// Refuses what is about messages that are sent where none are (R10.2.9.5-2).
    private func fitsPull(_ element: XMLElement) throws(Fault) {
        guard mode == .pull else { return }
        throw Fault(
            .unsupportedFeature, .formatMismatch,
            "\(element.localName) does not fit the Pull mode, in which nothing is sent; what limits a batch is the Pull itself."
        )
    }

    private static func profile(_ element: XMLElement) throws(Fault) -> SecurityProfile {
        let uri = element.attribute("Profile")?.trimmingXMLSpace() ?? ""
        guard let profile = SecurityProfile(uri: uri) else {
            let known = SecurityProfile.allCases.map(\.uri).joined(separator: ", ")
            throw Fault(
                .eventDeliverToUnusable, .unusableAddress,
                "The security profile \(uri.prefix(200)) is not spoken here; there are \(known).")
        }
        return profile
    }

    private static func heartbeat(_ element: XMLElement, limits: MessageLimits) throws(Fault) -> UInt64 {
        guard let time = XSDuration.nanoseconds(element.trimmedText), time >= limits.shortestHeartbeat else {
            throw Fault(
                .unsupportedFeature, .heartbeats,
                "Heartbeats is a duration of \(XSDuration.text(nanoseconds: limits.shortestHeartbeat)) or more.")
        }
        return time
    }

    private static func retry(_ element: XMLElement) throws(Fault) -> ConnectionRetry {
        let total = element.attribute("Total")?.trimmingXMLSpace()
        guard let pause = XSDuration.nanoseconds(element.trimmedText), total == nil || isNumber(total ?? "") else {
            throw Fault(
                .unsupportedFeature, .deliveryRetries,
                "ConnectionRetry is a duration such as PT10S, and its Total a number of attempts.")
        }
        return ConnectionRetry(pause: pause, total: total.map { UInt64($0) ?? .max })
    }

    private static func encoding(_ element: XMLElement) throws(Fault) -> DeliveryEncoding {
        let text = element.trimmedText
        guard let encoding = DeliveryEncoding(rawValue: text.uppercased()) else {
            throw Fault(
                .unsupportedFeature, .characterSet,
                "ContentEncoding is \(text.prefix(100)); deliveries come in UTF-8 or UTF-16.")
        }
        return encoding
    }

    private mutating func readEnvelopeSize(_ element: XMLElement, limits: MessageLimits) throws(Fault) {
        let size = try Self.positive(element, else: .maxEnvelopeSize)
        guard size >= limits.minimumEnvelopeSize else {
            throw Fault(
                .encodingLimit, .minimumEnvelopeLimit,
                "MaxEnvelopeSize is \(size); ask for \(limits.minimumEnvelopeSize) octets or more (R6.2-4).")
        }
        maxEnvelopeSize = size
        guard let text = element.attribute("Policy")?.trimmingXMLSpace() else { return }
        guard let policy = EnvelopePolicy(rawValue: text) else {
            let known = EnvelopePolicy.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault(
                .unsupportedFeature, .maxEnvelopePolicy,
                "The Policy \(text.prefix(100)) is not known; there are \(known).")
        }
        envelopePolicy = policy
    }

    private static func positive(_ element: XMLElement, else detail: FaultDetail) throws(Fault) -> Int {
        let text = element.trimmedText
        guard isNumber(text), Int(text) != 0 else {
            throw Fault(.unsupportedFeature, detail, "\(element.localName) is not a positive number.")
        }
        return Int(text) ?? .max
    }

    private static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { 48...57 ~= $0 }
    }
}

extension DeliveryRequest {
    /// The sink at an endpoint, with the tokens that are for it.
    func sink(_ endpoint: Endpoint, _ tokens: [IssuedTokens.Token]) throws(Fault) -> EventSink {
        try sink(endpoint, credentials: IssuedTokens.credentials(tokens, for: endpoint))
    }

    /// The sink at an endpoint, by the profile of the Delivery.
    func sink(_ endpoint: Endpoint, credentials: SinkCredentials) throws(Fault) -> EventSink {
        try sink(endpoint, profile: profile, credentials: credentials)
    }

    /// The sink at an endpoint, where profile, address and credentials go together (R10.2.1-3).
    func sink(
        _ endpoint: Endpoint, profile: SecurityProfile?, credentials: SinkCredentials
    ) throws(Fault) -> EventSink {
        let isEncrypted = endpoint.address.lowercased().hasPrefix("https:")
        if let profile {
            guard profile.isEncrypted == isEncrypted else {
                throw Fault(
                    .unsupportedFeature, .insecureAddress,
                    "The address \(endpoint.address.prefix(200)) does not go with the profile \(profile.rawValue).")
            }
            guard !(profile.isBasic || profile.isDigest) || credentials.user != nil else {
                throw Fault(
                    .eventDeliverToUnusable, .unusableAddress,
                    "The profile \(profile.rawValue) needs a user; send a UsernameToken for \(endpoint.address.prefix(200))."
                )
            }
        }
        guard credentials.thumbprint == nil || isEncrypted else {
            throw Fault(
                .unsupportedFeature, .insecureAddress,
                "A certificate is shown over TLS only; \(endpoint.address.prefix(200)) is no https address.")
        }
        return EventSink(endpoint, profile: profile, credentials: credentials, encoding: encoding, retry: retry)
    }
}

// SPDX-License-Identifier: Apache-2.0

import Configuration
import Eventing
import Glibc
import HTTPTransport
import Logging
import ManagementService
import Synchronization
import WSMan
import XML

/// Sends what the service sends by itself, over HTTP on the service's loop: events to their sinks, and word of ends.
final class PushDelivery: EventDelivery {
    private let clients: SinkClients
    private let policy: SinkPolicy
    private let hasCertificate: Bool
    private let reader = AcknowledgementReader()
    private let loop: ServiceLoop
    private let logger: Logger
    private let executor: any TaskExecutor
    private let pending = Atomic(0)

    init(_ configuration: Configuration, loop: ServiceLoop, logger: Logger) {
        clients = SinkClients(loop: loop, configuration: HTTPClientConfiguration(configuration.events))
        policy = SinkPolicy(allowed: configuration.events.sinks)
        hasCertificate = !configuration.events.certificate.isEmpty
        executor = loop.executor
        self.loop = loop
        self.logger = logger
    }

    /// Why no event would be sent to a sink; nil where they may be (R10.2.1-2, R10.2.1-4).
    func refusal(of sink: EventSink, wishedFrom peer: String) -> Fault? {
        let address = sink.endpoint.address.prefix(200)
        guard let url = try? HTTPURL(sink.endpoint.address) else {
            return Fault(.unsupportedFeature, .addressingMode, "\(address) is no http or https URL.")
        }
        guard policy.admits(url, wishedFrom: peer) else {
            return Fault(
                .unsupportedFeature, .addressingMode,
                "Events may not be sent to \(address): it is neither the address that asks nor one that the administrator lists."
            )
        }
        guard hasCertificate || sink.profile?.showsCertificate != true else {
            return Fault(
                .eventDeliverToUnusable, .unusableAddress,
                "This service has no certificate to show to \(address); use another security profile.")
        }
        return nil
    }

    /// Sends one message to a sink and waits for what it says to it; called on the loop.
    func deliver(
        _ envelope: [UInt8], to sink: EventSink, mode: DeliveryMode, messageID: MessageID
    ) async -> DeliveryOutcome {
        do throws(HTTPClientError) {
            let answer = try await post(envelope, to: sink)
            return outcome(of: answer, mode: mode, messageID: messageID)
        } catch {
            logger.info("no answer from \(sink.endpoint.address.prefix(200)): \(error)")
            return .unreachable
        }
    }

    private func outcome(of answer: HTTPClientResponse, mode: DeliveryMode, messageID: MessageID) -> DeliveryOutcome {
        let isGood = (200...299).contains(answer.status)
        switch reader.read(answer, to: messageID) {
        case .refused: return .refused
        case .acknowledged where isGood: return .delivered
        case .unsupported where mode.isAcknowledged: return .withoutAcknowledgement
        case .failed(let reason) where !isGood || mode.isAcknowledged: return .failed("The sink has a fault: \(reason)")
        case .unrelated(let reason) where isGood && mode.isAcknowledged:
            return .failed("The sink has not acknowledged: \(reason).")
        default: break
        }
        switch answer.status {
        // Nobody answers a pushed event with more than that (RC.2-5).
        case 200...299 where !mode.isAcknowledged: return .delivered
        case 200...299: return .failed("The sink has not acknowledged.")
        case 401, 403: return .failed("The sink does not take the credentials (HTTP \(answer.status)).")
        default: return .failed("The sink answers with HTTP \(answer.status).")
        }
    }

    private func post(_ envelope: [UInt8], to sink: EventSink) async throws(HTTPClientError) -> HTTPClientResponse {
        let encoding: Encoding = sink.encoding == .utf16 ? .utf16(bigEndian: false) : .utf8
        let body = sink.encoding == .utf8 ? envelope : envelope.withUnsafeBytes { encoding.encode($0) }
        return try await clients.client(for: sink.credentials).post(
            try HTTPURL(sink.endpoint.address), headers: [("Content-Type", encoding.contentType)],
            credentials: HTTPCredentials(sink), body: body)
    }
}

extension PushDelivery: MessageSender {
    func mayReach(_ url: String, wishedFrom peer: String) -> Bool {
        guard let url = try? HTTPURL(url) else { return false }
        return policy.admits(url, wishedFrom: peer)
    }

    func send(_ envelope: [UInt8], to url: String) {
        send(envelope, to: EventSink(Endpoint(address: url)))
    }

    /// Sends a message and forgets it; called on the loop.
    func send(_ envelope: [UInt8], to sink: EventSink) {
        pending.add(1, ordering: .relaxed)
        Task(executorPreference: executor) { [self] in
            do throws(HTTPClientError) {
                let answer = try await post(envelope, to: sink)
                logger.debug("notice answered with \(answer.status)")
            } catch {
                logger.debug("notice not delivered: \(error)")
            }
            pending.subtract(1, ordering: .relaxed)
        }
    }

    /// Has the last notices sent on the loop, and waits for that some nanoseconds at most; not called on the loop.
    func finish(within grace: UInt64, _ sendLast: @escaping @Sendable () -> Void) {
        pending.add(1, ordering: .relaxed)
        loop.execute { [self] in
            sendLast()
            pending.subtract(1, ordering: .relaxed)
        }
        let turn: UInt64 = 5_000_000
        var waited: UInt64 = 0
        while pending.load(ordering: .relaxed) > 0, waited < grace {
            usleep(UInt32(turn / 1000))
            waited += turn
        }
        clients.shutdown()
    }
}

extension HTTPCredentials {
    /// What a sink is shown, as its security profile says; nil where no user was named for it.
    init?(_ sink: EventSink) {
        guard let user = sink.credentials.user else { return nil }
        let scheme: Scheme =
            switch sink.profile {
            // In clear too, where the subscriber asked for that very profile.
            case .some(let profile) where profile.isBasic: .basic
            case .some(let profile) where profile.isDigest: .digest
            default: .automatic
            }
        self.init(user: user.name, password: user.password, scheme: scheme)
    }
}

extension HTTPClientConfiguration {
    /// How sinks are spoken to.
    init(_ events: Configuration.Events) {
        self.init()
        requestTimeout = events.deliveryTimeout.nanoseconds
        connectTimeout = min(connectTimeout, requestTimeout)
        maxConnectionsPerOrigin = events.maxConnectionsPerSink
        maxConnections = events.maxConnections
        // Each subscription has one delivery on its way at most.
        maxWaitingPerOrigin = events.maxSubscriptions
        maxBodyBytes = Acknowledgement.limits.maxBytes
        tls.authorities = events.authorities.isEmpty ? nil : events.authorities
        if !events.certificate.isEmpty {
            tls.identity = .files(certificate: events.certificate, key: events.privateKey)
        }
    }
}

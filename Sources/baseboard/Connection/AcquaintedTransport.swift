// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import WSManClient

/// Gets to know a service over HTTPS: one that nobody vouches for is asked about once, and known from then on.
///
/// A message that met a stranger has not been sent, so that it alone is sent again once the stranger is trusted.
final class AcquaintedTransport: WSManTransport {
    private let endpoint: Endpoint
    private let question: Question
    private let pins: Pins
    private let makeTransport: (Trust) -> any WSManTransport
    private var trust: Trust
    private var transport: any WSManTransport
    /// What a person has to be told instead of the transport's own error.
    private(set) var failure: Failure?

    /// - Parameter makeTransport: makes the transport that goes with whom to believe.
    init(
        _ endpoint: Endpoint, _ trust: Trust, pins: Pins, question: Question,
        makeTransport: @escaping (Trust) -> any WSManTransport
    ) {
        self.endpoint = endpoint
        self.question = question
        self.pins = pins
        self.makeTransport = makeTransport
        self.trust = trust
        if let known = pins[endpoint] { self.trust.pins = [known] }
        transport = makeTransport(self.trust)
    }

    func post(_ message: [UInt8]) async throws(WSManClientError) -> TransportAnswer {
        do throws(WSManClientError) {
            return try await transport.post(message)
        } catch .untrusted(let certificate, let problem) {
            try meet(certificate, problem)
            return try await transport.post(message)
        }
    }

    private func meet(_ certificate: ServerCertificate, _ problem: CertificateProblem) throws(WSManClientError) {
        // Another message has met it meanwhile.
        if trust.pins == [certificate.fingerprint] { return }
        do throws(Failure) {
            if let known = trust.pins.first {
                throw Failure(changed: endpoint, certificate, known: known, file: pins.path)
            }
            guard question.trust(certificate, of: endpoint, problem) else {
                throw Failure(.untrusted(certificate, problem), endpoint: endpoint)
            }
            try pins.remember(certificate.fingerprint, for: endpoint)
        } catch {
            failure = error
            throw .untrusted(certificate, problem)
        }
        trust.pins = [certificate.fingerprint]
        transport = makeTransport(trust)
    }
}

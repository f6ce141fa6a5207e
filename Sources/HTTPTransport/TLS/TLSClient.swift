// SPDX-License-Identifier: Apache-2.0

/// The TLS side of a client: its settings are read when they are first needed; confined to the loop.
final class TLSClient {
    private let settings: TLSClientSettings
    private var context: TLSContext?

    init(_ settings: TLSClientSettings) { self.settings = settings }

    /// A handler for a connection to a host.
    func makeHandler(for host: String) throws(TLSError) -> TLSHandler {
        let context = if let context { context } else { try TLSContext.client(settings) }
        self.context = context
        guard let session = TLSSession(context, isServer: false), session.expect(host: host) else {
            throw .refusedSetting("the host \(host)", reason: OpenSSLError.takeReason())
        }
        return TLSHandler(session) { [settings] in Self.verdict(on: $0, settings) }
    }

    /// What is wrong with the server that was reached; nil when it is the one that was meant.
    private static func verdict(on session: TLSSession, _ settings: TLSClientSettings) -> TLSError? {
        guard let (certificate, problem) = session.serverCertificate else {
            return .failed("the server has shown no certificate")
        }
        let server = ServerCertificate(certificate)
        if settings.pins.isEmpty { return problem.map { .untrusted(server, $0) } }
        return settings.pins.contains(server.fingerprint) || settings.pins.contains(server.thumbprint)
            ? nil : .untrusted(server, CertificateProblem(.notPinned, "it is another certificate than the pinned one"))
    }
}

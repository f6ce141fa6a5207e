// SPDX-License-Identifier: Apache-2.0

public import HTTPTransport

/// Carries messages over HTTP or HTTPS, with credentials where there are any.
public struct HTTPWSManTransport: WSManTransport {
    private let client: HTTPClient
    private let url: HTTPURL
    private let credentials: HTTPCredentials?
    private let headers: [(String, String)]

    /// A transport to one URL; the HTTP client may serve others too.
    ///
    /// - Parameter provesByCertificate: say that nothing but the certificate of TLS proves who one is, where there are
    ///   no credentials (DSP0226 table C-5).
    public init(
        client: HTTPClient, url: HTTPURL, credentials: HTTPCredentials? = nil, provesByCertificate: Bool = false
    ) {
        let isHinted = provesByCertificate && credentials == nil && url.isEncrypted
        headers =
            [("Content-Type", "application/soap+xml;charset=UTF-8")]
            + (isHinted ? [("Authorization", Self.mutualProfile)] : [])
        self.client = client
        self.url = url
        self.credentials = credentials
    }

    /// The profile in which both sides show certificates, and the client nothing else (DSP0226 table C-5).
    static let mutualProfile = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"

    /// Posts a message as SOAP 1.2 in UTF-8.
    public func post(_ message: [UInt8]) async throws(WSManClientError) -> TransportAnswer {
        let response: HTTPClientResponse
        do throws(HTTPClientError) {
            response = try await client.post(url, headers: headers, credentials: credentials, body: message)
        } catch {
            throw WSManClientError(error)
        }
        if !url.isEncrypted, Self.asksForHTTPS(response) { throw .encryptedOnly }
        return TransportAnswer(status: response.status, body: response.body)
    }

    /// Whether an answer is what servers say to plain HTTP on a port for HTTPS; each has its own words for it.
    static func asksForHTTPS(_ response: HTTPClientResponse) -> Bool {
        guard response.status == 400, response.header("Content-Type")?.contains("soap") != true else { return false }
        let text = String(decoding: response.body.prefix(1024), as: UTF8.self).lowercased()
        return ["https", "ssl-enabled", "requires tls"].contains { text.contains($0) }
    }
}

extension WSManClientError {
    /// What the lack of an HTTP answer means.
    init(_ error: HTTPClientError) {
        switch error {
        case .unresolved, .refused, .unreachable, .invalidURL, .unsupportedScheme, .invalidHeader, .timedOut(.connect):
            self = .unreachable(error.description)
        case .tls(.untrusted(let certificate, let problem)): self = .untrusted(certificate, problem)
        case .tls(let error): self = .notEncrypted(error)
        case .wouldRevealPassword: self = .wouldRevealPassword
        case .noCommonScheme(let offered): self = .noCommonScheme(offered: offered)
        case .timedOut(.answer): self = .timedOut
        case .closed, .busy, .cancelled: self = .disconnected(error.description)
        case .tooLarge: self = .answerTooLarge
        case .malformed: self = .notWSMan(status: nil, error.description)
        }
    }
}

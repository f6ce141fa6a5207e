// SPDX-License-Identifier: Apache-2.0

public import HTTPTransport

/// Carries messages over HTTP, with Basic authentication where there are credentials.
public struct HTTPWSManTransport: WSManTransport {
    private let client: HTTPClient
    private let url: HTTPURL
    private let credentials: HTTPCredentials?

    /// A transport to one URL; the HTTP client may serve others too.
    public init(client: HTTPClient, url: HTTPURL, credentials: HTTPCredentials? = nil) {
        self.client = client
        self.url = url
        self.credentials = credentials
    }

    /// Posts a message as SOAP 1.2 in UTF-8.
    public func post(_ message: [UInt8]) async throws(WSManClientError) -> TransportAnswer {
        do throws(HTTPClientError) {
            let response = try await client.post(
                url, headers: [("Content-Type", "application/soap+xml;charset=UTF-8")], credentials: credentials,
                body: message)
            return TransportAnswer(status: response.status, body: response.body)
        } catch {
            throw WSManClientError(error)
        }
    }
}

extension WSManClientError {
    /// What the lack of an HTTP answer means.
    init(_ error: HTTPClientError) {
        switch error {
        case .unresolved, .refused, .unreachable, .invalidURL, .unsupportedScheme, .invalidHeader, .timedOut(.connect):
            self = .unreachable(error.description)
        case .tls(.untrusted(let certificate, let reason)): self = .untrusted(certificate, reason: reason)
        case .tls: self = .unreachable(error.description)
        case .wouldRevealPassword: self = .wouldRevealPassword
        case .timedOut(.answer): self = .timedOut
        case .closed, .busy, .cancelled: self = .disconnected(error.description)
        case .tooLarge: self = .answerTooLarge
        case .malformed: self = .notWSMan(status: nil, error.description)
        }
    }
}

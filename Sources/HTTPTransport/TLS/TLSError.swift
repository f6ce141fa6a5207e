// SPDX-License-Identifier: Apache-2.0

/// Why there is no encrypted connection.
public enum TLSError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A certificate, key or list of authorities cannot be used; the text says why.
    case unusable(file: String, reason: String)
    /// OpenSSL refuses what was configured; the text is OpenSSL's.
    case refusedSetting(String, reason: String)
    /// The handshake or a later record went wrong; the text is OpenSSL's.
    case failed(String)
    /// The peer speaks HTTP where TLS is spoken.
    case plainHTTP
    /// The server's certificate is not to be trusted, or is not that of the host; the text is OpenSSL's.
    case untrusted(ServerCertificate, reason: String)
    /// The connection ended without a word, so that what came last may be cut off.
    case truncated

    /// One sentence.
    public var description: String {
        switch self {
        case .unusable(let file, let reason): "\(file) cannot be used: \(reason)"
        case .refusedSetting(let setting, let reason): "OpenSSL refuses \(setting): \(reason)"
        case .failed(let reason): "TLS failed: \(reason)"
        case .plainHTTP: "the peer does not speak TLS"
        case .untrusted(_, let reason): "the server's certificate is not trusted: \(reason)"
        case .truncated: "the connection was cut off"
        }
    }
}

/// What a person needs to decide about a server's certificate.
public struct ServerCertificate: Sendable, Hashable {
    /// SHA-256 of the certificate, as 64 hexadecimal digits in lower case.
    public let fingerprint: String
    /// The subject in the form of RFC 4514.
    public let subject: String
    /// The issuer in the form of RFC 4514.
    public let issuer: String
    /// Seconds since 1970 after which it is no longer valid.
    public let notAfter: Int64
}

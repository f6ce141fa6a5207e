// SPDX-License-Identifier: Apache-2.0

/// Why there is no encrypted connection.
public enum TLSError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A certificate, key or list of authorities cannot be used; the text says why.
    case unusable(file: String, reason: String)
    /// OpenSSL refuses what was configured; the text is OpenSSL's.
    case refusedSetting(String, reason: String)
    /// The handshake or a later record went wrong; the text is OpenSSL's.
    case failed(String)
    /// The peer speaks HTTP where TLS is spoken.
    case plainHTTP
    /// The server's certificate is not to be trusted, or is not that of the host.
    case untrusted(ServerCertificate, CertificateProblem)
    /// The connection ended without a word, so that what came last may be cut off.
    case truncated

    /// One sentence.
    public var description: String {
        switch self {
        case .unusable(let file, let reason): "\(file) cannot be used: \(reason)"
        case .refusedSetting(let setting, let reason): "OpenSSL refuses \(setting): \(reason)"
        case .failed(let reason): "TLS failed: \(reason)"
        case .plainHTTP: "the peer does not speak TLS"
        case .untrusted(_, let problem): "the server's certificate is not trusted: \(problem)"
        case .truncated: "the connection was cut off"
        }
    }
}

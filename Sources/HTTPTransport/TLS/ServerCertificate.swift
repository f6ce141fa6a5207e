// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// What a person needs to decide about a server's certificate.
public struct ServerCertificate: Sendable, Hashable {
    /// SHA-256 of the certificate, as 64 hexadecimal digits in lower case.
    public let fingerprint: String
    /// SHA-1 of the certificate, as 40 hexadecimal digits in lower case.
    public let thumbprint: String
    /// The subject in the form of RFC 4514.
    public let subject: String
    /// The issuer in the form of RFC 4514.
    public let issuer: String
    /// The hosts that it is for: names and addresses.
    public let hosts: [String]
    /// Seconds since 1970 after which it is no longer valid.
    public let notAfter: Int64
}

/// Why a server's certificate is not trusted.
public struct CertificateProblem: Sendable, Hashable, CustomStringConvertible {
    /// What can be done about it differs by this.
    public enum Kind: Sendable, CaseIterable {
        /// No authority that is trusted vouches for it, or the chain to one is broken.
        case unknown
        /// It is for other hosts.
        case otherHost
        /// It is no longer valid.
        case expired
        /// It is not valid yet, or somebody's clock is wrong.
        case notYetValid
        /// It is none of those that are pinned.
        case notPinned
    }

    /// Its kind.
    public let kind: Kind
    /// The same in words, OpenSSL's where it has found the problem.
    public let description: String

    /// Names a problem.
    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    /// A result of OpenSSL's verification; nil when all is well.
    init?(verification result: Int) {
        guard result != X509_V_OK else { return nil }
        let text = X509_verify_cert_error_string(result).map { String(cString: $0) } ?? "error \(result)"
        switch Int32(result) {
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: self.init(.otherHost, text)
        case X509_V_ERR_CERT_HAS_EXPIRED: self.init(.expired, text)
        case X509_V_ERR_CERT_NOT_YET_VALID: self.init(.notYetValid, text)
        default: self.init(.unknown, text)
        }
    }
}

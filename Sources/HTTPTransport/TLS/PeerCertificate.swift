// SPDX-License-Identifier: Apache-2.0

/// A certificate whose key the peer has proved to hold and whose chain was verified; what an account is found by.
public struct PeerCertificate: Sendable, Hashable {
    /// A name in the certificate's subjectAltName (RFC 5280 §4.2.1.6).
    public struct AlternativeName: Sendable, Hashable {
        /// What kind of name it is.
        public enum Kind: String, Sendable, CaseIterable {
            /// A host's name.
            case dns
            /// A mail address.
            case email
            /// A URI.
            case uri
            /// An IPv4 or IPv6 address in its shortest text.
            case address
            /// Microsoft's user principal name, an otherName of type 1.3.6.1.4.1.311.20.2.3.
            case upn
        }

        /// What kind of name it is.
        public let kind: Kind
        /// The name as text.
        public let value: String

        /// Names something.
        public init(_ kind: Kind, _ value: String) {
            self.kind = kind
            self.value = value
        }
    }

    /// SHA-256 of the certificate's DER encoding, as 64 hexadecimal digits in lower case.
    public let fingerprint: String
    /// The subject in the form of RFC 4514, such as `CN=Ann,O=Example`; empty when there is none.
    public let subject: String
    /// The names in its subjectAltName.
    public let alternativeNames: [AlternativeName]

    /// Describes a certificate.
    public init(fingerprint: String, subject: String, alternativeNames: [AlternativeName] = []) {
        self.fingerprint = fingerprint
        self.subject = subject
        self.alternativeNames = alternativeNames
    }
}

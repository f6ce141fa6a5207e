// SPDX-License-Identifier: Apache-2.0

/// Versions and ciphers where they differ from the system's policy; never below TLS 1.2.
public struct TLSPolicy: Sendable, Equatable {
    /// Whether TLS 1.2 is refused too.
    public var requiresVersion13 = false
    /// The ciphers of TLS 1.2 in the form of openssl-ciphers(1); nil leaves them to the system.
    public var ciphers: String?
    /// The cipher suites of TLS 1.3, separated by colons; nil leaves them to the system.
    public var ciphersuites: String?

    /// The system's policy.
    public init() {}
}

/// What a server asks of its peers.
public struct TLSServerSettings: Sendable, Equatable {
    /// Versions and ciphers.
    public var policy = TLSPolicy()
    /// A file with the certificates of the authorities whose client certificates are believed; nil asks for none.
    public var clientAuthorities: String?
    /// How long a client may resume a session, in nanoseconds.
    public var sessionLifetime: UInt64 = 3_600_000_000_000

    /// The defaults.
    public init() {}
}

/// What a client trusts and shows.
public struct TLSClientSettings: Sendable {
    /// Versions and ciphers.
    public var policy = TLSPolicy()
    /// A file with the certificates of the authorities that are believed; nil believes the system's.
    public var authorities: String?
    /// Fingerprints in lower-case hexadecimal, of SHA-256 or, as subscribers name certificates, of SHA-1: where there are
    /// any, a server must have one of these certificates, and neither authority nor host name matters.
    public var pins: Set<String> = []
    /// The client's own certificate.
    public var identity: TLSIdentity?

    /// Trusts what the system trusts.
    public init() {}
}

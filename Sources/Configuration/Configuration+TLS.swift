// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[tls]`: what addresses that begin with https:// show, and ask for.
    public struct TLS: Sendable, Equatable {
        /// The least version that is spoken.
        public enum Version: String, Sendable, CaseIterable {
            /// TLS 1.2, the least that this daemon speaks at all.
            case version12 = "1.2"
            /// TLS 1.3.
            case version13 = "1.3"
        }

        /// The file of the certificate; empty for one that the daemon makes itself.
        public var certificate = ""
        /// The file of the certificate's key; empty for one that the daemon makes itself.
        public var privateKey = ""
        /// The file of the authorities whose client certificates are believed; empty for none.
        public var clientAuthorities = ""
        /// The least version.
        public var minimumVersion = Version.version12
        /// The ciphers of TLS 1.2; empty for the system's.
        public var ciphers = ""
        /// The cipher suites of TLS 1.3; empty for the system's.
        public var cipherSuites = ""
        /// How long a client may resume a session.
        public var sessionLifetime = Duration.seconds(3600)
    }
}

extension Configuration.TLS {
    static let section = Section(
        "tls", "What addresses that begin with https:// show to their clients, and ask of them.",
        [
            Key(
                "Certificate", \.tls.certificate, .optionalPath,
                """
                The certificate in PEM, followed by those that lead to its authority. Where nothing stands here the \
                daemon makes a self-signed one for this machine's names, once, in tls/ of StateDirectory=. SIGHUP has \
                it read anew, without an end to any connection.
                """),
            Key(
                "PrivateKey", \.tls.privateKey, .optionalPath,
                """
                The key of Certificate= in PEM, without a passphrase. Nobody but its owner and group may read it, and \
                nobody but its owner write it.
                """),
            Key(
                "ClientAuthorities", \.tls.clientAuthorities, .optionalPath,
                """
                The certificates, in PEM, of the authorities whose client certificates are believed. Listen= addresses \
                with certificate need it.
                """),
            Key(
                "MinimumVersion", \.tls.minimumVersion, .word,
                """
                The least version of TLS that is spoken. What the system's OpenSSL policy forbids stays forbidden, and \
                nothing below 1.2 is spoken in any case.
                """),
            Key(
                "Ciphers", \.tls.ciphers, .text,
                "The ciphers for TLS 1.2, as openssl-ciphers(1) writes them; the system's policy where nothing stands here."
            ),
            Key(
                "CipherSuites", \.tls.cipherSuites, .text,
                "The cipher suites for TLS 1.3, with colons between them; the system's policy where nothing stands here."
            ),
            Key(
                "SessionLifetime", \.tls.sessionLifetime, .duration(.zero ... .seconds(86400)),
                """
                How long a client may come back without a whole handshake. The daemon keeps nothing for it: clients \
                hold what they resume, encrypted for the daemon alone.
                """),
        ])
}

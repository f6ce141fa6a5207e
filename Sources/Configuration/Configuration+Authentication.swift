// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[authentication]`: who may come in.
    public struct Authentication: Sendable, Equatable {
        /// The file with accounts, password hashes and roles.
        public var usersFile = "/etc/baseboard/users"
        /// Where passwords are known.
        public var passwordSource = PasswordSource.users
        /// The service of PAM.
        public var pamService = "baseboard"
        /// The group whose members may do everything.
        public var adminGroup = "baseboard-admin"
        /// The group whose members may also change limits and call methods.
        public var operatorGroup = "baseboard-operator"
        /// The group whose members may read.
        public var readerGroup = "baseboard-reader"
        /// What Digest is offered by, the most wanted first.
        public var digestAlgorithms = [DigestAlgorithm.md5]
        /// How long a nonce of Digest may be used.
        public var digestNonceLifetime = Duration.seconds(300)
        /// Nonces in use that are remembered.
        public var maxDigestNonces = 4096
        /// How long a password that was right need not be hashed again; zero means never.
        public var credentialCacheTime = Duration.seconds(60)
        /// How long the answer to a first wrong password waits.
        public var failedLoginDelay = Duration.seconds(1)
        /// How long the answer to a wrong password waits at most.
        public var maxFailedLoginDelay = Duration.seconds(30)
        /// Whether anybody may ask which protocol is spoken.
        public var anonymousIdentify = true

        /// Where passwords are known.
        public enum PasswordSource: String, Sendable, CaseIterable {
            /// In the users file.
            case users
            /// To the system, by PAM.
            case pam
        }

        /// A hash of Digest (RFC 7616).
        public enum DigestAlgorithm: String, Sendable, CaseIterable {
            /// What every console knows.
            case md5 = "MD5"
            /// SHA-256.
            case sha256 = "SHA-256"
            /// SHA-512 cut to 256 bits.
            case sha512_256 = "SHA-512-256"
        }
    }
}

extension Configuration.Authentication {
    static let section = Section(
        "authentication", "Who may come in.",
        [
            Key(
                "UsersFile", \.authentication.usersFile, .path,
                """
                The accounts, one a line, with password hash and role; its owner's alone (mode 0600). No account exists \
                until you make one with baseboardd --add-user.
                """),
            Key(
                "PasswordSource", \.authentication.passwordSource, .word,
                """
                Where passwords are known. users is the file above. pam asks the system, as PAMService= is set up, and \
                takes the role from the groups below; UsersFile= is then not read. PAM needs the password itself, so \
                addresses offer basic and certificate+basic only, and basic where Listen= names nothing.
                """),
            Key(
                "PAMService", \.authentication.pamService, .pamService,
                """
                The service that PAM is asked as: the name of a file in /etc/pam.d, or the path of one elsewhere. \
                Modules may ask for one password and no more. pam_unix can read other accounts' passwords only where \
                the daemon's user may.
                """),
            Key(
                "AdminGroup", \.authentication.adminGroup, .text,
                "The Unix group that makes an account of PAM an admin. Of several groups the highest counts."),
            Key(
                "OperatorGroup", \.authentication.operatorGroup, .text,
                "The Unix group that makes an account of PAM an operator."),
            Key(
                "ReaderGroup", \.authentication.readerGroup, .text,
                "The Unix group that makes an account of PAM a reader. Who is in none of the three does not get in."),
            Key(
                "DigestAlgorithms", \.authentication.digestAlgorithms, .digestAlgorithms,
                """
                What Digest is offered by, with blanks between them, the most wanted first. Today's consoles know MD5 \
                only, which is weak: use it inside TLS. Some read only the first offer and some only the last.
                """),
            Key(
                "DigestNonceLifetime", \.authentication.digestNonceLifetime,
                .duration(.seconds(10) ... .seconds(86400)),
                """
                How long a client may use the number that Digest gave it. It then gets another without asking for the \
                password again.
                """),
            Key(
                "MaxDigestNonces", \.authentication.maxDigestNonces, .count(16...1_000_000),
                """
                Such numbers remembered at a time, once somebody has logged in with them. When there are more the \
                oldest end early; no request ever counts twice.
                """),
            Key(
                "CredentialCacheTime", \.authentication.credentialCacheTime, .duration(.zero ... .seconds(3600)),
                """
                How long a password that was right is not hashed again. The password itself is never kept, and a \
                change of the users file ends this at once. 0 hashes for every request, which makes each many \
                times as costly.
                """),
            Key(
                "FailedLoginDelay", \.authentication.failedLoginDelay, .duration(.zero ... .seconds(60)),
                """
                How long the answer to a wrong password waits. The time doubles with each further failure of the \
                same account or address.
                """),
            Key(
                "MaxFailedLoginDelay", \.authentication.maxFailedLoginDelay, .duration(.zero ... .seconds(600)),
                "The longest that the answer to a wrong password waits."),
            Key(
                "AnonymousIdentify", \.authentication.anonymousIdentify, .boolean,
                """
                Whether anybody may ask at /wsman-anon/identify which protocol is spoken here, as consoles do to find \
                machines, and at /wsman by the header that Windows sends. The answer names neither vendor nor version.
                """),
        ])
}

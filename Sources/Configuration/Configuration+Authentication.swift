// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[authentication]`: who may come in.
    public struct Authentication: Sendable, Equatable {
        /// The file with accounts, password hashes and roles.
        public var usersFile = "/etc/baseboard/users"
        /// How long a password that was right need not be hashed again; zero means never.
        public var credentialCacheTime = Duration.seconds(60)
        /// How long the answer to a first wrong password waits.
        public var failedLoginDelay = Duration.seconds(1)
        /// How long the answer to a wrong password waits at most.
        public var maxFailedLoginDelay = Duration.seconds(30)
        /// Whether anybody may ask which protocol is spoken.
        public var anonymousIdentify = true
    }
}

extension Configuration.Authentication {
    static let section = Section(
        "authentication", "Who may come in.",
        [
            Key(
                "UsersFile", \.authentication.usersFile, .path,
                """
                The accounts, one a line, with password hash and role. No account exists until you make one with \
                baseboardd --add-user.
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

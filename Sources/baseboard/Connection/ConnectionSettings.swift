// SPDX-License-Identifier: Apache-2.0

import HTTPTransport

/// Where to connect and as whom, put together from flags, a profile and the environment.
struct ConnectionSettings: Equatable {
    var endpoint: Endpoint
    var credentials: Credentials?
    var trust: Trust

    /// Flags win over a profile that is named, that over the environment, that over the profile `default`.
    init(
        _ options: ConnectionOptions, environment: [String: String], profiles: Profiles,
        passwords: PasswordSource
    ) throws(Failure) {
        let environment = environment.filter { !$0.value.isEmpty }
        let named: Profile? = if let name = options.profile { try profiles.named(name) } else { nil }
        let fallback = profiles.byDefault
        let host = options.host ?? named?.host ?? environment["BASEBOARD_HOST"] ?? fallback?.host
        endpoint = if let host { try Endpoint(host) } else { .local }
        trust = try Trust(options, environment: environment, named: named, fallback: fallback)
        let user = options.user ?? named?.user ?? environment["BASEBOARD_USER"] ?? fallback?.user
        guard let user else {
            guard !options.passwordStdin, options.passwordFile == nil else {
                throw Failure(.usage, "There is a password but no name; give --user.")
            }
            return
        }
        // Basic joins the two with a colon (RFC 7617 section 2).
        guard !user.contains(":") else { throw Failure(.usage, "The name of an account cannot hold a colon.") }
        let password =
            if options.passwordStdin {
                passwords.standardInput()
            } else if let path = options.passwordFile ?? named?.passwordFile {
                try passwords.password(inFile: path)
            } else if let password = environment["BASEBOARD_PASSWORD"] {
                password
            } else if let path = environment["BASEBOARD_PASSWORD_FILE"] ?? fallback?.passwordFile {
                try passwords.password(inFile: path)
            } else {
                passwords.prompt("Password of \(DisplayText.clean(user)): ")
            }
        guard let password, !password.isEmpty else {
            throw Failure(.usage, "There is no password for \(user); give --password-file or --password-stdin.")
        }
        let scheme = options.auth ?? named?.auth ?? environment["BASEBOARD_AUTH"] ?? fallback?.auth ?? "automatic"
        guard let scheme = HTTPCredentials.Scheme(rawValue: scheme.lowercased()) else {
            throw Failure(.usage, "There is no way to log in called \(scheme); --auth is automatic, basic or digest.")
        }
        credentials = Credentials(user: user, password: password, scheme: scheme)
    }
}

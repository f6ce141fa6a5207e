// SPDX-License-Identifier: Apache-2.0

import HTTPTransport

/// Where to connect and as whom, put together from flags, a profile and the environment.
struct ConnectionSettings: Equatable {
    var endpoint: Endpoint
    var credentials: Credentials?
    var trust: Trust
    /// Whether a certificate is all that says who one is.
    var provesByCertificate = false

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
        let login = try Login(options.auth ?? named?.auth ?? environment["BASEBOARD_AUTH"] ?? fallback?.auth)
        let user = options.user ?? named?.user ?? environment["BASEBOARD_USER"] ?? fallback?.user
        let hasPassword = options.passwordStdin || options.passwordFile != nil
        guard case .password(let scheme) = login else {
            guard options.user == nil, !hasPassword else {
                throw Failure(.usage, "With --auth certificate nobody is asked for name or password; leave them out.")
            }
            guard trust.certificate != nil, endpoint.isEncrypted else {
                throw Failure(.usage, "--auth certificate needs --certificate, --key and a host over https://.")
            }
            provesByCertificate = true
            return
        }
        guard let user else {
            guard !hasPassword else { throw Failure(.usage, "There is a password but no name; give --user.") }
            provesByCertificate = trust.certificate != nil
            return
        }
        credentials = Credentials(
            user: user,
            password: try Self.password(
                of: user, options, environment: environment, named: named, fallback: fallback, passwords: passwords),
            scheme: scheme)
    }

    private static func password(
        of user: String, _ options: ConnectionOptions, environment: [String: String], named: Profile?,
        fallback: Profile?, passwords: PasswordSource
    ) throws(Failure) -> String {
        // Basic joins the two with a colon (RFC 7617 section 2); a header field has one line.
        guard !user.contains(":"), user.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw Failure(.usage, "The name of an account can hold neither a colon nor control characters.")
        }
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
        return password
    }
}

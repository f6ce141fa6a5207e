// SPDX-License-Identifier: Apache-2.0

/// User and password, and how they may be shown to a server.
public struct HTTPCredentials: Sendable, Hashable {
    /// A way to log in.
    public enum Scheme: String, Sendable, CaseIterable {
        /// As the server asks: Digest where it can, else Basic, which goes in clear to this machine alone.
        case automatic
        /// Basic, with the first request already, also where others can read it.
        case basic
        /// Digest or nothing.
        case digest
    }

    /// The account.
    public let user: String
    /// Its password.
    public let password: String
    /// How it may be shown.
    public let scheme: Scheme

    /// Makes credentials.
    public init(user: String, password: String, scheme: Scheme = .automatic) {
        self.user = user
        self.password = password
        self.scheme = scheme
    }

    /// Whether the account can be named in a header field, into which nothing else may be slipped with it.
    var isValid: Bool { user.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f } }

    /// The Authorization field of Basic (RFC 7617, UTF-8).
    var basicAuthorization: String { "Basic " + Base64.encode(Array("\(user):\(password)".utf8)) }
}

// SPDX-License-Identifier: Apache-2.0

/// User and password for Basic authentication, sent with the first request already.
public struct HTTPCredentials: Sendable {
    /// The account.
    public let user: String
    /// Its password.
    public let password: String

    /// Makes credentials.
    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// The Authorization field (RFC 7617, UTF-8).
    var authorization: String { "Basic " + Base64.encode(Array("\(user):\(password)".utf8)) }
}

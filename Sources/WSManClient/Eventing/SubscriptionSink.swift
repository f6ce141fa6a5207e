// SPDX-License-Identifier: Apache-2.0

import WSMan

/// Where deliveries are to go, and how the service shows itself there.
public struct SubscriptionSink: Sendable, Hashable {
    /// The sink's URL.
    public var address: String
    /// The account at the sink; the service gets the password, so it is to be sent encrypted only.
    public var user: User?

    /// A name and a password.
    public struct User: Sendable, Hashable {
        /// The account's name.
        public let name: String
        /// Its password.
        public let password: String

        /// An account.
        public init(name: String, password: String) {
            self.name = name
            self.password = password
        }
    }

    /// A sink.
    public init(_ address: String, user: User? = nil) {
        self.address = address
        self.user = user
    }

    /// The security profile that says how the account is shown (`spec/namespaces.md` section 7).
    var profile: SecurityProfile? {
        guard user != nil else { return nil }
        return address.lowercased().hasPrefix("https:") ? .httpsBasic : .httpBasic
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What the service is to show a sink, and to see of it, as the subscriber's tokens say.
public struct SinkCredentials: Sendable, Hashable {
    /// A user for Basic or Digest.
    public struct User: Sendable, Hashable {
        /// The account at the sink.
        public let name: String
        /// Its password; empty where none was sent.
        public let password: String
    }

    /// Whom the service is to be.
    public internal(set) var user: User?
    /// SHA-1 of the certificate that the sink has to show, as 40 hexadecimal digits in lower case.
    public internal(set) var thumbprint: String?

    /// No credentials.
    public init() {}
}

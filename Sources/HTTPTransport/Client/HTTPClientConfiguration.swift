// SPDX-License-Identifier: Apache-2.0

/// What a client grants its servers; times are nanoseconds.
public struct HTTPClientConfiguration: Sendable {
    /// Whom it trusts and what it shows where a URL is `https`.
    public var tls = TLSClientSettings()
    /// For finding the address, connecting and encrypting.
    public var connectTimeout: UInt64 = 10_000_000_000
    /// For a whole exchange, connecting included.
    public var requestTimeout: UInt64 = 60_000_000_000
    /// How long an unused connection is kept.
    public var idleTimeout: UInt64 = 30_000_000_000
    /// Connections to one host and port; further requests wait for one.
    public var maxConnectionsPerOrigin = 8
    /// Connections in all; unused ones are closed for others, and further requests wait for one.
    public var maxConnections = 1024
    /// Requests to one host and port that may wait.
    public var maxWaitingPerOrigin = 256
    /// Octets of an answer's body.
    public var maxBodyBytes = 16 * 1024 * 1024
    /// Octets of an answer's header fields together.
    public var maxHeaderBytes = 32 * 1024
    /// Header fields of an answer.
    public var maxHeaderCount = 200

    /// The defaults.
    public init() {}
}

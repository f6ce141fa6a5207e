// SPDX-License-Identifier: Apache-2.0

/// What a server has done since it was made.
public struct HTTPServerStatistics: Sendable, Equatable {
    /// Connections open now.
    public var openConnections = 0
    /// Connections accepted.
    public var acceptedConnections: UInt64 = 0
    /// Connections closed at once because a limit was reached.
    public var refusedConnections: UInt64 = 0
    /// Connections closed because a time ran out.
    public var timedOutConnections: UInt64 = 0
    /// TLS handshakes completed.
    public var handshakes: UInt64 = 0
    /// Connections that TLS ended: no handshake, a broken record, or an end without close_notify.
    public var failedTLSConnections: UInt64 = 0
    /// Requests whose header arrived whole.
    public var requests: UInt64 = 0
}

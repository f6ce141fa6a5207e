// SPDX-License-Identifier: Apache-2.0

/// What one server grants its peers; every bound it enforces has a name and a default here.
///
/// Times are nanoseconds.
public struct HTTPServerLimits: Sendable {
    /// Connections open at once; a further one is closed unanswered.
    public var maxConnections = 4096
    /// Connections open at once from one address.
    public var maxConnectionsPerAddress = 1024
    /// Requests a connection may carry before it is closed; 0 means no bound.
    public var maxRequestsPerConnection = 0
    /// Octets of request target, header names and header values together.
    public var maxHeaderBytes = 16 * 1024
    /// Header fields of one request, trailers included.
    public var maxHeaderCount = 100
    /// Octets of a request body, unless the route has its own bound.
    public var maxBodyBytes = 512 * 1024
    /// Octets of a refused request's body that are read and dropped to keep the connection usable.
    public var maxDiscardedBytes = 512 * 1024
    /// Requests of one connection that may wait for their answers; no more is read until one is answered.
    public var maxPipelinedRequests = 32
    /// Octets of answers waiting for the peer above which no more requests are read.
    public var maxUnsentBytes = 64 * 1024
    /// From the accepted connection until it is encrypted, where it is to be.
    public var handshakeTimeout: UInt64 = 10_000_000_000
    /// From the accepted or encrypted connection or the first octet of a request until its header is complete.
    public var headerTimeout: UInt64 = 10_000_000_000
    /// From the end of the header until the body is complete.
    public var bodyTimeout: UInt64 = 30_000_000_000
    /// Between requests.
    public var idleTimeout: UInt64 = 120_000_000_000
    /// How long answers may wait for a peer that does not read.
    public var writeTimeout: UInt64 = 30_000_000_000
    /// How long a refused peer may take to read the refusal before the connection is cut.
    public var lingerTimeout: UInt64 = 2_000_000_000

    /// The defaults.
    public init() {}
}

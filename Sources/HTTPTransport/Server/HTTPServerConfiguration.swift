// SPDX-License-Identifier: Apache-2.0

/// Where a server listens and what it grants its peers.
public struct HTTPServerConfiguration: Sendable {
    /// One address to listen on.
    public struct Address: Sendable, Hashable, CustomStringConvertible {
        /// An IPv4 or IPv6 address without brackets, or a name that resolves to one.
        public var host: String
        /// The port; 0 lets the kernel choose.
        public var port: Int

        /// Names an address.
        public init(host: String, port: Int) {
            self.host = host
            self.port = port
        }

        /// As in a URL: `127.0.0.1:5985`, `[::1]:5985`.
        public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }

    /// One address to listen on, and how peers prove there who they are.
    public struct Listener: Sendable, CustomStringConvertible {
        /// Where it listens.
        public var address: Address
        /// Encrypts its connections; nil speaks plain HTTP.
        public var tls: TLSServer?
        /// Who lets requests in.
        public var authenticator: any Authenticator

        /// Describes a listener.
        public init(
            _ address: Address, tls: TLSServer? = nil, authenticator: any Authenticator = NoAuthenticator()
        ) {
            self.address = address
            self.tls = tls
            self.authenticator = authenticator
        }

        /// As a URL without a path.
        public var description: String { "\(tls == nil ? "http" : "https")://\(address)" }
    }

    /// What to listen on.
    public var listeners: [Listener]
    /// What peers may do.
    public var limits: HTTPServerLimits
    /// Connections the kernel may hold ready before they are accepted.
    public var backlog: Int32 = 1024

    /// Listens everywhere with the same `limits`.
    public init(listeners: [Listener], limits: HTTPServerLimits = HTTPServerLimits()) {
        self.listeners = listeners
        self.limits = limits
    }
}

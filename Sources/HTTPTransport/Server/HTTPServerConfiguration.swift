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

    /// The addresses to listen on.
    public var addresses: [Address]
    /// What peers may do.
    public var limits: HTTPServerLimits
    /// Connections the kernel may hold ready before they are accepted.
    public var backlog: Int32 = 1024

    /// Listens on `addresses` with `limits`.
    public init(addresses: [Address], limits: HTTPServerLimits = HTTPServerLimits()) {
        self.addresses = addresses
        self.limits = limits
    }
}

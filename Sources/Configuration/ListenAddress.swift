// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An address and port to listen on, and how clients prove there who they are.
public struct ListenAddress: Sendable, Hashable {
    /// The IPv4 or IPv6 address, without brackets, in its shortest form.
    public let host: String
    /// The TCP port; 0 lets the system choose.
    public let port: UInt16
    /// Whether it speaks TLS.
    public let isEncrypted: Bool
    /// What a client may prove itself by.
    public internal(set) var schemes: [AuthenticationScheme]
    /// Whether the file says nothing of it.
    let hasDefaultSchemes: Bool

    /// What is offered where the file names nothing.
    public static let defaultSchemes = [AuthenticationScheme.digest, .basic]

    /// Whether only programs on this machine can connect.
    public var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") }

    /// Whether the address is one of IPv6.
    public var isIPv6: Bool { host.contains(":") }

    /// Reads an address as the system does.
    ///
    /// - Returns: nil when `host` is not the number of an address.
    public init?(
        host: String, port: UInt16, isEncrypted: Bool = false, schemes: [AuthenticationScheme]? = nil
    ) {
        guard let shortest = Self.shortest(host, AF_INET) ?? Self.shortest(host, AF_INET6) else { return nil }
        self.host = shortest
        self.port = port
        self.isEncrypted = isEncrypted
        self.schemes = schemes ?? Self.defaultSchemes
        hasDefaultSchemes = schemes == nil
    }

    private static func shortest(_ host: String, _ family: Int32) -> String? {
        var address = in6_addr()
        guard inet_pton(family, host, &address) == 1 else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
            inet_ntop(family, &address, text.baseAddress, socklen_t(text.count)).map { String(cString: $0) }
        }
    }
}

extension ListenAddress: CustomStringConvertible {
    /// The URL and the schemes, as they are written in the file.
    public var description: String {
        let url = "\(isEncrypted ? "https" : "http")://\(isIPv6 ? "[\(host)]" : host):\(port)"
        guard schemes != Self.defaultSchemes else { return url }
        return ([url] + schemes.map(\.rawValue)).joined(separator: " ")
    }
}

// SPDX-License-Identifier: Apache-2.0

extension Syntax<ListenAddress> {
    /// `http://` with a numeric address and a port.
    static let listenAddress = Syntax(
        allowed: "http://ADDRESS:PORT, such as http://127.0.0.1:5985 or http://[::1]:5985",
        format: { $0.description },
        explaining: { text throws(Refusal) in
            guard !text.lowercased().hasPrefix("https:") else {
                throw Refusal("TLS is not there yet; expected an address that begins with http://")
            }
            guard text.lowercased().hasPrefix("http://") else {
                throw Refusal("expected http://ADDRESS:PORT, such as http://127.0.0.1:5985 or http://[::1]:5985")
            }
            let authority = text.dropFirst("http://".count).prefix { $0 != "/" }
            guard text.dropFirst("http://".count + authority.count).allSatisfy({ $0 == "/" }) else {
                throw Refusal("an address to listen on has no path: the daemon answers at /wsman")
            }
            let (host, portText) = try split(authority)
            guard let port = digits(portText).flatMap(UInt16.init(exactly:)) else {
                throw Refusal("expected a port from 0 to 65535 after the address")
            }
            guard let address = ListenAddress(host: host, port: port) else {
                throw Refusal("expected a numeric address, such as 127.0.0.1, 0.0.0.0 or [::], not a name")
            }
            return address
        })

    private static func split(_ authority: Substring) throws(Refusal) -> (host: String, port: Substring) {
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else {
            throw Refusal("expected a port after the address, such as :5985")
        }
        let host = authority[..<colon]
        let port = authority[colon...].dropFirst()
        guard host.contains(":") || host.hasPrefix("[") else { return (String(host), port) }
        guard host.hasPrefix("["), host.hasSuffix("]"), host.contains(":") else {
            throw Refusal("expected an IPv6 address in brackets, such as http://[::1]:5985")
        }
        return (String(host.dropFirst().dropLast()), port)
    }
}

// SPDX-License-Identifier: Apache-2.0

extension Syntax<ListenAddress> {
    /// `https://` or `http://` with a numeric address and a port, then the schemes that are offered there.
    static let listenAddress = Syntax(
        allowed: """
            https://ADDRESS:PORT or http://ADDRESS:PORT, such as https://[::]:5986 or http://127.0.0.1:5985, and after \
            it any of \(AuthenticationScheme.allCases.map(\.rawValue).joined(separator: ", "))
            """,
        format: { $0.description },
        explaining: { text throws(Refusal) in
            let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
            let url = words.first ?? ""
            let isEncrypted = url.lowercased().hasPrefix("https://")
            guard isEncrypted || url.lowercased().hasPrefix("http://") else {
                throw Refusal("expected https://ADDRESS:PORT, such as https://[::]:5986, or http://127.0.0.1:5985")
            }
            let rest = url.dropFirst(isEncrypted ? "https://".count : "http://".count)
            let authority = rest.prefix { $0 != "/" }
            guard rest.dropFirst(authority.count).allSatisfy({ $0 == "/" }) else {
                throw Refusal("an address to listen on has no path: the daemon answers at /wsman")
            }
            let (host, portText) = try split(authority)
            guard let port = digits(portText).flatMap(UInt16.init(exactly:)) else {
                throw Refusal("expected a port from 0 to 65535 after the address")
            }
            let schemes = try schemes(words.dropFirst(), isEncrypted: isEncrypted)
            guard let address = ListenAddress(host: host, port: port, isEncrypted: isEncrypted, schemes: schemes) else {
                throw Refusal("expected a numeric address, such as 127.0.0.1, 0.0.0.0 or [::], not a name")
            }
            return address
        })

    private static func schemes(
        _ words: ArraySlice<Substring>, isEncrypted: Bool
    ) throws(Refusal) -> [AuthenticationScheme]? {
        guard !words.isEmpty else { return nil }
        var schemes: [AuthenticationScheme] = []
        for word in words {
            guard let scheme = AuthenticationScheme(rawValue: word.lowercased()) else {
                let known = AuthenticationScheme.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal("\(word) is no way to log in; there are \(known)")
            }
            guard isEncrypted || !scheme.needsCertificate else {
                throw Refusal("\(word) needs TLS; expected an address that begins with https://")
            }
            guard !schemes.contains(scheme) else { throw Refusal("\(word) is listed twice") }
            schemes.append(scheme)
        }
        return schemes
    }

    private static func split(_ authority: Substring) throws(Refusal) -> (host: String, port: Substring) {
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else {
            throw Refusal("expected a port after the address, such as :5986")
        }
        let host = authority[..<colon]
        let port = authority[colon...].dropFirst()
        guard host.contains(":") || host.hasPrefix("[") else { return (String(host), port) }
        guard host.hasPrefix("["), host.hasSuffix("]"), host.contains(":") else {
            throw Refusal("expected an IPv6 address in brackets, such as https://[::1]:5986")
        }
        return (String(host.dropFirst().dropLast()), port)
    }
}

// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An absolute `http` or `https` URL as the client needs it (RFC 3986, RFC 9110 §4.2).
public struct HTTPURL: Sendable, Hashable, CustomStringConvertible {
    /// Whether it is an `https` URL.
    public let isEncrypted: Bool
    /// The host: a name, an IPv4 address, or an IPv6 address without brackets.
    public let host: String
    /// The port; 80 or 443 when the text names none.
    public let port: Int
    /// Path and query, never empty.
    public let target: String

    /// Names a resource by its parts.
    public init(
        isEncrypted: Bool = false, host: String, port: Int, target: String
    ) throws(HTTPClientError) {
        let isSane = { (text: String) in text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f } }
        guard !host.isEmpty, host.utf8.count <= 255, isSane(host), (1...65535).contains(port), isSane(target),
            target.first == "/"
        else { throw .invalidURL("\(host):\(port)\(target)") }
        self.isEncrypted = isEncrypted
        self.host = host
        self.port = port
        self.target = target
    }

    /// Reads a URL such as `http://[::1]:5985/wsman`; a fragment is dropped.
    ///
    /// - Throws: `invalidURL`, also for user information, which belongs into credentials; `unsupportedScheme`.
    public init(_ text: String) throws(HTTPClientError) {
        guard let colon = text.range(of: "://") else { throw .invalidURL(text) }
        let scheme = text[..<colon.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .unsupportedScheme(scheme) }
        let isEncrypted = scheme == "https"
        let rest = text[colon.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest.dropFirst(authority.count)
        guard !authority.contains("@") else { throw .invalidURL(text) }

        let host: Substring
        let port: Substring
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { throw .invalidURL(text) }
            host = authority[authority.index(after: authority.startIndex)..<end]
            port = authority[authority.index(after: end)...]
            guard port.isEmpty || port.first == ":", host.contains(":") else { throw .invalidURL(text) }
        } else {
            host = authority.prefix { $0 != ":" }
            port = authority.dropFirst(host.count)
        }
        let digits = port.dropFirst()
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let number = digits.isEmpty ? Self.usualPort(isEncrypted) : Int(digits)
        else { throw .invalidURL(text) }
        do {
            try self.init(
                isEncrypted: isEncrypted, host: String(host), port: number,
                target: target.first == "/" ? String(target) : "/" + target)
        } catch {
            throw .invalidURL(text)
        }
    }

    /// Host and port as the Host field has them.
    public var authority: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == Self.usualPort(isEncrypted) ? host : "\(host):\(port)"
    }

    /// Whether a host is this machine, so that nobody can listen on the way: `localhost`, or an address of loopback.
    ///
    /// No other name is believed: `127.example.com` is anybody's.
    public static func isLoopback(host: String) -> Bool {
        if ASCII.equalsIgnoringCase(host.utf8, "localhost".utf8) { return true }
        // As long as the longer of the two kinds of address.
        var address = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, host, &address) == 1 { return address[0] == 127 }
        guard inet_pton(AF_INET6, host, &address) == 1 else { return false }
        return address.dropLast().allSatisfy { $0 == 0 } && address.last == 1
    }

    private static func usualPort(_ isEncrypted: Bool) -> Int { isEncrypted ? 443 : 80 }

    /// The URL as text.
    public var description: String { "\(isEncrypted ? "https" : "http")://\(authority)\(target)" }
}

extension String {
    fileprivate func range(of separator: StaticString) -> (lowerBound: Index, upperBound: Index)? {
        var rest = self[...]
        let text = String(describing: separator)
        while !rest.isEmpty {
            if rest.hasPrefix(text) { return (rest.startIndex, rest.index(rest.startIndex, offsetBy: text.count)) }
            rest.removeFirst()
        }
        return nil
    }
}

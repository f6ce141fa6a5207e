// SPDX-License-Identifier: Apache-2.0

/// Hosts and ports that events may be sent to.
public struct SinkPattern: Sendable, Hashable {
    /// Which hosts are meant.
    enum Host: Sendable, Hashable {
        case any
        /// A name; in lower case.
        case name(String)
        /// All names below one, with the dot before it; in lower case.
        case below(String)
        /// Addresses whose first bits are those of one.
        case network(NetworkAddress, bits: Int)
    }

    let host: Host
    /// The port; nil for any.
    let port: UInt16?
    private let text: String

    /// Reads a pattern such as `*`, `sink.example.com:8443`, `*.example.com`, `192.0.2.0/24:8443` or `[2001:db8::]/32`.
    public init?(_ text: String) {
        var rest = text.lowercased()[...]
        var port: UInt16?
        let isBracketed = rest.hasPrefix("[")
        if let colon = rest.lastIndex(of: ":"), !isBracketed || !rest[colon...].contains("]") {
            guard let number = digits(rest[colon...].dropFirst()), let known = UInt16(exactly: number), known > 0 else {
                return nil
            }
            port = known
            rest = rest[..<colon]
        }
        guard let host = Self.host(String(rest), isBracketed: isBracketed) else { return nil }
        self.host = host
        self.port = port
        self.text = text
    }

    private static func host(_ text: String, isBracketed: Bool) -> Host? {
        if text == "*" { return .any }
        if text.hasPrefix("*.") {
            return isName(text.dropFirst(2)) ? .below(String(text.dropFirst())) : nil
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, var number = parts.first else { return nil }
        if isBracketed {
            guard number.hasSuffix("]") else { return nil }
            number = number.dropFirst().dropLast()
        }
        guard let address = NetworkAddress(String(number)), isBracketed == number.contains(":") else {
            return parts.count == 1 && !isBracketed && isName(number) ? .name(String(number)) : nil
        }
        let width = isBracketed ? 128 : 32
        guard parts.count == 2 else { return .network(address, bits: 128) }
        guard let bits = digits(parts[1]), bits <= width else { return nil }
        return .network(address, bits: 128 - width + bits)
    }

    private static func isName(_ text: Substring) -> Bool {
        // A name of digits and dots alone would be a mistyped address.
        !text.isEmpty && text.first != "." && text.utf8.contains { 97...122 ~= $0 }
            && text.utf8.allSatisfy { 97...122 ~= $0 || 48...57 ~= $0 || $0 == 45 || $0 == 46 || $0 == 95 }
    }

    /// Whether a host, a name or an address without brackets, and a port are meant.
    public func matches(host name: String, port number: Int) -> Bool {
        if let port, Int(port) != number { return false }
        switch host {
        case .any: return true
        case .name(let wanted): return name.lowercased() == wanted
        case .below(let domain): return name.lowercased().hasSuffix(domain)
        case .network(let network, let bits):
            return NetworkAddress(name).map { $0.agrees(with: network, bits: bits) } ?? false
        }
    }
}

extension SinkPattern: CustomStringConvertible {
    /// The pattern as it was written.
    public var description: String { text }
}

extension Syntax<SinkPattern> {
    /// A pattern of hosts and ports.
    static let sinkPattern = Syntax(
        allowed: """
            a host or a network, and a port where not all are meant, such as sink.example.com:8443, *.example.com, \
            192.0.2.0/24:8443, [2001:db8::]/32 or * for all
            """,
        parse: { SinkPattern($0) }, format: { $0.description })
}

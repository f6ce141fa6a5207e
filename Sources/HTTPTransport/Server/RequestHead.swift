// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1

/// A request's header, its framing checked and what the server needs of it picked out in one pass.
struct RequestHead {
    /// How the body's end is known.
    enum Framing: Equatable {
        case none
        case length(Int)
        case chunked
    }

    /// What an Expect field asks for.
    enum Expectation {
        case none
        case continuation
        case unknown
    }

    let method: String
    /// The request target as sent.
    let target: String
    let path: String
    let query: String
    let headers: HTTPHeaders
    let keepsAlive: Bool
    let isVersion10: Bool
    private(set) var framing = Framing.none
    private(set) var contentType: String?
    private(set) var authorization: String?
    /// Whether the body is compressed or otherwise coded, which nothing here undoes.
    private(set) var isCoded = false
    private(set) var expectation = Expectation.none

    /// Reads a decoded header.
    ///
    /// - Throws: the refusal; none of them leaves the connection usable, since its framing cannot be trusted.
    init(_ head: HTTPRequestHead) throws(Refusal) {
        method = head.method.rawValue
        target = head.uri
        headers = head.headers
        isVersion10 = head.version.minor == 0
        (path, query) = try Self.target(head.uri)
        // The decoder stops at a request that could switch protocols, so nothing after it would be seen.
        keepsAlive = head.isKeepAlive && head.method != .CONNECT && !head.headers.contains(name: "Upgrade")

        var hosts = 0
        for (name, value) in head.headers {
            switch name.utf8.count {
            case 4 where ASCII.equalsIgnoringCase(name, "Host"):
                hosts += 1
            case 6 where ASCII.equalsIgnoringCase(name, "Expect"):
                expectation = ASCII.equalsIgnoringCase(value, "100-continue") ? .continuation : .unknown
            case 12 where ASCII.equalsIgnoringCase(name, "Content-Type"):
                contentType = value
            case 13 where ASCII.equalsIgnoringCase(name, "Authorization"):
                // Two fields would let two readers see two users.
                guard authorization == nil else { throw .malformed }
                authorization = value
            case 14 where ASCII.equalsIgnoringCase(name, "Content-Length"):
                try takeLength(value)
            case 16 where ASCII.equalsIgnoringCase(name, "Content-Encoding"):
                isCoded = isCoded || !ASCII.equalsIgnoringCase(value, "identity")
            case 17 where ASCII.equalsIgnoringCase(name, "Transfer-Encoding"):
                // RFC 9112 §6.1 and §6.3 #3: both together are how requests are smuggled.
                guard framing == .none, head.version.minor >= 1 else { throw .malformed }
                guard ASCII.equalsIgnoringCase(value, "chunked") else { throw .unknownCoding }
                framing = .chunked
            default:
                break
            }
        }
        // RFC 9112 §3.2: exactly one Host in HTTP/1.1.
        guard hosts == 1 || (hosts == 0 && head.version.minor == 0) else { throw .malformed }
        if head.version.minor == 0 { expectation = .none }  // RFC 9110 §10.1.1
    }

    private mutating func takeLength(_ value: String) throws(Refusal) {
        guard !value.isEmpty, value.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), let length = Int(value) else {
            throw .malformed
        }
        switch framing {
        case .none: framing = .length(length)
        case .length(length): break
        default: throw .malformed
        }
    }

    /// Path and query of a request target in origin form, or in the absolute form that RFC 9112 §3.2.2 demands.
    private static func target(_ uri: String) throws(Refusal) -> (path: String, query: String) {
        var rest = uri.utf8[...]
        if rest.first != UInt8(ascii: "/") {
            if rest.elementsEqual("*".utf8) { return ("*", "") }
            guard ASCII.hasPrefixIgnoringCase(uri, "http://") || ASCII.hasPrefixIgnoringCase(uri, "https://") else {
                throw .malformed
            }
            rest = rest.dropFirst(8).drop { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
            if rest.first != UInt8(ascii: "/") { return ("/", String(Substring(rest.dropFirst()))) }
        }
        guard let mark = rest.firstIndex(of: UInt8(ascii: "?")) else {
            return (rest.startIndex == uri.startIndex ? uri : String(Substring(rest)), "")
        }
        return (String(Substring(rest[..<mark])), String(Substring(rest[rest.index(after: mark)...])))
    }
}

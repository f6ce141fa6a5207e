// SPDX-License-Identifier: Apache-2.0

/// What an Authorization field of the scheme Digest says (RFC 7616 §3.4).
struct DigestCredentials: Equatable {
    let username: String
    let realm: String
    let nonce: String
    let uri: String
    let algorithm: DigestAlgorithm
    /// As it was written, for it goes into the digest so.
    let nonceCountText: String
    /// Its value, whatever its width.
    let nonceCount: UInt64
    let clientNonce: String
    let response: [UInt8]

    static func isDigest(_ authorization: String) -> Bool { ASCII.hasPrefixIgnoringCase(authorization, "Digest ") }

    /// Takes the field apart.
    ///
    /// Nil when it is not well-formed, names a parameter twice, or wants what is not offered: another qop than `auth`
    /// (without one there is no protection against replay, RFC 7616 §3.4), a hashed user name, an unknown algorithm.
    init?(_ authorization: String) {
        guard Self.isDigest(authorization), let fields = Self.parameters(authorization.utf8.dropFirst(7)),
            let realm = fields["realm"], let nonce = fields["nonce"], let uri = fields["uri"],
            fields["qop"]?.lowercased() == "auth", let count = fields["nc"], let clientNonce = fields["cnonce"],
            !clientNonce.isEmpty, let response = fields["response"].flatMap(Hexadecimal.decode),
            fields["userhash"].map({ $0.lowercased() == "false" }) ?? true,
            (1...16).contains(count.utf8.count), let number = UInt64(count, radix: 16), count.first != "+"
        else { return nil }
        // RFC 7616 §3.4: one of the two, never both.
        switch (fields["username"], fields["username*"]) {
        case (let name?, nil): username = name
        case (nil, let name?):
            guard let decoded = Self.extendedValue(name) else { return nil }
            username = decoded
        default: return nil
        }
        let name = fields["algorithm"] ?? DigestAlgorithm.md5.rawValue
        guard let algorithm = DigestAlgorithm.allCases.first(where: { $0.rawValue == name.uppercased() }),
            response.count == algorithm.length
        else { return nil }
        self.realm = realm
        self.nonce = nonce
        self.uri = uri
        self.algorithm = algorithm
        nonceCountText = count
        nonceCount = number
        self.clientNonce = clientNonce
        self.response = response
    }

    // MARK: Syntax

    private static let maxParameters = 16

    /// `name=token` and `name="quoted"`, separated by commas (RFC 9110 §11.4); names in lower case.
    private static func parameters(_ text: Substring.UTF8View.SubSequence) -> [String: String]? {
        var fields: [String: String] = [:]
        var rest = text
        func skipBlanks() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }
        while true {
            skipBlanks()
            // RFC 9110 §5.6.1: empty elements of a list are passed over.
            while rest.first == UInt8(ascii: ",") {
                rest = rest.dropFirst()
                skipBlanks()
            }
            if rest.isEmpty { return fields }
            let name = rest.prefix(while: isToken)
            rest = rest.dropFirst(name.count)
            skipBlanks()
            guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "="), fields.count < maxParameters else { return nil }
            skipBlanks()
            guard let value = rest.first == UInt8(ascii: "\"") ? quoted(&rest) : token(&rest),
                fields.updateValue(value, forKey: String(Substring(name)).lowercased()) == nil
            else { return nil }
            skipBlanks()
            guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
        }
    }

    private static func token(_ rest: inout Substring.UTF8View.SubSequence) -> String? {
        let value = rest.prefix(while: isToken)
        rest = rest.dropFirst(value.count)
        return value.isEmpty ? nil : String(Substring(value))
    }

    private static func quoted(_ rest: inout Substring.UTF8View.SubSequence) -> String? {
        rest = rest.dropFirst()
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else { return nil }
                bytes.append(escaped)
            default: bytes.append(byte)
            }
        }
        return nil
    }

    /// RFC 9110 §5.6.2, and the characters beyond it that clients leave without quotes: `/` of a URI, `'` of RFC 8187.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7f..., UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: "="), UInt8(ascii: ";"): false
        default: true
        }
    }

    /// `UTF-8''%c3%a4` (RFC 8187 §3.2).
    private static func extendedValue(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].uppercased() == "UTF-8" else { return nil }
        return PercentCoding.decode(parts[2])
    }
}

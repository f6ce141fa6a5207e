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
        guard Self.isDigest(authorization), let fields = Self.parameters(authorization),
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

    private static func parameters(_ authorization: String) -> [String: String]? {
        var syntax = AuthenticationSyntax(authorization.utf8.dropFirst("Digest ".utf8.count))
        return syntax.parameters()
    }

    /// `UTF-8''%c3%a4` (RFC 8187 §3.2).
    private static func extendedValue(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].uppercased() == "UTF-8" else { return nil }
        return PercentCoding.decode(parts[2])
    }
}

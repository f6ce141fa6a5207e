// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// User and password of an Authorization field (RFC 7617).
struct BasicCredentials {
    let user: String
    let password: Secret

    /// Takes the field apart; nil when it is not Basic or not well-formed.
    init?(_ authorization: String) {
        guard Self.isBasic(authorization) else { return nil }
        let token = authorization.utf8.dropFirst(6).drop { $0 == 0x20 }
        guard var decoded = Base64.decode(token) else { return nil }
        defer { OPENSSL_cleanse(&decoded, decoded.count) }
        guard let colon = decoded.firstIndex(of: UInt8(ascii: ":")),
            let user = String(validating: decoded[..<colon], as: UTF8.self)
        else { return nil }
        self.user = user
        password = Secret(decoded[(colon + 1)...])
    }

    static func isBasic(_ authorization: String) -> Bool { ASCII.hasPrefixIgnoringCase(authorization, "Basic ") }
}

// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A challenge of Digest that a client answers, for as long as the server takes its nonce (RFC 7616).
struct DigestSession {
    private let realm: String
    private let nonce: String
    private let opaque: String?
    private let algorithm: DigestAlgorithm
    private let digest: MessageDigest
    /// Whether the server says that the credentials were right and only their nonce old.
    let isStale: Bool
    private var count: UInt32 = 0

    /// Takes up a challenge; nil when it has no qop `auth`, without which anybody could replay, or is not understood.
    init?(_ challenge: AuthenticationChallenge) {
        let parameters = challenge.parameters
        let name = (parameters["algorithm"] ?? DigestAlgorithm.md5.rawValue).uppercased()
        let offered = parameters["qop"]?.lowercased().split { $0 == "," || $0 == " " } ?? []
        guard let realm = parameters["realm"], let nonce = parameters["nonce"], offered.contains("auth"),
            let algorithm = DigestAlgorithm.allCases.first(where: { $0.rawValue == name }),
            let digest = MessageDigest(algorithm)
        else { return nil }
        self.realm = realm
        self.nonce = nonce
        self.algorithm = algorithm
        self.digest = digest
        opaque = parameters["opaque"]
        isStale = parameters["stale"]?.lowercased() == "true"
    }

    /// The strongest of several challenges is the one to answer.
    var strength: Int {
        switch algorithm {
        case .md5: 0
        case .sha256: 1
        case .sha512_256: 2
        }
    }

    /// The Authorization field of the next request.
    mutating func authorization(_ credentials: HTTPCredentials, method: String, target: String) -> String? {
        var random = [UInt8](repeating: 0, count: 16)
        guard RAND_bytes(&random, Int32(random.count)) == 1 else { return nil }
        count += 1
        return authorization(
            credentials, method: method, target: target, clientNonce: Hexadecimal.encode(random), count: count)
    }

    /// As above, with the client's nonce and the number given (RFC 7616 §3.4).
    func authorization(
        _ credentials: HTTPCredentials, method: String, target: String, clientNonce: String, count: UInt32
    ) -> String {
        let digits = String(count, radix: 16)
        let number = String(repeating: "0", count: 8 - digits.utf8.count) + digits
        let secret = Hexadecimal.encode(digest("\(credentials.user):\(realm):\(credentials.password)"))
        let request = Hexadecimal.encode(digest("\(method):\(target)"))
        let response = Hexadecimal.encode(digest("\(secret):\(nonce):\(number):\(clientNonce):auth:\(request)"))
        var field = "Digest username=\(Self.quoted(credentials.user)), realm=\(Self.quoted(realm)), "
        field += "nonce=\(Self.quoted(nonce)), uri=\(Self.quoted(target)), algorithm=\(algorithm.rawValue), "
        field += "qop=auth, nc=\(number), cnonce=\"\(clientNonce)\", response=\"\(response)\""
        if let opaque { field += ", opaque=\(Self.quoted(opaque))" }
        return field
    }

    /// RFC 9110 §5.6.4.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        // Not by characters: a quotation mark with an accent on it is another character than the mark alone.
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

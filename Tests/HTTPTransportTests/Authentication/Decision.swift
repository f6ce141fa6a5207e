// SPDX-License-Identifier: Apache-2.0

import ResourceModel

@testable import HTTPTransport

/// What an authenticator came to in the end.
enum Decision: Sendable, Equatable {
    case accepted(String)
    case challenged([String])
    case forbidden(String)
    case slowed(Int)

    var challenges: [String] {
        guard case .challenged(let challenges) = self else { return [] }
        return challenges
    }

    /// The nonce of the first Digest challenge.
    var nonce: String? {
        guard let digest = challenges.first(where: { $0.hasPrefix("Digest ") }) else { return nil }
        return digest.split(separator: "nonce=\"").last?.split(separator: "\"").first.map { String($0) }
    }

    var isStale: Bool { !challenges.isEmpty && challenges.contains { $0.hasSuffix(", stale=true") } }
}

extension ListenerAuthenticator {
    /// Asks on the loop and waits for the outcome.
    func decide(
        _ authorization: String?, certificate: ClientCertificate = .absent, method: String = "POST",
        target: String = "/wsman", address: String = "192.0.2.1"
    ) async -> Decision {
        await withCheckedContinuation { continuation in
            ServiceLoop.forTests.execute {
                let request = AuthenticationRequest(
                    method: method, target: target, authorization: authorization, certificate: certificate,
                    peerAddress: address, memory: AuthenticationMemory())
                Self.settle(self.authenticate(request)) { continuation.resume(returning: $0) }
            }
        }
    }

    private static func settle(_ outcome: AuthenticationOutcome, _ done: @escaping (Decision) -> Void) {
        switch outcome {
        case .accepted(let principal): done(.accepted(principal.name))
        case .refused(.challenge(let challenges)): done(.challenged(challenges))
        case .refused(.forbidden(let text)): done(.forbidden(text))
        case .refused(.tooManyAttempts(let seconds)): done(.slowed(seconds))
        case .pending(let begin): begin { settle($0, done) }
        }
    }

    /// A fresh nonce, as a client gets it.
    func nonce() async -> String { await decide(nil).nonce ?? "" }
}

/// A console that knows Digest, and can be told to get it wrong.
struct DigestClient {
    var user = "ann"
    var password = "right"
    var realm = "baseboard"
    var algorithm = DigestAlgorithm.md5
    var method = "POST"
    var uri = "/wsman"

    /// The value of the Authorization field; `count` is written as given.
    func field(_ nonce: String, count: String = "00000001", quotesCount: Bool = false) -> String {
        let secret = Hexadecimal.encode(Self.hash("\(user):\(realm):\(password)", algorithm))
        let request = Hexadecimal.encode(Self.hash("\(method):\(uri)", algorithm))
        let response = Hexadecimal.encode(
            Self.hash("\(secret):\(nonce):\(count):0a4f113b:auth:\(request)", algorithm))
        let written = quotesCount ? "\"\(count)\"" : count
        return """
            Digest username="\(user)", realm="\(realm)", nonce="\(nonce)", uri="\(uri)", \
            algorithm=\(algorithm.rawValue), qop=auth, nc=\(written), cnonce="0a4f113b", response="\(response)"
            """
    }

    static func hash(_ text: String, _ algorithm: DigestAlgorithm) -> [UInt8] {
        MessageDigest(algorithm)?(text) ?? []
    }

    /// A line of the users file by which both Basic (in `AccountFixture`) and Digest let this password in.
    static func line(_ name: String, _ role: String, _ password: String, _ more: String = "") -> String {
        let digests = DigestAlgorithm.allCases.map {
            ":\($0.key)=\(Hexadecimal.encode(hash("\(name):baseboard:\(password)", $0)))"
        }
        return "\(name):\(role):\(AccountFixture.hash(of: password))\(digests.joined())\(more)\n"
    }
}

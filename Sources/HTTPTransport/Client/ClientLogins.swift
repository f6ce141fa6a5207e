// SPDX-License-Identifier: Apache-2.0

/// What a client has learnt of how servers want to be shown its credentials; confined to the loop.
///
/// A nonce of Digest is used again for later requests, each with the next number, so that only the first is refused.
struct ClientLogins {
    /// What to do about a refusal.
    enum Decision: Equatable {
        /// The request may be sent again.
        case retry
        /// The credentials are wrong, or the server says nothing of how to show them.
        case refused
        /// The server offers schemes, and none of them is known here or may be used.
        case unsuitable([String])
        /// Only Basic is left, and the connection is open to others.
        case unsafe
    }

    private struct Key: Hashable {
        let origin: ClientPool.Origin
        let credentials: HTTPCredentials
    }

    private enum Login {
        case basic
        case digest(DigestSession)
    }

    private var logins: [Key: Login] = [:]
    private let capacity = 256
    /// A first refusal asks for credentials, a second one may say that their nonce was old.
    private let maxRefusals = 2

    /// The Authorization field for the next request; nil while nothing is known of the server.
    mutating func authorization(_ credentials: HTTPCredentials, for url: HTTPURL) -> String? {
        if credentials.scheme == .basic { return credentials.basicAuthorization }
        let key = Key(origin: ClientPool.Origin(url), credentials: credentials)
        switch logins[key] {
        case nil: return nil
        case .basic: return credentials.basicAuthorization
        case .digest(var session):
            defer { logins[key] = .digest(session) }
            return session.authorization(credentials, method: "POST", target: url.target)
        }
    }

    /// Learns from the challenges of a refusal.
    mutating func take(
        _ fields: [String], _ credentials: HTTPCredentials, for url: HTTPURL, refusals: Int
    ) -> Decision {
        guard refusals <= maxRefusals else { return .refused }
        let challenges = fields.flatMap(AuthenticationChallenge.read)
        let offersBasic = challenges.contains { $0.scheme == "basic" }
        if credentials.scheme == .basic { return offersBasic ? .refused : Self.unsuitable(challenges) }
        let key = Key(origin: ClientPool.Origin(url), credentials: credentials)
        let known = logins.removeValue(forKey: key)
        let digests = challenges.filter { $0.scheme == "digest" }.compactMap(DigestSession.init)
        if let best = digests.max(by: { $0.strength < $1.strength }) {
            // The same user has failed with a nonce that was good.
            if case .digest = known, !best.isStale { return refusals > 1 ? .refused : remember(.digest(best), key) }
            return remember(.digest(best), key)
        }
        guard credentials.scheme == .automatic, offersBasic else { return Self.unsuitable(challenges) }
        if case .basic = known { return .refused }
        guard url.isEncrypted || HTTPURL.isLoopback(host: url.host) else { return .unsafe }
        return remember(.basic, key)
    }

    private static func unsuitable(_ challenges: [AuthenticationChallenge]) -> Decision {
        var names: [String] = []
        for name in challenges.map(\.displayName) where !names.contains(name) { names.append(name) }
        return names.isEmpty ? .refused : .unsuitable(names)
    }

    private mutating func remember(_ login: Login, _ key: Key) -> Decision {
        if logins.count >= capacity { logins.removeAll() }
        logins[key] = login
        return .retry
    }
}

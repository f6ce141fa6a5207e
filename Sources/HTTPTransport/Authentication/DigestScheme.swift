// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import ResourceModel

/// HTTP Digest authentication (RFC 7616) over the accounts; confined to the loop.
final class DigestScheme {
    private unowned let accounts: AccountState
    private var nonces: DigestNonces
    private let algorithms: [(algorithm: DigestAlgorithm, digest: MessageDigest)]
    /// What the answers of unknown names are compared with, so that they cost what known ones cost.
    private let decoys: [DigestAlgorithm: [UInt8]]

    /// Nil where OpenSSL has none of the algorithms, or no random numbers.
    init?(_ accounts: AccountState, algorithms: [DigestAlgorithm]) {
        guard let signature = KeyedDigest() else { return nil }
        self.accounts = accounts
        self.algorithms = algorithms.compactMap { name in MessageDigest(name).map { (name, $0) } }
        guard !self.algorithms.isEmpty else { return nil }
        nonces = DigestNonces(
            lifetime: accounts.limits.nonceLifetime, capacity: accounts.limits.maxNonces, signature: signature)
        decoys = Dictionary(
            uniqueKeysWithValues: self.algorithms.map { name, digest in
                (
                    name,
                    signature.digest(name.rawValue).map { value in
                        withUnsafeBytes(of: value.words) { Array($0.prefix(name.length)) }
                    } ?? []
                )
            })
    }

    /// The challenges of a fresh nonce, the strongest first as they were configured.
    ///
    /// Consoles cut them up with little care (`spec/client-quirks.md`): every value is in quotes but for the last one, MD5
    /// goes without saying, and the nonce is plain hexadecimal.
    func challenges(isStale: Bool = false) -> [String] {
        let nonce = nonces.issue(now: accounts.now())
        return algorithms.map { algorithm, _ in
            var text = "Digest realm=\"\(AccountState.realm)\", nonce=\"\(nonce)\", qop=\"auth\""
            if algorithm != .md5 { text += ", algorithm=\(algorithm.rawValue)" }
            if isStale { text += ", stale=true" }
            return text
        }
    }

    /// What a request's credentials are worth; `refuse` makes the refusal with the given challenges.
    func authenticate(
        _ request: AuthenticationRequest, _ authorization: String,
        refuse: @escaping ([String]) -> AuthenticationOutcome
    ) -> AuthenticationOutcome {
        let now = accounts.now()
        guard let credentials = DigestCredentials(authorization), credentials.realm == AccountState.realm,
            let digest = algorithms.first(where: { $0.algorithm == credentials.algorithm })?.digest,
            Self.names(credentials.uri, request.target)
        else { return refuse(challenges()) }
        // Whether the answer to a nonce of no worth is right is not even looked at: that would be an oracle for whoever
        // chose the nonce, and nothing would slow him.
        guard nonces.isGood(credentials.nonce, now: now) else { return refuse(challenges(isStale: true)) }
        let method = request.method
        let address = request.peerAddress
        let check = { [self] in
            decide(credentials, method, digest, address: address, refuse: refuse)
        }
        if nonces.isProven(credentials.nonce, by: credentials.username) { return check() }
        switch accounts.throttle.admit(account: credentials.username, address: address, now: now) {
        case .refused(let wait): return .refused(.tooManyAttempts(retryAfter: wait))
        case .after(0): return check()
        case .after(let delay):
            guard accounts.takeDelayedCheck() else { return .refused(.tooManyAttempts(retryAfterSeconds: 1)) }
            return .pending { [accounts] finish in
                let bound = NIOLoopBound((accounts, check, finish), eventLoop: accounts.loop.eventLoop)
                _ = accounts.loop.schedule(after: delay) {
                    let (accounts, check, finish) = bound.value
                    accounts.finishDelayedCheck()
                    accounts.refresh()
                    finish(check())
                }
            }
        }
    }

    private func decide(
        _ credentials: DigestCredentials, _ method: String, _ digest: MessageDigest, address: String,
        refuse: ([String]) -> AuthenticationOutcome
    ) -> AuthenticationOutcome {
        let now = accounts.now()
        let account = accounts.table.accounts[credentials.username]
        let known = account?.digests[credentials.algorithm]
        let secret = known ?? decoys[credentials.algorithm] ?? []
        let expected = Self.response(credentials, method: method, secret: secret, digest)
        guard ConstantTime.areEqual(expected, credentials.response), known != nil, let account else {
            nonces.failed(credentials.nonce)
            accounts.failed(account: credentials.username, isKnown: account != nil, address: address, now: now)
            return refuse(challenges())
        }
        switch nonces.accept(credentials.nonce, count: credentials.nonceCount, by: account.name, now: now) {
        case .refused: return refuse(challenges(isStale: true))
        case .first: accounts.throttle.succeeded(account: account.name, address: address, now: now)
        case .further: break
        }
        return .accepted(account.principal)
    }

    /// The response that is right (RFC 7616 §3.4.1).
    static func response(
        _ credentials: DigestCredentials, method: String, secret: [UInt8], _ digest: MessageDigest
    ) -> [UInt8] {
        let request = Hexadecimal.encode(digest("\(method):\(credentials.uri)"))
        var text = Hexadecimal.encode(secret)
        text += ":\(credentials.nonce):\(credentials.nonceCountText):\(credentials.clientNonce):auth:\(request)"
        return digest(text)
    }

    /// Whether a digest's uri is the request's target, be either of them in the absolute form (RFC 7616 §3.4).
    static func names(_ uri: String, _ target: String) -> Bool {
        uri == target || path(uri).elementsEqual(path(target))
    }

    private static func path(_ uri: String) -> Substring.UTF8View {
        let rest = uri.utf8[...]
        guard ASCII.hasPrefixIgnoringCase(uri, "http://") || ASCII.hasPrefixIgnoringCase(uri, "https://") else {
            return rest
        }
        let authority = rest.dropFirst(ASCII.hasPrefixIgnoringCase(uri, "https://") ? 8 : 7)
        let path = authority.drop { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        return path.isEmpty ? "/".utf8[...] : path
    }
}

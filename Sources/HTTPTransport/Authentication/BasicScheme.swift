// SPDX-License-Identifier: Apache-2.0

import NIOCore
import ResourceModel

/// HTTP Basic authentication (RFC 7617) over the accounts; confined to the loop.
///
/// A good check is remembered for its lifetime, for the connection and for the process, as a keyed digest of the
/// Authorization field. A change of the accounts ends what is remembered.
final class BasicScheme {
    private final class Login {
        let digest: KeyedDigest.Value
        let principal: Principal
        let generation: UInt64
        let expires: UInt64

        init(digest: KeyedDigest.Value, principal: Principal, generation: UInt64, expires: UInt64) {
            self.digest = digest
            self.principal = principal
            self.generation = generation
            self.expires = expires
        }
    }

    static let challenge = "Basic realm=\"\(AccountState.realm)\", charset=\"UTF-8\""

    private unowned let accounts: AccountState
    private var logins: [KeyedDigest.Value: Login] = [:]
    /// Who waits for which check; one check serves all who sent the same credentials.
    private var checks: [KeyedDigest.Value: [(Principal?) -> Void]] = [:]

    init(_ accounts: AccountState) { self.accounts = accounts }

    /// What a request's credentials are worth; `refusal` is the answer to bad ones.
    func authenticate(
        _ request: AuthenticationRequest, _ authorization: String,
        refusal: @escaping () -> AuthenticationOutcome
    ) -> AuthenticationOutcome {
        let now = accounts.now()
        guard let key = accounts.memory.digest(authorization) else { return refusal() }

        if let login = request.memory.value as? Login, login.digest == key, isGood(login, now: now) {
            return .accepted(login.principal)
        }
        if let login = logins[key], isGood(login, now: now) {
            request.memory.value = login
            return .accepted(login.principal)
        }
        request.memory.value = nil
        if checks[key] != nil {
            return .pending { [self] in join(key, memory: request.memory, refusal: refusal, finish: $0) }
        }

        guard let credentials = BasicCredentials(authorization) else { return refusal() }
        guard checks.count < accounts.limits.maxPendingChecks else {
            return .refused(.tooManyAttempts(retryAfterSeconds: 1))
        }
        switch accounts.throttle.admit(account: credentials.user, address: request.peerAddress, now: now) {
        case .refused(let wait): return .refused(.tooManyAttempts(retryAfter: wait))
        case .after(let delay):
            let address = request.peerAddress
            let memory = request.memory
            return .pending { [self] finish in
                join(key, memory: memory, refusal: refusal, finish: finish)
                begin(credentials, key, address: address, delay: delay)
            }
        }
    }

    private func isGood(_ login: Login, now: UInt64) -> Bool {
        login.generation == accounts.generation && login.expires > now
    }

    /// Waits with the others for the outcome of a check.
    private func join(
        _ key: KeyedDigest.Value, memory: AuthenticationMemory, refusal: @escaping () -> AuthenticationOutcome,
        finish: @escaping (AuthenticationOutcome) -> Void
    ) {
        checks[key, default: []].append { [self] principal in
            memory.value = logins[key]
            finish(principal.map { .accepted($0) } ?? refusal())
        }
    }

    private func begin(_ credentials: BasicCredentials, _ key: KeyedDigest.Value, address: String, delay: UInt64) {
        guard delay > 0 else { return check(credentials, key, address: address) }
        // Both are kept alive until then: the scheme does not own the accounts.
        let bound = NIOLoopBound((scheme: self, accounts: accounts), eventLoop: accounts.loop.eventLoop)
        _ = accounts.loop.schedule(after: delay) { bound.value.scheme.check(credentials, key, address: address) }
    }

    private func check(_ credentials: BasicCredentials, _ key: KeyedDigest.Value, address: String) {
        accounts.check(user: credentials.user, password: credentials.password, address: address) { [self] principal in
            let now = accounts.now()
            if let principal {
                accounts.throttle.succeeded(account: credentials.user, address: address, now: now)
                remember(
                    Login(
                        digest: key, principal: principal, generation: accounts.generation,
                        expires: now &+ accounts.limits.cacheLifetime),
                    now: now)
            } else {
                accounts.failed(
                    account: credentials.user, isKnown: accounts.table.accounts[credentials.user] != nil,
                    address: address, now: now)
            }
            for waiter in checks.removeValue(forKey: key) ?? [] { waiter(principal) }
        }
    }

    private func remember(_ login: Login, now: UInt64) {
        let most = accounts.limits.maxCachedLogins
        if logins.count >= most { logins = logins.filter { isGood($0.value, now: now) } }
        if logins.count >= most, let oldest = logins.min(by: { $0.value.expires < $1.value.expires }) {
            logins[oldest.key] = nil
        }
        logins[login.digest] = login
    }
}

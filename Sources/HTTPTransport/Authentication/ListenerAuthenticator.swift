// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import ResourceModel

/// Decides for one listener who sent a request, by the schemes that it offers (DSP0226 annex C).
public final class ListenerAuthenticator: Authenticator {
    /// A way to prove who one is.
    public enum Scheme: Sendable, CaseIterable {
        /// Name and password (tables C-1 and C-3).
        case basic
        /// A digest of name and password (tables C-2 and C-4).
        case digest
        /// A client certificate that stands for an account (table C-5).
        case certificate
        /// A client certificate, then name and password (table C-6).
        case certificateBasic
        /// A client certificate, then a digest.
        case certificateDigest
    }

    private let schemes: Set<Scheme>
    private let state: NIOLoopBoundBox<AccountState>

    init(_ schemes: [Scheme], state: NIOLoopBoundBox<AccountState>) {
        self.schemes = Set(schemes)
        self.state = state
    }

    private var usesCertificates: Bool {
        schemes.contains(.certificate) || schemes.contains(.certificateBasic) || schemes.contains(.certificateDigest)
    }

    /// Decides from the header of a request.
    public func authenticate(_ request: AuthenticationRequest) -> AuthenticationOutcome {
        let accounts = state.value
        accounts.refresh()
        let certificate = usesCertificates ? request.certificate : .absent

        if let authorization = request.authorization {
            if BasicCredentials.isBasic(authorization) {
                if schemes.contains(.basic) { return basic(request, authorization, accounts) }
                if schemes.contains(.certificateBasic) {
                    return withCertificate(certificate, accounts, request) {
                        self.basic(request, authorization, accounts)
                    }
                }
            } else if DigestCredentials.isDigest(authorization) {
                if schemes.contains(.digest) { return digest(request, authorization, accounts) }
                if schemes.contains(.certificateDigest) {
                    return withCertificate(certificate, accounts, request) {
                        self.digest(request, authorization, accounts)
                    }
                }
            }
        }
        // No credentials, or a profile's URI as table C-5 has it, which is a hint only. Credentials of a scheme that is not
        // offered are an attempt at logging in as somebody, unless passwords count for nothing here.
        if schemes.contains(.certificate), !isAttempt(request.authorization), case .verified(let peer) = certificate,
            let account = accounts.table.owner(of: peer)
        {
            return .accepted(account.principal)
        }
        return refusal(certificate, accounts, request)
    }

    /// Whether a field is to be understood as name and password.
    private func isAttempt(_ authorization: String?) -> Bool {
        guard let authorization, schemes != [.certificate] else { return false }
        return BasicCredentials.isBasic(authorization) || DigestCredentials.isDigest(authorization)
    }

    private func basic(
        _ request: AuthenticationRequest, _ authorization: String, _ accounts: AccountState
    ) -> AuthenticationOutcome {
        accounts.basic.authenticate(request, authorization) { [self] in
            .refused(.challenge(challenges(for: request.certificate, accounts)))
        }
    }

    private func digest(
        _ request: AuthenticationRequest, _ authorization: String, _ accounts: AccountState
    ) -> AuthenticationOutcome {
        guard let scheme = accounts.digest else { return refusal(request.certificate, accounts, request) }
        return scheme.authenticate(request, authorization) { [self] fresh in
            .refused(.challenge(challenges(for: request.certificate, accounts, digest: fresh)))
        }
    }

    // MARK: Certificates

    /// Lets credentials count only beside a good certificate, and only those of its account where it stands for one.
    private func withCertificate(
        _ certificate: ClientCertificate, _ accounts: AccountState, _ request: AuthenticationRequest,
        _ authenticate: () -> AuthenticationOutcome
    ) -> AuthenticationOutcome {
        guard case .verified(let peer) = certificate else { return refusal(certificate, accounts, request) }
        guard let owner = accounts.table.owner(of: peer) else { return authenticate() }
        return Self.restrict(authenticate(), to: owner.name)
    }

    private static func restrict(_ outcome: AuthenticationOutcome, to name: String) -> AuthenticationOutcome {
        switch outcome {
        case .accepted(let principal) where principal.name != name:
            .refused(.forbidden("The certificate stands for another account than the one that logged in."))
        case .pending(let begin):
            .pending { finish in begin { finish(restrict($0, to: name)) } }
        case .accepted, .refused: outcome
        }
    }

    private func refusal(
        _ certificate: ClientCertificate, _ accounts: AccountState, _ request: AuthenticationRequest
    ) -> AuthenticationOutcome {
        let challenges = challenges(for: certificate, accounts)
        guard challenges.isEmpty else { return .refused(.challenge(challenges)) }
        // Where nothing but certificates is taken a challenge would lead nowhere (12.6, tables C-5 and C-6).
        switch certificate {
        case .absent: return .refused(.forbidden("A client certificate is needed here."))
        case .untrusted(let reason):
            return .refused(.forbidden("The client certificate is not trusted: \(reason)."))
        case .verified(let peer):
            tell(peer, request, accounts)
            return .refused(.forbidden("The client certificate stands for no account."))
        }
    }

    /// Shows the administrator what to map, once for each connection.
    private func tell(_ peer: PeerCertificate, _ request: AuthenticationRequest, _ accounts: AccountState) {
        guard !(request.memory.value is Told) else { return }
        request.memory.value = Told()
        accounts.logger.notice(
            "certificate stands for no account",
            metadata: [
                "address": "\(request.peerAddress)", "sha256": "\(peer.fingerprint)", "subject": "\(peer.subject)",
            ])
    }

    private final class Told {}

    /// What a client may try: Digest, Basic, and the same Digest again, for some consoles read the first line of them
    /// and some the last (`spec/client-quirks.md`).
    private func challenges(
        for certificate: ClientCertificate, _ accounts: AccountState, digest fresh: [String]? = nil
    ) -> [String] {
        var hasCertificate = false
        if case .verified = certificate { hasCertificate = true }
        func offers(_ plain: Scheme, _ certified: Scheme) -> Bool {
            schemes.contains(plain) || hasCertificate && schemes.contains(certified)
        }
        let digest = offers(.digest, .certificateDigest) ? fresh ?? accounts.digest?.challenges() ?? [] : []
        guard offers(.basic, .certificateBasic) else { return digest }
        return digest + [BasicScheme.challenge] + digest
    }
}

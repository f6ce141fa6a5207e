// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Decides who sent a request; one HTTP authentication scheme, or several behind one.
public protocol Authenticator: Sendable {
    /// Decides from the header of a request, before its body is read.
    ///
    /// Called on the loop; it must not block.
    func authenticate(_ request: AuthenticationRequest) -> AuthenticationOutcome
}

/// What an authenticator may look at.
public struct AuthenticationRequest {
    /// The request's method, such as `POST`.
    public let method: String
    /// The request's target as sent, query included.
    public let target: String
    /// The Authorization field; nil when there is none.
    public let authorization: String?
    /// What the peer has shown for a certificate.
    public let certificate: ClientCertificate
    /// The peer's IP address as text.
    public let peerAddress: String
    /// What the authenticator remembers about this connection.
    public let memory: AuthenticationMemory

    /// Gathers what is known of a request.
    public init(
        method: String, target: String, authorization: String?, certificate: ClientCertificate = .absent,
        peerAddress: String, memory: AuthenticationMemory
    ) {
        self.method = method
        self.target = target
        self.authorization = authorization
        self.certificate = certificate
        self.peerAddress = peerAddress
        self.memory = memory
    }
}

/// The certificate of a peer, if it has one and TLS asked for it.
public enum ClientCertificate: Sendable, Equatable {
    /// It showed none, or was not asked.
    case absent
    /// Its chain does not end at the configured authority, or it is out of date; the text is OpenSSL's.
    case untrusted(String)
    /// The peer holds its key, and its chain is good.
    case verified(PeerCertificate)
}

/// A place for what an authenticator remembers about one connection; on the loop only.
public final class AuthenticationMemory {
    /// Whatever the scheme keeps; never credentials.
    public var value: AnyObject?

    /// An empty place.
    public init() {}
}

/// What an authenticator has found.
public enum AuthenticationOutcome {
    /// The credentials are good.
    case accepted(Principal)
    /// They are missing or bad.
    case refused(AuthenticationRefusal)
    /// It takes a while: call the closure with what to do with the final outcome, which comes on the loop, once.
    case pending((@escaping (AuthenticationOutcome) -> Void) -> Void)
}

/// Why a request was not let in.
public enum AuthenticationRefusal: Sendable, Equatable {
    /// 401 with one WWW-Authenticate field for each challenge.
    case challenge([String])
    /// 403 with the text as its body: the client certificate is missing or belongs to nobody.
    case forbidden(String)
    /// 429: too many failed attempts wait already.
    case tooManyAttempts(retryAfterSeconds: Int)
}

// SPDX-License-Identifier: Apache-2.0

/// Refuses everyone: the authenticator of a server whose routes are all anonymous.
public struct NoAuthenticator: Authenticator {
    /// Makes one.
    public init() {}

    /// Refuses.
    public func authenticate(_ request: AuthenticationRequest) -> AuthenticationOutcome {
        .refused(.challenge([]))
    }
}

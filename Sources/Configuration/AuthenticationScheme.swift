// SPDX-License-Identifier: Apache-2.0

/// How clients of an address may prove who they are; each is one profile of DSP0226 annex C.
public enum AuthenticationScheme: String, Sendable, CaseIterable {
    /// Name and password in every request (RFC 7617).
    case basic
    /// A digest of name and password, which is never sent itself (RFC 7616).
    case digest
    /// A client certificate, which names the account.
    case certificate
    /// A client certificate, and name and password.
    case certificateBasic = "certificate+basic"
    /// A client certificate, and a digest of name and password.
    case certificateDigest = "certificate+digest"

    /// Whether it needs TLS.
    public var needsCertificate: Bool { self != .basic && self != .digest }
}

// SPDX-License-Identifier: Apache-2.0

/// How the service is to show itself to a sink, as `wsman:Auth` names it (DSP0226 annex C.3).
public enum SecurityProfile: String, Sendable, Hashable, CaseIterable {
    /// Basic in clear.
    case httpBasic = "http/basic"
    /// Digest in clear.
    case httpDigest = "http/digest"
    /// Basic over TLS.
    case httpsBasic = "https/basic"
    /// Digest over TLS.
    case httpsDigest = "https/digest"
    /// TLS with a certificate of the service's own.
    case httpsMutual = "https/mutual"
    /// The same, and Basic.
    case httpsMutualBasic = "https/mutual/basic"
    /// The same, and Digest.
    case httpsMutualDigest = "https/mutual/digest"

    private static let base = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/"

    /// The profile's URI.
    public var uri: String { Self.base + rawValue }

    /// The profile of a URI; nil for one that is not spoken here.
    public init?(uri: String) {
        guard uri.hasPrefix(Self.base) else { return nil }
        self.init(rawValue: String(uri.dropFirst(Self.base.count)))
    }

    /// Whether it is about TLS.
    public var isEncrypted: Bool { rawValue.hasPrefix("https/") }
    /// Whether the service shows a certificate.
    public var showsCertificate: Bool { rawValue.hasPrefix("https/mutual") }
    /// Whether a user name and a password are shown in clear within the connection.
    public var isBasic: Bool { rawValue.hasSuffix("basic") }
    /// Whether a user name is shown with a digest of the password.
    public var isDigest: Bool { rawValue.hasSuffix("digest") }
}

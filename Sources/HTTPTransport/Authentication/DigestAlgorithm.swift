// SPDX-License-Identifier: Apache-2.0

/// The hashes of Digest authentication (RFC 7616 §3.2).
public enum DigestAlgorithm: String, Sendable, CaseIterable {
    /// What every console knows; weak by itself, so for use inside TLS.
    case md5 = "MD5"
    /// SHA-256.
    case sha256 = "SHA-256"
    /// SHA-512 cut to 256 bits in its own way (FIPS 180-4).
    case sha512_256 = "SHA-512-256"

    /// What OpenSSL calls it.
    var opensslName: String { self == .sha512_256 ? "SHA512-256" : rawValue }

    /// The key of its line in the users file.
    var key: String { "digest-\(rawValue.lowercased())" }

    /// Octets of a digest.
    var length: Int { self == .md5 ? 16 : 32 }
}

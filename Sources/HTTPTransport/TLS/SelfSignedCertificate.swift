// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// The certificate that a server shows when nobody has given it one: P-256, signed by itself, for this machine's names.
///
/// Clients cannot verify it by an authority; they trust the file, or its fingerprint, once they have seen it.
///
/// `@unchecked Sendable`: OpenSSL's objects are not changed once they are made.
public final class SelfSignedCertificate: @unchecked Sendable {
    /// Ten years: it is trusted by itself and not by an authority's word, so nothing is won by ending it early.
    private static let lifetimeInDays: Int32 = 3650
    /// For clients whose clocks are slow.
    private static let leewayInSeconds = 24 * 60 * 60

    let certificate: X509Certificate
    let key: OpaquePointer

    /// Makes a key and a certificate.
    ///
    /// - Parameter names: host names, the first of which is the subject; those that no certificate can hold are left out.
    /// - Parameter addresses: IPv4 and IPv6 addresses.
    /// - Throws: `refusedSetting` when OpenSSL cannot.
    public init(names: [String], addresses: [String]) throws(TLSError) {
        guard let key = baseboard_make_p256_key() else { throw Self.failure() }
        self.key = key
        guard let pointer = X509_new() else { throw Self.failure() }
        certificate = X509Certificate(owning: pointer)
        try fill(names: names.filter(Self.isHostName), addresses: addresses)
    }

    deinit { EVP_PKEY_free(key) }

    /// What it is known by.
    public var description: ServerCertificate { ServerCertificate(certificate) }

    private func fill(names: [String], addresses: [String]) throws(TLSError) {
        let pointer = certificate.pointer
        let name = X509_get_subject_name(pointer)
        let common = names.first ?? "localhost"
        guard X509_set_version(pointer, Int(X509_VERSION_3)) == 1, setSerialNumber(),
            X509_gmtime_adj(X509_getm_notBefore(pointer), -Self.leewayInSeconds) != nil,
            X509_time_adj_ex(X509_getm_notAfter(pointer), Self.lifetimeInDays, 0, nil) != nil,
            // 64 characters are all that X.520 allows a common name.
            X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, String(common.prefix(64)), -1, -1, 0) == 1,
            X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, "Baseboard self-signed", -1, -1, 0) == 1,
            X509_set_issuer_name(pointer, name) == 1, X509_set_pubkey(pointer, key) == 1
        else { throw Self.failure() }
        let alternatives = names.map { "DNS:\($0)" } + addresses.map { "IP:\($0)" }
        try add(NID_basic_constraints, "critical,CA:FALSE")
        try add(NID_key_usage, "critical,digitalSignature")
        try add(NID_ext_key_usage, "serverAuth")
        try add(NID_subject_key_identifier, "hash")
        if !alternatives.isEmpty { try add(NID_subject_alt_name, alternatives.joined(separator: ",")) }
        guard X509_sign(pointer, key, EVP_sha256()) > 0 else { throw Self.failure() }
    }

    private func setSerialNumber() -> Bool {
        guard let number = BN_new() else { return false }
        defer { BN_free(number) }
        // RFC 5280 §4.1.2.2: positive, at most 20 octets.
        return BN_rand(number, 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1
            && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.pointer)) != nil
    }

    private func add(_ kind: Int32, _ value: String) throws(TLSError) {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, certificate.pointer, certificate.pointer, nil, nil, 0)
        guard let made = X509V3_EXT_nconf_nid(nil, &context, kind, value) else { throw Self.failure() }
        defer { X509_EXTENSION_free(made) }
        guard X509_add_ext(certificate.pointer, made, -1) == 1 else { throw Self.failure() }
    }

    private static func failure() -> TLSError {
        .refusedSetting("a self-signed certificate", reason: OpenSSLError.takeReason())
    }

    /// Letters, digits, hyphens and dots: what the text of an extension takes without being misread.
    private static func isHostName(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
                    || ($0 &- UInt8(ascii: "0") < 10) || (($0 | 0x20) &- UInt8(ascii: "a") < 26)
            }
    }

    // MARK: Files

    /// Writes the key, which only its owner may read, and the certificate, each as a whole or not at all.
    public func write(to identity: (certificateFile: String, keyFile: String)) throws(TLSError) {
        let key = try pem { PEM_write_bio_PKCS8PrivateKey($0, self.key, nil, nil, 0, nil, nil) }
        let certificate = try pem { baseboard_write_certificate($0, self.certificate.pointer) }
        try Self.write(key, to: identity.keyFile, mode: 0o600)
        try Self.write(certificate, to: identity.certificateFile, mode: 0o644)
    }

    private func pem(_ write: (OpaquePointer) -> Int32) throws(TLSError) -> [UInt8] {
        guard let bio = BIO_new(BIO_s_secmem()) else { throw Self.failure() }
        defer { BIO_free(bio) }
        guard write(bio) == 1 else { throw Self.failure() }
        return MemoryBIO.bytes(bio)
    }

    private static func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws(TLSError) {
        do throws(AtomicFile.Failure) {
            try AtomicFile.replace(path, with: bytes, mode: mode)
        } catch {
            throw .unusable(file: path, reason: error.reason)
        }
    }
}

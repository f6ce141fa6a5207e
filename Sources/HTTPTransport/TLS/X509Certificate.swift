// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Glibc

/// A parsed certificate, owned.
final class X509Certificate {
    let pointer: OpaquePointer

    /// Takes over a reference.
    init(owning pointer: OpaquePointer) { self.pointer = pointer }

    deinit { X509_free(pointer) }

    /// SHA-256 of the DER encoding, in lower-case hexadecimal.
    var fingerprint: String { digest(EVP_sha256()) }

    /// SHA-1 of the DER encoding, in lower-case hexadecimal: what Windows and DSP0226 know a certificate by.
    var thumbprint: String { digest(EVP_sha1()) }

    private func digest(_ algorithm: OpaquePointer?) -> String {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard X509_digest(pointer, algorithm, &digest, &count) == 1 else { return "" }
        return Hexadecimal.encode(digest.prefix(Int(count)))
    }

    var subject: String { Self.text(X509_get_subject_name(pointer)) }
    var issuer: String { Self.text(X509_get_issuer_name(pointer)) }

    /// Seconds since 1970.
    var notAfter: Int64 {
        var time = tm()
        guard ASN1_TIME_to_tm(X509_get0_notAfter(pointer), &time) == 1 else { return 0 }
        return Int64(timegm(&time))
    }

    /// RFC 4514, in UTF-8.
    private static func text(_ name: OpaquePointer?) -> String {
        guard let name, let bio = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(bio) }
        guard X509_NAME_print_ex(bio, name, 0, baseboard_name_flags) >= 0 else { return "" }
        return String(decoding: MemoryBIO.bytes(bio), as: UTF8.self)
    }

    /// The names of the subjectAltName extension; what is no clean text is left out.
    var alternativeNames: [PeerCertificate.AlternativeName] {
        guard let extensionValue = X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil) else { return [] }
        let names = OpaquePointer(extensionValue)
        defer { GENERAL_NAMES_free(names) }
        return (0..<baseboard_names_count(names)).compactMap { index in
            baseboard_name_at(names, index).flatMap { Self.name($0.pointee) }
        }
    }

    private static func name(_ name: GENERAL_NAME) -> PeerCertificate.AlternativeName? {
        switch name.type {
        case GEN_DNS: text(name.d.dNSName).map { .init(.dns, $0) }
        case GEN_EMAIL: text(name.d.rfc822Name).map { .init(.email, $0) }
        case GEN_URI: text(name.d.uniformResourceIdentifier).map { .init(.uri, $0) }
        case GEN_IPADD: address(name.d.iPAddress).map { .init(.address, $0) }
        case GEN_OTHERNAME: userPrincipalName(name.d.otherName).map { .init(.upn, $0) }
        default: nil
        }
    }

    /// A name with control characters in it, above all with a zero, is meant to be read differently by different readers.
    private static func text(_ string: UnsafeMutablePointer<ASN1_STRING>?) -> String? {
        guard let string, let start = ASN1_STRING_get0_data(string) else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: Int(ASN1_STRING_length(string)))
        guard !bytes.isEmpty, bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func address(_ string: UnsafeMutablePointer<ASN1_STRING>?) -> String? {
        guard let string, let start = ASN1_STRING_get0_data(string) else { return nil }
        let family: Int32
        switch ASN1_STRING_length(string) {
        case 4: family = AF_INET
        case 16: family = AF_INET6
        default: return nil
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
            inet_ntop(family, start, text.baseAddress, socklen_t(text.count)).map { String(cString: $0) }
        }
    }

    private static func userPrincipalName(_ other: UnsafeMutablePointer<OTHERNAME>?) -> String? {
        guard let other, OBJ_obj2nid(other.pointee.type_id) == NID_ms_upn, let value = other.pointee.value,
            value.pointee.type == V_ASN1_UTF8STRING
        else { return nil }
        return text(value.pointee.value.utf8string)
    }
}

extension PeerCertificate {
    init(_ certificate: X509Certificate) {
        self.init(
            fingerprint: certificate.fingerprint, subject: certificate.subject,
            alternativeNames: certificate.alternativeNames)
    }
}

extension ServerCertificate {
    init(_ certificate: X509Certificate) {
        self.init(
            fingerprint: certificate.fingerprint, thumbprint: certificate.thumbprint, subject: certificate.subject,
            issuer: certificate.issuer,
            hosts: certificate.alternativeNames.filter { $0.kind == .dns || $0.kind == .address }.map(\.value),
            notAfter: certificate.notAfter)
    }
}

/// What OpenSSL has written to a BIO in memory.
enum MemoryBIO {
    static func bytes(_ bio: OpaquePointer) -> [UInt8] {
        var start: UnsafeMutablePointer<CChar>?
        let count = baseboard_memory_bytes(bio, &start)
        guard let start, count > 0 else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}

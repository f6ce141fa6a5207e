// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Glibc

/// A certificate and its key: what one side of TLS shows to the other.
public enum TLSIdentity: Sendable {
    /// In files of PEM: the certificate first and then those that lead to its authority; the key without a passphrase,
    /// and so that others cannot read it.
    case files(certificate: String, key: String)
    /// In memory only.
    case selfSigned(SelfSignedCertificate)

    /// Has a context show the certificate.
    func install(in context: OpaquePointer) throws(TLSError) {
        switch self {
        case .files(let certificate, let key):
            try Self.install(certificateFile: certificate, keyFile: key, in: context)
        case .selfSigned(let made):
            guard SSL_CTX_use_certificate(context, made.certificate.pointer) == 1,
                SSL_CTX_use_PrivateKey(context, made.key) == 1
            else { throw .refusedSetting("the self-signed certificate", reason: OpenSSLError.takeReason()) }
        }
    }

    private static func install(
        certificateFile: String, keyFile: String, in context: OpaquePointer
    ) throws(TLSError) {
        guard SSL_CTX_use_certificate_chain_file(context, certificateFile) == 1 else {
            throw .unusable(file: certificateFile, reason: OpenSSLError.takeReason())
        }
        try check(keyFile: keyFile)
        guard SSL_CTX_use_PrivateKey_file(context, keyFile, SSL_FILETYPE_PEM) == 1 else {
            throw .unusable(file: keyFile, reason: OpenSSLError.takeReason())
        }
        guard SSL_CTX_check_private_key(context) == 1 else {
            throw .unusable(file: keyFile, reason: "it is not the key of \(certificateFile)")
        }
    }

    private static func check(keyFile: String) throws(TLSError) {
        var status = stat()
        guard stat(keyFile, &status) == 0 else {
            throw .unusable(file: keyFile, reason: String(cString: strerror(errno)))
        }
        // A group may read it: Debian keeps shared keys readable for ssl-cert.
        guard status.st_mode & 0o027 == 0 else {
            throw .unusable(file: keyFile, reason: "others may read or its group may write it (chmod 0640 or 0600)")
        }
    }

    /// The certificate itself.
    ///
    /// - Throws: when the file holds none.
    public func certificate() throws(TLSError) -> ServerCertificate {
        switch self {
        case .selfSigned(let made): return made.description
        case .files(let file, _):
            guard let bio = BIO_new_file(file, "r") else {
                throw .unusable(file: file, reason: OpenSSLError.takeReason())
            }
            defer { BIO_free(bio) }
            guard let pointer = PEM_read_bio_X509(bio, nil, nil, nil) else {
                throw .unusable(file: file, reason: OpenSSLError.takeReason())
            }
            return ServerCertificate(X509Certificate(owning: pointer))
        }
    }
}

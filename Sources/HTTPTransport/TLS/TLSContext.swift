// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A SSL_CTX of OpenSSL: what the sessions made from it have in common.
///
/// `@unchecked Sendable`: it is not changed once it is made, and OpenSSL counts references atomically.
final class TLSContext: @unchecked Sendable {
    let pointer: OpaquePointer

    private init(_ method: OpaquePointer?) throws(TLSError) {
        // The system's policy (openssl.cnf) is in here: versions, ciphers, groups, security level.
        guard let pointer = SSL_CTX_new(method) else {
            throw .refusedSetting("TLS", reason: OpenSSLError.takeReason())
        }
        self.pointer = pointer
        SSL_CTX_set_options(pointer, baseboard_tls_options)
        baseboard_tls_set_modes(pointer)
        // A key that wants a passphrase would have OpenSSL ask for it on the terminal.
        SSL_CTX_set_default_passwd_cb(pointer) { _, _, _, _ in 0 }
        if baseboard_tls_minimum_version(pointer) < TLS1_2_VERSION {
            _ = baseboard_tls_set_minimum_version(pointer, TLS1_2_VERSION)
        }
    }

    deinit { SSL_CTX_free(pointer) }

    // MARK: Servers

    /// What a server shows and asks for.
    static func server(_ identity: TLSIdentity, _ settings: TLSServerSettings) throws(TLSError) -> TLSContext {
        let context = try TLSContext(TLS_server_method())
        try context.apply(settings.policy)
        try identity.install(in: context.pointer)
        baseboard_tls_keep_no_sessions(context.pointer)
        SSL_CTX_set_timeout(context.pointer, Int(clamping: settings.sessionLifetime / 1_000_000_000))
        // A ticket of one listener is none of another: they may ask for other certificates.
        var name = Array((settings.clientAuthorities ?? "baseboard").utf8.suffix(Int(SSL_MAX_SID_CTX_LENGTH)))
        SSL_CTX_set_session_id_context(context.pointer, &name, UInt32(name.count))
        SSL_CTX_set_alpn_select_cb(
            context.pointer,
            { _, output, length, offered, count, _ in
                // RFC 7301 §3.2: none in common ends the handshake.
                let status = ALPN.http11.withUnsafeBufferPointer { known in
                    output?.withMemoryRebound(to: UnsafeMutablePointer<UInt8>?.self, capacity: 1) { output in
                        SSL_select_next_proto(output, length, known.baseAddress, UInt32(known.count), offered, count)
                    }
                }
                return status == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL
            }, nil)
        if let file = settings.clientAuthorities {
            guard SSL_CTX_load_verify_file(context.pointer, file) == 1, let names = SSL_load_client_CA_file(file) else {
                throw .unusable(file: file, reason: OpenSSLError.takeReason())
            }
            SSL_CTX_set_client_CA_list(context.pointer, names)
            context.askForCertificate()
        }
        return context
    }

    // MARK: Clients

    /// What a client trusts and shows.
    static func client(_ settings: TLSClientSettings) throws(TLSError) -> TLSContext {
        let context = try TLSContext(TLS_client_method())
        try context.apply(settings.policy)
        if let file = settings.authorities {
            guard SSL_CTX_load_verify_file(context.pointer, file) == 1 else {
                throw .unusable(file: file, reason: OpenSSLError.takeReason())
            }
        } else {
            SSL_CTX_set_default_verify_paths(context.pointer)
            ERR_clear_error()
        }
        if let identity = settings.identity { try identity.install(in: context.pointer) }
        guard SSL_CTX_set_alpn_protos(context.pointer, ALPN.http11, UInt32(ALPN.http11.count)) == 0 else {
            throw .refusedSetting("ALPN", reason: OpenSSLError.takeReason())
        }
        context.askForCertificate()
        return context
    }

    /// Has the peer's certificate verified, but leaves the verdict to us.
    ///
    /// A server answers 403 with the reason, a client tells its user which certificate it was. Neither passes on an octet before it has asked for the verdict.
    private func askForCertificate() {
        SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER | SSL_VERIFY_CLIENT_ONCE) { _, _ in 1 }
    }

    private func apply(_ policy: TLSPolicy) throws(TLSError) {
        if policy.requiresVersion13, baseboard_tls_set_minimum_version(pointer, TLS1_3_VERSION) != 1 {
            throw .refusedSetting("TLS 1.3 as the least version", reason: OpenSSLError.takeReason())
        }
        if let ciphers = policy.ciphers, SSL_CTX_set_cipher_list(pointer, ciphers) != 1 {
            throw .refusedSetting("the ciphers \(ciphers)", reason: OpenSSLError.takeReason())
        }
        if let suites = policy.ciphersuites, SSL_CTX_set_ciphersuites(pointer, suites) != 1 {
            throw .refusedSetting("the cipher suites \(suites)", reason: OpenSSLError.takeReason())
        }
    }
}

/// The one protocol that is spoken inside TLS (RFC 7301).
private enum ALPN {
    static let http11 = [8] + Array("http/1.1".utf8)
}

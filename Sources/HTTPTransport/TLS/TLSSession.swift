// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import NIOCore

/// One SSL object of OpenSSL between two byte buffers; it knows no socket.
///
/// Its BIO reads from `input` and writes to `output` directly, so that an idle connection keeps no buffer.
final class TLSSession {
    /// How far a call came.
    enum Progress: Equatable {
        case done
        /// More has to come from the peer first.
        case wantsInput
        /// The peer has said that it sends nothing more.
        case closed
        case failed(TLSError)
    }

    /// What came from the peer and OpenSSL has not taken yet.
    var input = ByteBuffer()
    /// What OpenSSL has for the peer.
    private var output = ByteBuffer()
    let ssl: OpaquePointer
    private let isServer: Bool
    private var hasShutDown = false

    /// What the records of a usual answer add to it.
    private static let recordOverhead = 256

    /// Makes a session; nil when OpenSSL has no memory.
    init?(_ context: TLSContext, isServer: Bool) {
        guard let method = Self.method, let ssl = SSL_new(context.pointer) else { return nil }
        guard let bio = BIO_new(method) else {
            SSL_free(ssl)
            return nil
        }
        self.ssl = ssl
        self.isServer = isServer
        BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        BIO_set_init(bio, 1)
        // For both directions; the session owns it from here on.
        SSL_set_bio(ssl, bio, bio)
        if isServer { SSL_set_accept_state(ssl) } else { SSL_set_connect_state(ssl) }
    }

    deinit { SSL_free(ssl) }

    // MARK: Talking

    func handshake() -> Progress {
        ERR_clear_error()
        return progress(SSL_do_handshake(ssl))
    }

    /// Decrypts into a buffer what there is, at most as much as fits.
    func read(into buffer: inout ByteBuffer) -> Progress {
        ERR_clear_error()
        var status: Int32 = 0
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 1024) { bytes in
            var count = 0
            status = SSL_read_ex(ssl, bytes.baseAddress, bytes.count, &count)
            return status == 1 ? count : 0
        }
        return progress(status)
    }

    /// Encrypts all of a buffer.
    func write(_ buffer: ByteBuffer) -> Progress {
        output.reserveCapacity(buffer.readableBytes + Self.recordOverhead)
        return buffer.withUnsafeReadableBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                ERR_clear_error()
                var count = 0
                let piece = UnsafeRawBufferPointer(rebasing: rest)
                let progress = progress(SSL_write_ex(ssl, piece.baseAddress, piece.count, &count))
                guard progress == .done else { return progress }
                rest = rest.dropFirst(count)
            }
            return .done
        }
    }

    /// Says, once, that nothing more will be sent.
    func shutDown() {
        guard !hasShutDown, SSL_is_init_finished(ssl) == 1 else { return }
        hasShutDown = true
        ERR_clear_error()
        _ = SSL_shutdown(ssl)
        ERR_clear_error()
    }

    /// What is to be sent, alerts and tickets included; nil when there is nothing.
    func takeOutput() -> ByteBuffer? {
        guard output.readableBytes > 0 else { return nil }
        defer { output = ByteBuffer() }
        return output
    }

    private func progress(_ status: Int32) -> Progress {
        guard status <= 0 else { return .done }
        switch SSL_get_error(ssl, status) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wantsInput
        case SSL_ERROR_ZERO_RETURN: return .closed
        default:
            let code = ERR_peek_error()
            defer { ERR_clear_error() }
            // OpenSSL knows requests of HTTP; where an answer comes instead of a record it misses TLS's version number.
            let signs = isServer ? [SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST] : [SSL_R_WRONG_VERSION_NUMBER]
            let isPlain = SSL_is_init_finished(ssl) != 1 && signs.contains(baseboard_error_reason(code))
            return .failed(isPlain ? .plainHTTP : .failed(OpenSSLError.text(code)))
        }
    }

    // MARK: The peer

    /// The certificate that a client has shown; only to be asked after the handshake.
    var clientCertificate: ClientCertificate {
        guard let certificate = peerCertificate else { return .absent }
        let result = SSL_get_verify_result(ssl)
        if let problem = CertificateProblem(verification: result) { return .untrusted(problem.description) }
        return .verified(PeerCertificate(certificate))
    }

    /// The server's certificate and what is wrong with it; only to be asked after the handshake.
    var serverCertificate: (certificate: X509Certificate, problem: CertificateProblem?)? {
        guard let certificate = peerCertificate else { return nil }
        return (certificate, CertificateProblem(verification: SSL_get_verify_result(ssl)))
    }

    private var peerCertificate: X509Certificate? {
        SSL_get1_peer_certificate(ssl).map { X509Certificate(owning: $0) }
    }

    /// Names the server that is meant: its certificate has to be for this host.
    ///
    /// - Returns: false when OpenSSL refuses it.
    func expect(host: String) -> Bool {
        let parameters = SSL_get0_param(ssl)
        // An address is no server name (RFC 6066 §3).
        if X509_VERIFY_PARAM_set1_ip_asc(parameters, host) == 1 { return true }
        ERR_clear_error()
        return X509_VERIFY_PARAM_set1_host(parameters, host, 0) == 1 && baseboard_tls_set_server_name(ssl, host) == 1
    }

    // MARK: The BIO

    // Made once and never changed.
    private nonisolated(unsafe) static let method: OpaquePointer? = {
        guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "baseboard") else { return nil }
        BIO_meth_set_read(method) { bio, target, count in
            guard let session = TLSSession.of(bio), let target, count > 0 else { return -1 }
            BIO_clear_flags(bio, baseboard_bio_retry_flags)
            let taken = min(Int(count), session.input.readableBytes)
            guard taken > 0 else {
                BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
                return -1
            }
            session.input.readWithUnsafeReadableBytes { bytes in
                UnsafeMutableRawBufferPointer(start: target, count: taken)
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<taken]))
                return taken
            }
            return Int32(taken)
        }
        BIO_meth_set_write(method) { bio, source, count in
            guard let session = TLSSession.of(bio), let source, count > 0 else { return -1 }
            BIO_clear_flags(bio, baseboard_bio_retry_flags)
            session.output.writeBytes(UnsafeRawBufferPointer(start: source, count: Int(count)))
            return count
        }
        BIO_meth_set_ctrl(method) { _, command, _, _ in
            command == BIO_CTRL_FLUSH ? 1 : 0
        }
        return method
    }()

    private static func of(_ bio: OpaquePointer?) -> TLSSession? {
        guard let data = BIO_get_data(bio) else { return nil }
        return Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
    }
}

// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc
import HTTPTransport
import Logging

/// The TLS of the daemon: the administrator's certificate, or one that is made at the first start.
struct Encryption {
    private let configuration: Configuration
    private let identity: TLSIdentity
    private let logger: Logger
    /// What the listeners share.
    let server: TLSServer

    /// How long before a certificate ends its administrator is warned, in seconds.
    private static let warning: Int64 = 30 * 24 * 60 * 60

    /// Reads the certificate, or makes it; nil where no address is encrypted.
    ///
    /// - Throws: what is wrong with the files.
    init?(_ configuration: Configuration, logger: Logger) throws(TLSError) {
        guard configuration.server.listen.contains(where: \.isEncrypted) else { return nil }
        self.configuration = configuration
        self.logger = logger
        identity = try Self.identity(configuration, logger)
        server = try TLSServer(identity, TLSServerSettings(configuration))
        tell()
    }

    /// Reads the files anew for connections to come; what cannot be used leaves all as it was.
    func reload() {
        do throws(TLSError) {
            try server.reload(identity, TLSServerSettings(configuration))
            tell()
        } catch {
            logger.error("the certificate stays as it was", metadata: ["error": "\(error)"])
        }
    }

    private func tell() {
        guard let certificate = try? identity.certificate() else { return }
        logger.notice("certificate \(certificate.subject)", metadata: ["sha256": "\(certificate.fingerprint)"])
        let left = certificate.notAfter - Int64(time(nil))
        if left < 0 {
            logger.error("the certificate has ended; clients refuse it")
        } else if left < Self.warning {
            logger.warning("the certificate ends in \(left / 86400) days")
        }
    }

    // MARK: The self-signed certificate

    private static func identity(_ configuration: Configuration, _ logger: Logger) throws(TLSError) -> TLSIdentity {
        let tls = configuration.tls
        guard tls.certificate.isEmpty else { return .files(certificate: tls.certificate, key: tls.privateKey) }
        guard configuration.server.keepState else { return .selfSigned(try make()) }

        let directory = "\(configuration.server.stateDirectory)/tls"
        let files = (certificateFile: "\(directory)/certificate.pem", keyFile: "\(directory)/key.pem")
        let kept = TLSIdentity.files(certificate: files.certificateFile, key: files.keyFile)
        // A crash between the two files leaves a key without its certificate, or with an older one.
        if (try? TLSServer(kept, TLSServerSettings())) != nil { return kept }
        let made = try make()
        do throws(TLSError) {
            guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
                throw .unusable(file: directory, reason: String(cString: strerror(errno)))
            }
            try made.write(to: files)
        } catch {
            guard case .unusable(_, let reason) = error,
                [ENOSPC, EDQUOT].contains(where: { String(cString: strerror($0)) == reason })
            else { throw error }
            logger.error("the self-signed certificate cannot be kept, and is another after a restart: \(error)")
            return .selfSigned(made)
        }
        logger.notice("made a self-signed certificate", metadata: ["file": "\(files.certificateFile)"])
        return kept
    }

    private static func make() throws(TLSError) -> SelfSignedCertificate {
        let host = LocalHost()
        return try SelfSignedCertificate(names: host.names, addresses: host.addresses)
    }
}

extension TLSServerSettings {
    init(_ configuration: Configuration) {
        self.init()
        let tls = configuration.tls
        policy.requiresVersion13 = tls.minimumVersion == .version13
        policy.ciphers = tls.ciphers.isEmpty ? nil : tls.ciphers
        policy.ciphersuites = tls.cipherSuites.isEmpty ? nil : tls.cipherSuites
        clientAuthorities = tls.clientAuthorities.isEmpty ? nil : tls.clientAuthorities
        sessionLifetime = tls.sessionLifetime.nanoseconds
    }
}

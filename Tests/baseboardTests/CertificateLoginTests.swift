// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport
import ResourceModel
import Synchronization
import Testing

@testable import baseboard

/// Who shows a certificate of their own.
@Suite(.timeLimit(.minutes(1)))
final class CertificateLoginTests {
    private let home = FileManager.default.temporaryDirectory.appending(path: "baseboard-certificate-\(UUID())").path
    private let authorizations = Authorizations()

    /// Takes one certificate, and a password beside it as none.
    private final class Authorizations: Authenticator, Sendable {
        let seen = Mutex<[String]>([])

        func authenticate(_ request: AuthenticationRequest) -> AuthenticationOutcome {
            seen.withLock { $0.append(request.authorization ?? "none") }
            guard case .verified(let peer) = request.certificate, peer.subject == "CN=ann" else {
                return .refused(.forbidden("A client certificate is needed here."))
            }
            return .accepted(Principal(name: "ann", role: .admin))
        }
    }

    private var certificate: String { home + "/ann.pem" }
    private var key: String { home + "/ann.key" }

    init() throws {
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=ann", "-addext", "extendedKeyUsage=clientAuth", "-out", certificate, "-keyout", key,
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
    }

    deinit { try? FileManager.default.removeItem(atPath: home) }

    private func run(
        _ arguments: [String], _ environment: [String: String] = [:], command: [String] = ["get", "Fan"]
    ) async throws -> ProgramTests.Outcome {
        var settings = TLSServerSettings()
        settings.clientAuthorities = certificate
        let made = try SelfSignedCertificate(names: [], addresses: ["127.0.0.1"])
        let service = try FakeService(
            tls: TLSServer(.selfSigned(made), settings), authenticator: authorizations, ProgramTests.answer)
        let outcome = try await ProgramTests.run(
            command + ["--host", service.url, "--pin", made.description.fingerprint] + arguments,
            environment: ["HOME": home].merging(environment) { $1 })
        withExtendedLifetime(service) {}
        return outcome
    }

    private static let hint = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"

    @Test func `a certificate logs in by itself, and says so`() async throws {
        let shown = ["--certificate", certificate, "--key", key]
        #expect(try await run(shown).status == 0)
        let account = ["BASEBOARD_USER": "ann", "BASEBOARD_PASSWORD": "secret", "BASEBOARD_AUTH": "certificate"]
        #expect(try await run(shown, account).status == 0)
        #expect(authorizations.seen.withLock { $0 } == [Self.hint, Self.hint])
        let anonymous = try await run(shown, command: ["identify", "--anonymous"])
        #expect(anonymous.status == 0)
        #expect(authorizations.seen.withLock { $0.count } == 2)
    }

    @Test func `a certificate goes with a password where there is one`() async throws {
        let account = [
            "BASEBOARD_USER": "ann", "BASEBOARD_PASSWORD": "secret", "BASEBOARD_AUTH": "Basic",
            "BASEBOARD_CERTIFICATE": certificate, "BASEBOARD_KEY": key,
        ]
        #expect(try await run([], account).status == 0)
        #expect(authorizations.seen.withLock { $0 } == ["Basic YW5uOnNlY3JldA=="])
    }

    @Test func `without one the service refuses`() async throws {
        let outcome = try await run([])
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("certificate"), "\(outcome.errors)")
    }

    @Test func `a file that cannot be used is wrong usage and named`() async throws {
        let missing = try await run(["--certificate", home + "/none.pem", "--key", key])
        #expect(missing.status == 64)
        #expect(missing.errors.contains("none.pem cannot be used"), "\(missing.errors)")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        let open = try await run(["--certificate", certificate, "--key", key])
        #expect(open.status == 64)
        #expect(open.errors.contains("ann.key cannot be used (others may read"), "\(open.errors)")
        #expect(authorizations.seen.withLock { $0.isEmpty })
    }
}

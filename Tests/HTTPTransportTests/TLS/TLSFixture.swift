// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import HTTPTransport

/// Certificates in a directory of their own: a self-signed server's, an authority's, and those of two clients.
final class TLSFixture: Sendable {
    let directory: String
    let identity: TLSIdentity

    var certificateFile: String { "\(directory)/certificate.pem" }
    var keyFile: String { "\(directory)/key.pem" }
    var authorityFile: String { "\(directory)/authority.pem" }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "baseboard-tls-\(UUID())").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let (certificate, key) = ("\(directory)/certificate.pem", "\(directory)/key.pem")
        try Self.selfSigned().write(to: (certificate, key))
        identity = .files(certificate: certificate, key: key)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    static func selfSigned() throws -> SelfSignedCertificate {
        try SelfSignedCertificate(names: ["localhost", "machine.example"], addresses: ["127.0.0.1", "::1"])
    }

    func server(_ adjust: (inout TLSServerSettings) -> Void = { _ in }) throws -> TLSServer {
        var settings = TLSServerSettings()
        adjust(&settings)
        return try TLSServer(identity, settings)
    }

    /// What a client needs that trusts the server's certificate.
    func trusting(_ adjust: (inout TLSClientSettings) -> Void = { _ in }) -> TLSClientSettings {
        var settings = TLSClientSettings()
        settings.authorities = certificateFile
        adjust(&settings)
        return settings
    }

    /// An HTTP client that trusts the server's certificate.
    func client(_ adjust: (inout HTTPClientConfiguration) -> Void = { _ in }) -> HTTPClient {
        var configuration = HTTPClientConfiguration()
        configuration.tls = trusting()
        adjust(&configuration)
        return HTTPClient(loop: .forTests, configuration: configuration)
    }

    // MARK: Client certificates

    /// Makes an authority with openssl(1).
    func makeAuthority() throws {
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/O=Example/CN=Authority", "-keyout", "\(directory)/authority.key", "-out", authorityFile)
    }

    /// Makes a client's certificate, signed by the authority.
    func makeClient(_ name: String, subject: String, names: String) throws -> TLSIdentity {
        let base = "\(directory)/\(name)"
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject, "-keyout",
            "\(base).key", "-out", "\(base).csr")
        try "subjectAltName=\(names)\nextendedKeyUsage=clientAuth\n".write(
            toFile: "\(base).ext", atomically: true, encoding: .utf8)
        try openssl(
            "x509", "-req", "-in", "\(base).csr", "-CA", authorityFile, "-CAkey", "\(directory)/authority.key",
            "-CAcreateserial", "-days", "1", "-extfile", "\(base).ext", "-out", "\(base).pem")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(base).key")
        return .files(certificate: "\(base).pem", key: "\(base).key")
    }

    struct Failed: Error { let output: String }

    @discardableResult
    func openssl(_ arguments: String..., input: String = "") throws -> String {
        try Self.run("/usr/bin/openssl", arguments, input: input)
    }

    /// Runs a program to its end; the result is all that it printed.
    static func run(_ program: String, _ arguments: [String], input: String = "", mayFail: Bool = false) throws
        -> String
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let (output, feed) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = output
        process.standardInput = feed
        try process.run()
        feed.fileHandleForWriting.write(Data(input.utf8))
        try feed.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard mayFail || process.terminationStatus == 0 else { throw Failed(output: text) }
        return text
    }
}

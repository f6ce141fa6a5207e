// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Foundation
import NIOCore
import ResourceModel
import Testing

@testable import HTTPTransport

/// The rules of TLS on the server's side (DESIGN section 9), each against a client that breaks or stretches it.
@Suite(.timeLimit(.minutes(2)))
struct TLSServerTests {
    let fixture: TLSFixture

    init() throws { fixture = try TLSFixture() }

    private func curl(_ server: TestServer, _ arguments: String...) throws -> String {
        try TLSFixture.run(
            "/usr/bin/curl",
            arguments + [
                "-s", "--cacert", fixture.certificateFile, "-d", "<x/>", "-w",
                " %{http_code} %{ssl_verify_result} %{exitcode}", "https://localhost:\(server.port)/echo",
            ], mayFail: true)
    }

    @Test(arguments: ["--tlsv1.2", "--tlsv1.3"])
    func `curl verifies the self-signed certificate and gets an answer`(version: String) throws {
        let server = try TestServer(tls: fixture.server())
        let both = [version, "--tls-max", String(version.suffix(3))]
        #expect(try curl(server, both[0], both[1], both[2]) == "POST /echo ? - <x/> 200 0 0")
        #expect(try curl(server, both[0], both[1], both[2], "--http2") == "POST /echo ? - <x/> 200 0 0")
    }

    @Test func `curl refuses the certificate under a name that it is not for`() throws {
        let server = try TestServer(tls: fixture.server())
        let answer = try curl(
            server, "--connect-to", "other.example::localhost:", "https://other.example:\(server.port)/")
        #expect(answer.contains(" 60"), "\(answer)")
    }

    @Test func `a version before 1.2 is refused`() async throws {
        let server = try TestServer(tls: fixture.server())
        let output = try TLSFixture.run(
            "/usr/bin/openssl",
            ["s_client", "-connect", "localhost:\(server.port)", "-tls1_1", "-cipher", "ALL@SECLEVEL=0"], mayFail: true)
        #expect(output.contains("alert protocol version"), "\(output)")
        try await server.waitForStatistics { $0.failedTLSConnections == 1 }
    }

    @Test func `TLS 1.3 alone, where the policy says so`() throws {
        let server = try TestServer(tls: fixture.server { $0.policy.requiresVersion13 = true })
        #expect(try curl(server, "--tls-max", "1.2").hasSuffix(" 35"))
        #expect(try curl(server) == "POST /echo ? - <x/> 200 0 0")
    }

    @Test func `http/1.1 is agreed on, and nothing else is`() throws {
        let server = try TestServer(tls: fixture.server())
        func agreed(_ offered: String) throws -> String {
            try TLSFixture.run(
                "/usr/bin/openssl", ["s_client", "-connect", "localhost:\(server.port)", "-alpn", offered],
                mayFail: true)
        }
        #expect(try agreed("h2,http/1.1").contains("ALPN protocol: http/1.1"))
        #expect(try agreed("h2").contains("alert no application protocol"))
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `a session is resumed from its ticket`(version: String) throws {
        let server = try TestServer(tls: fixture.server())
        let file = "\(fixture.directory)/session"
        let request = "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        func connect(_ option: String) throws -> String {
            try TLSFixture.run(
                "/usr/bin/openssl",
                ["s_client", "-connect", "localhost:\(server.port)", version, option, file, "-ign_eof"], input: request)
        }
        #expect(try connect("-sess_out").contains("New, TLSv1"))
        #expect(try connect("-sess_in").contains("Reused, TLSv1"))
    }

    @Test func `who speaks plain HTTP is told so`() throws {
        let server = try TestServer(tls: fixture.server())
        let peer = try server.connect()
        peer.send(post("a"))
        let answer = try peer.readAnswer()
        #expect(answer.status == 400)
        #expect(answer.body == "This port speaks HTTPS, not HTTP.\r\n")
        #expect(peer.isClosedByPeer())
    }

    @Test(arguments: ["", "\u{16}\u{3}\u{1}", "garbage\r\n\r\n", "\u{16}\u{3}\u{3}\u{1}\u{0}\u{1}"])
    func `what is no handshake ends the connection, at the latest in time`(text: String) async throws {
        let server = try TestServer(tls: fixture.server()) { $0.handshakeTimeout = 100_000_000 }
        let peer = try server.connect()
        peer.send(text)
        _ = peer.readToEnd()
        try await server.waitForStatistics { $0.openConnections == 0 }
        #expect(await server.statistics().handshakes == 0)
    }

    @Test func `a handshake may come octet by octet`() throws {
        let server = try TestServer(tls: fixture.server())
        let peer = try RawTLSConnection(server, fixture.trusting(), handshakes: false)
        #expect(peer.session.handshake() == .wantsInput)
        for byte in Array(buffer: try #require(peer.session.takeOutput())) { peer.raw.send([byte]) }
        try peer.handshake()
        try peer.send(post("slow"))
        #expect(try peer.read(until: "slow").hasPrefix("HTTP/1.1 200"))
    }

    // MARK: Ends

    @Test func `a body that ends without close_notify is not handled`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)], tls: fixture.server())
        let peer = try RawTLSConnection(server, fixture.trusting())
        try peer.send("POST /hold HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
        peer.raw.finishSending()
        #expect(peer.readToClose() != "anything")
        try await server.waitForStatistics { $0.openConnections == 0 }
        #expect(handler.bodies.isEmpty)
        #expect(await server.statistics().failedTLSConnections == 1)
    }

    @Test func `a peer that has said it is done still gets its answer, and a close_notify`() async throws {
        let handler = HoldingHandler()
        let server = try TestServer(routes: [.holding(handler)], tls: fixture.server())
        let peer = try RawTLSConnection(server, fixture.trusting())
        try peer.send(post("a", to: "/hold"))
        peer.session.shutDown()
        peer.flush()
        await handler.waitForRequests(1)
        handler.release([0], on: server.loop)
        #expect(peer.readToClose()?.hasSuffix("answer to a") == true)
        #expect(await server.statistics().failedTLSConnections == 0)
    }

    @Test func `the server says close_notify before it closes`() throws {
        let server = try TestServer(tls: fixture.server())
        let peer = try RawTLSConnection(server, fixture.trusting())
        try peer.send(post("a", to: "/echo", "Connection: close"))
        #expect(peer.readToClose()?.hasSuffix("POST /echo ? - a") == true)
    }

    @Test func `a refused body is read on, so that the refusal arrives`() throws {
        let server = try TestServer(routes: [.echo(maxBodyBytes: 10)], tls: fixture.server())
        let peer = try RawTLSConnection(server, fixture.trusting())
        try peer.send(post(String(repeating: "x", count: 200_000)))
        #expect(peer.readToClose()?.hasPrefix("HTTP/1.1 413") == true)
    }

    // MARK: Within a connection

    @Test func `KeyUpdate is answered`() throws {
        let server = try TestServer(tls: fixture.server())
        let peer = try RawTLSConnection(server, fixture.trusting())
        for number in 1...3 {
            #expect(SSL_key_update(peer.session.ssl, SSL_KEY_UPDATE_REQUESTED) == 1)
            try peer.send(post("update \(number)"))
            #expect(try peer.read(until: "update \(number)").hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `renegotiation is refused`() throws {
        let server = try TestServer(tls: fixture.server())
        let peer = try RawTLSConnection(server, fixture.trusting(), handshakes: false)
        // Our own sessions would not even try.
        SSL_clear_options(peer.session.ssl, baseboard_tls_options)
        SSL_ctrl(peer.session.ssl, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        try peer.handshake()
        #expect(SSL_renegotiate(peer.session.ssl) == 1)
        #expect(throws: (any Error).self) {
            try peer.handshake()
            try peer.send(post("again"))
            _ = try peer.read(until: "again")
        }
    }

    @Test func `answers wait for a peer that does not read, and no more requests are taken`() async throws {
        let server = try TestServer(routes: [.echo(maxBodyBytes: 400_000)], tls: fixture.server()) {
            $0.maxUnsentBytes = 64 * 1024
        }
        let peer = try RawTLSConnection(server, fixture.trusting())
        let body = String(repeating: "x", count: 300_000)
        // Kernel buffers take some answers, never all.
        let count = 100
        let feed = RawTLSFeed(peer, [String](repeating: post(body), count: count))
        feed.start()
        try await server.waitForStatistics { $0.requests >= 2 }
        var last: UInt64 = 0
        var current = await server.statistics().requests
        repeat {
            last = current
            try await Task.sleep(for: .milliseconds(300))
            current = await server.statistics().requests
        } while current != last
        #expect(current < UInt64(count))
        feed.stop()
    }

    // MARK: Reloading

    @Test func `a new certificate is for new connections, and old ones go on`() throws {
        let tls = try fixture.server()
        let server = try TestServer(tls: tls)
        let old = try RawTLSConnection(server, fixture.trusting())
        let made = try TLSFixture.selfSigned()
        try tls.reload(.selfSigned(made), TLSServerSettings())
        try old.send(post("old"))
        #expect(try old.read(until: "old").hasPrefix("HTTP/1.1 200"))
        let fresh = try RawTLSConnection(server, fixture.trusting())
        #expect(fresh.session.serverCertificate?.certificate.fingerprint == made.description.fingerprint)
        #expect(
            old.session.serverCertificate?.certificate.fingerprint == (try fixture.identity.certificate().fingerprint))
    }

    @Test func `files that cannot be used are named, and the old ones stay`() throws {
        let tls = try fixture.server()
        let server = try TestServer(tls: tls)
        let missing = TLSIdentity.files(certificate: "\(fixture.directory)/none.pem", key: fixture.keyFile)
        let error = #expect(throws: TLSError.self) { try tls.reload(missing, TLSServerSettings()) }
        #expect(error?.description.contains("none.pem cannot be used") == true, "\(String(describing: error))")

        chmod(fixture.keyFile, 0o644)
        #expect(throws: TLSError.self) { try tls.reload(fixture.identity, TLSServerSettings()) }
        chmod(fixture.keyFile, 0o600)
        let other = try TLSFixture()
        let mixed = TLSIdentity.files(certificate: other.certificateFile, key: fixture.keyFile)
        let mismatch = #expect(throws: TLSError.self) { try tls.reload(mixed, TLSServerSettings()) }
        #expect(mismatch?.description.contains("mismatch") == true, "\(String(describing: mismatch))")
        #expect(try RawTLSConnection(server, fixture.trusting()).session.serverCertificate?.problem == nil)
    }

    // MARK: Client certificates

    @Test func `what is known of a client's certificate reaches the authenticator`() throws {
        try fixture.makeAuthority()
        let ann = try fixture.makeClient(
            "ann", subject: "/O=Example/CN=Ann", names: "DNS:ann.example,email:ann@example.com,IP:192.0.2.1")
        let tls = try fixture.server { $0.clientAuthorities = fixture.authorityFile }
        let server = try TestServer(
            routes: [.echo(access: .authenticated)], authenticator: CertificateNames(), tls: tls)
        func ask(_ identity: TLSIdentity?) throws -> String {
            let peer = try RawTLSConnection(server, fixture.trusting { $0.identity = identity })
            try peer.send(post("x", to: "/echo", "Connection: close"))
            return try #require(peer.readToClose())
        }
        let print = try ann.certificate().fingerprint
        #expect(
            try ask(ann).contains(
                " CN=Ann,O=Example dns:ann.example email:ann@example.com address:192.0.2.1 \(print) "))
        #expect(try ask(nil).hasPrefix("HTTP/1.1 403"))
        #expect(try ask(nil).hasSuffix("absent"))
        let stranger = try ask(.selfSigned(TLSFixture.selfSigned()))
        #expect(stranger.hasPrefix("HTTP/1.1 403") && stranger.hasSuffix("certificate purpose"), "\(stranger)")
    }
}

/// Lets in whoever has a good certificate, under a name that tells all of it.
private struct CertificateNames: Authenticator {
    func authenticate(_ request: AuthenticationRequest) -> AuthenticationOutcome {
        switch request.certificate {
        case .absent: return .refused(.forbidden("absent"))
        case .untrusted(let reason): return .refused(.forbidden(reason))
        case .verified(let peer):
            let names = peer.alternativeNames.map { "\($0.kind.rawValue):\($0.value)" }.joined(separator: " ")
            return .accepted(.init(name: "\(peer.subject) \(names) \(peer.fingerprint)", role: .reader))
        }
    }
}

/// Sends from a thread of its own until it is told to stop or the peer closes.
///
/// `@unchecked Sendable`: the connection is used by the thread alone once it has started.
private final class RawTLSFeed: @unchecked Sendable {
    private let peer: RawTLSConnection
    private let texts: [String]

    init(_ peer: RawTLSConnection, _ texts: [String]) {
        self.peer = peer
        self.texts = texts
    }

    func start() {
        Thread.detachNewThread { for text in self.texts { try? self.peer.send(text) } }
    }

    /// Cuts the connection, which ends the thread's sending.
    func stop() { peer.raw.cut() }
}

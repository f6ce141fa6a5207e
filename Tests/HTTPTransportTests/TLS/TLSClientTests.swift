// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import Testing

@testable import HTTPTransport

/// Whom the client trusts, what it shows, and what it makes of broken ends.
@Suite(.timeLimit(.minutes(2)))
struct TLSClientTests {
    let fixture: TLSFixture

    init() throws { fixture = try TLSFixture() }

    private func url(_ server: TestServer, host: String = "localhost") throws -> HTTPURL {
        try HTTPURL(isEncrypted: true, host: host, port: server.port, target: "/echo")
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `a server whose certificate is trusted and for this host is asked`(host: String) async throws {
        let server = try TestServer(tls: fixture.server())
        let client = fixture.client()
        for number in 1...3 {
            let answer = try await client.post(url(server, host: host), body: Array("\(number)".utf8))
            #expect(String(decoding: answer.body, as: UTF8.self) == "POST /echo ? - \(number)")
        }
        // Kept alive: one handshake for all.
        #expect(await server.statistics().handshakes == 1)
        client.shutdown()
    }

    @Test func `a certificate that nobody vouches for is described, and gets no request`() async throws {
        let server = try TestServer(tls: fixture.server())
        let client = HTTPClient(loop: .forTests)
        let error = await #expect(throws: HTTPClientError.self) { try await client.post(url(server), body: []) }
        let certificate = try fixture.identity.certificate()
        guard case .tls(.untrusted(let shown, let problem))? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(shown == certificate)
        #expect(shown.subject == "O=Baseboard self-signed,CN=localhost")
        #expect(shown.hosts == ["localhost", "machine.example", "127.0.0.1", "::1"])
        #expect(problem.kind == .unknown)
        #expect("\(problem)".contains("self-signed certificate"), "\(problem)")
        #expect(await server.statistics().requests == 0)
        client.shutdown()
    }

    @Test func `a trusted certificate of another host is refused`() async throws {
        let tls = try TLSServer(
            .selfSigned(SelfSignedCertificate(names: ["other.example"], addresses: [])), TLSServerSettings())
        let made = try SelfSignedCertificate(names: ["other.example"], addresses: [])
        let (certificate, key) = ("\(fixture.directory)/other.pem", "\(fixture.directory)/other.key")
        try made.write(to: (certificate, key))
        try tls.reload(.files(certificate: certificate, key: key), TLSServerSettings())
        let server = try TestServer(tls: tls)
        let client = fixture.client { $0.tls.authorities = certificate }
        for (host, words) in [("localhost", "hostname mismatch"), ("127.0.0.1", "IP address mismatch")] {
            let error = await #expect(throws: HTTPClientError.self) {
                try await client.post(url(server, host: host), body: [])
            }
            guard case .tls(.untrusted(_, let problem))? = error else { throw TLSFixture.Failed(output: host) }
            #expect(problem.kind == .otherHost)
            #expect("\(problem)".lowercased().contains(words.lowercased()), "\(problem)")
        }
        client.shutdown()
    }

    /// The numbers are those of openssl-verify(1).
    @Test(arguments: [
        (10, CertificateProblem.Kind.expired), (9, .notYetValid), (62, .otherHost), (64, .otherHost), (18, .unknown),
        (23, .unknown),
    ])
    func `what is wrong with a certificate has its kind`(result: Int, kind: CertificateProblem.Kind) {
        #expect(CertificateProblem(verification: result)?.kind == kind)
        #expect(CertificateProblem(verification: 0) == nil)
    }

    @Test func `a pinned certificate is trusted under any name, and no other is`() async throws {
        let server = try TestServer(tls: fixture.server())
        let certificate = try fixture.identity.certificate()
        #expect(certificate.fingerprint.utf8.count == 64 && certificate.thumbprint.utf8.count == 40)
        for pin in [certificate.fingerprint, certificate.thumbprint] {
            let pinned = fixture.client {
                $0.tls = TLSClientSettings()
                $0.tls.pins = [pin]
            }
            #expect(try await pinned.post(url(server, host: "127.0.0.1"), body: []).status == 200)
            pinned.shutdown()
        }
        // A pin is stricter than an authority that would vouch for it.
        let other = fixture.client { $0.tls.pins = [String(repeating: "0", count: 64)] }
        await #expect(throws: HTTPClientError.self) { try await other.post(url(server), body: []) }
        other.shutdown()
    }

    @Test func `a server without TLS, and one that is silent, are told apart`() async throws {
        let plain = try CannedServer(answers: ["HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"])
        let client = fixture.client { $0.connectTimeout = 300_000_000 }
        let target = try HTTPURL(isEncrypted: true, host: "localhost", port: plain.port, target: "/")
        await #expect(throws: HTTPClientError.tls(.plainHTTP)) { try await client.post(target, body: []) }
        let silent = try CannedServer(answers: ["", ""], closesOnNext: true)
        let other = try HTTPURL(isEncrypted: true, host: "localhost", port: silent.port, target: "/")
        await #expect(throws: HTTPClientError.timedOut(.connect)) { try await client.post(other, body: []) }
        client.shutdown()
    }

    @Test func `a thousand handshakes at once all succeed`() async throws {
        let server = try TestServer(tls: fixture.server()) {
            $0.maxConnections = 2000
            $0.maxConnectionsPerAddress = 2000
        }
        let client = fixture.client {
            $0.maxConnectionsPerOrigin = 1000
            $0.connectTimeout = 60_000_000_000
        }
        let target = try url(server, host: "127.0.0.1")
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<1000 { group.addTask { try await client.post(target, body: [1]).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [Int](repeating: 200, count: 1000))
        #expect(await server.statistics().handshakes == 1000)
        client.shutdown()
        try await server.waitForStatistics { $0.openConnections == 0 }
        #expect(await server.statistics().failedTLSConnections == 0)
    }

    @Test func `an answer that ends without close_notify is not taken for whole`() async throws {
        // The server's end is a TLSSession driven by hand over a raw listener.
        for saysGoodbye in [true, false] {
            let server = try UnframedTLSServer(fixture, saysGoodbye: saysGoodbye)
            let client = fixture.client()
            let target = try HTTPURL(isEncrypted: true, host: "localhost", port: server.port, target: "/")
            if saysGoodbye {
                #expect(try await client.post(target, body: []).body == Array("all of it".utf8))
            } else {
                await #expect(throws: HTTPClientError.closed) { try await client.post(target, body: []) }
            }
            client.shutdown()
        }
    }
}

/// Answers one request with a body whose end is the connection's.
private final class UnframedTLSServer: Sendable {
    let port: Int

    init(_ fixture: TLSFixture, saysGoodbye: Bool) throws {
        let context = try TLSContext.server(fixture.identity, TLSServerSettings())
        let (listener, port) = try CannedServer.listen()
        self.port = port
        Thread.detachNewThread {
            defer { close(listener) }
            let peer = accept(listener, nil, nil)
            defer { close(peer) }
            guard let session = TLSSession(context, isServer: true) else { return }
            func flush() {
                guard let output = session.takeOutput() else { return }
                let bytes = Array(buffer: output)
                _ = send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            }
            func receive() -> Bool {
                var chunk = [UInt8](repeating: 0, count: 16384)
                let count = recv(peer, &chunk, chunk.count, 0)
                if count > 0 { session.input.writeBytes(chunk[..<count]) }
                return count > 0
            }
            while session.handshake() == .wantsInput {
                flush()
                guard receive() else { return }
            }
            var request = ByteBuffer()
            while session.read(into: &request) == .wantsInput, !String(buffer: request).contains("\r\n\r\n") {
                flush()
                guard receive() else { return }
            }
            _ = session.write(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\nall of it"))
            if saysGoodbye { session.shutDown() }
            flush()
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport
import Testing

/// The server against a client that others wrote.
@Suite(.timeLimit(.minutes(1)))
struct HTTPCurlTests {
    /// Runs curl and brings back what it printed: status, connections made, octets received.
    private func curl(_ server: TestServer, _ arguments: String..., input: String = "<x/>") async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        process.arguments =
            arguments + [
                "-s", "-o", "/dev/null", "-w", "%{http_code} %{num_connects} %{size_download}", "--data-binary", "@-",
                "http://127.0.0.1:\(server.port)/echo",
            ]
        let output = Pipe()
        let body = Pipe()
        process.standardOutput = output
        process.standardInput = body
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in
                continuation.resume(
                    returning: String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
            }
            do {
                try process.run()
                body.fileHandleForWriting.write(Data(input.utf8))
                try body.fileHandleForWriting.close()
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    @Test func `curl gets an answer`() async throws {
        let server = try TestServer()
        #expect(try await curl(server) == "200 1 19")
        #expect(try await curl(server, "-H", "Transfer-Encoding: chunked") == "200 1 19")
        #expect(try await curl(server, "-H", "Expect: 100-continue") == "200 1 19")
        #expect(try await curl(server, "--http1.0") == "200 1 19")
        #expect(try await curl(server, "--http2") == "200 1 19")
    }

    @Test func `curl that waits for the challenge uses one connection`() async throws {
        let accounts = try AccountFixture(BasicSchemeTests.ann)
        let server = try TestServer(routes: [.echo(access: .authenticated)], authenticator: accounts.authenticator)
        #expect(try await curl(server, "--anyauth", "-u", "ann:right") == "200 1 21")
        #expect(try await curl(server, "-u", "ann:wrong") == "401 1 0")
    }

    @Test func `curl sends a large body, or learns that it is too large`() async throws {
        let server = try TestServer()
        #expect(try await curl(server, input: String(repeating: "x", count: 60_000)) == "200 1 60015")
        let small = try TestServer(routes: [.echo(maxBodyBytes: 1000)])
        #expect(try await curl(small, input: String(repeating: "x", count: 60_000)) == "413 1 0")
    }
}

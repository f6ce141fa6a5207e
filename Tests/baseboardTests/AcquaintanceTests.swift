// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HTTPTransport
import ResourceModel
import Synchronization
import Testing
import WSManClient

@testable import baseboard

/// Services over HTTPS that nobody vouches for, from the first question to the last refusal.
@Suite(.timeLimit(.minutes(1)))
final class AcquaintanceTests {
    private let home = FileManager.default.temporaryDirectory.appending(path: "baseboard-home-\(UUID())").path
    private let made: SelfSignedCertificate
    private let service: FakeService
    private let asked = Log()
    private let received = Log()

    private final class Log: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock { $0 } }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    init() throws {
        made = try SelfSignedCertificate(names: ["localhost"], addresses: ["127.0.0.1"])
        let received = received
        service = try FakeService(tls: TLSServer(.selfSigned(made), TLSServerSettings())) { request in
            received.add(request)
            return (200, ProgramTests.identity)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: home) }

    private var pinsFile: String { home + "/baseboard/pins.json" }
    private var fingerprint: String { Fingerprint.display(made.description.fingerprint) }

    /// Two requests in one command; whoever is asked types `typed`, nil where there is no terminal.
    private func run(_ arguments: [String] = [], typed: String?) async throws {
        let asked = asked
        let options = try ConnectionOptions.parse(["--host", service.url] + arguments)
        let environment = ["XDG_CONFIG_HOME": home, "BASEBOARD_USER": "ann", "BASEBOARD_PASSWORD": "secret"]
        try await Session.run(
            options, OutputOptions.parse([]), environment: environment,
            question: Question { text in
                asked.add(text)
                return typed
            }
        ) { session throws(WSManClientError) in
            for _ in 1...2 { _ = try await session.client.identify() }
        }
    }

    @Test func `who is trusted once is asked about once, and each message is sent once`() async throws {
        try await run(typed: "y")
        #expect(asked.all.count == 1)
        let place = service.url.dropFirst("https://".count).prefix { $0 != "/" }
        let question = asked.all.first ?? ""
        #expect(question.contains("Trust this certificate for \(place) from now on? [y/N]"))
        for part in [fingerprint, "subject      O=Baseboard self-signed,CN=localhost", "issuer", "valid until"] {
            #expect(question.contains(part), "\(part)")
        }
        #expect(received.all.count == 2)
        try await run(typed: nil)
        #expect(asked.all.count == 1)
        #expect(received.all.count == 4)
        #expect(try String(contentsOfFile: pinsFile, encoding: .utf8).contains("\"\(place)\" : \"\(fingerprint)\""))
    }

    @Test(arguments: ["n", "", nil])
    func `who is not trusted gets no request, and is not remembered`(typed: String?) async throws {
        let failure = await #expect(throws: Failure.self) { try await run(typed: typed) }
        #expect(failure?.status == .noConnection)
        for part in [fingerprint, "--pin", "--ca-file"] {
            #expect(failure?.sentence.contains(part) == true, "\(failure?.sentence ?? "")")
        }
        #expect(received.all.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: pinsFile))
    }

    @Test func `who has changed is refused and never asked over`() async throws {
        let other = String(repeating: "0", count: 64)
        let endpoint = try Endpoint(service.url)
        try Pins(path: pinsFile).remember(other, for: endpoint)
        let failure = await #expect(throws: Failure.self) { try await run(typed: "y") }
        #expect(failure?.status == .noConnection)
        for part in [fingerprint, Fingerprint.display(other), pinsFile, endpoint.authority] {
            #expect(failure?.sentence.contains(part) == true, "\(failure?.sentence ?? "")")
        }
        #expect(asked.all.isEmpty)
        #expect(received.all.isEmpty)
        #expect(try Pins(path: pinsFile)[endpoint] == other)
    }

    @Test func `where it was said whom to believe nobody is asked`() async throws {
        try await run(["--pin", fingerprint.lowercased(), "--pin", String(repeating: "0", count: 64)], typed: "y")
        await #expect(throws: Failure.self) {
            try await run(["--pin", String(repeating: "0", count: 64)], typed: "y")
        }
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        let files = (certificateFile: home + "/c.pem", keyFile: home + "/k.pem")
        try SelfSignedCertificate(names: ["localhost"], addresses: ["127.0.0.1"]).write(to: files)
        await #expect(throws: Failure.self) { try await run(["--ca-file", files.certificateFile], typed: "y") }
        try made.write(to: files)
        try await run(["--ca-file", files.certificateFile], typed: "y")
        #expect(asked.all.isEmpty)
        #expect(received.all.count == 4)
    }

    @Test func `a pins file that says nothing clear is refused, and what it says is kept`() throws {
        let endpoint = try Endpoint("https://BMC7")
        let pins = try Pins(path: pinsFile)
        let first = String(repeating: "1", count: 64)
        try pins.remember(first, for: endpoint)
        // Another command has the file as it was.
        try pins.remember(first, for: Endpoint("https://bmc8"))
        #expect(try Pins(path: pinsFile)[Endpoint("https://bmc7")] == first)
        #expect(try Pins(path: pinsFile)[Endpoint("https://bmc8")] == first)
        for text in ["{\"bmc7:5986\": \"11:2\"}", "{", "[]", ""] {
            try text.write(toFile: pinsFile, atomically: true, encoding: .utf8)
            let failure = #expect(throws: Failure.self) { try Pins(path: pinsFile) }
            #expect(failure?.status == .usage)
            #expect(throws: Failure.self) { try pins.remember(first, for: endpoint) }
            #expect(try String(contentsOfFile: pinsFile, encoding: .utf8) == text)
        }
    }
}

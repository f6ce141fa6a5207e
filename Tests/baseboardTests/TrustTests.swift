// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HTTPTransport
import Synchronization
import Testing

@testable import baseboard

/// Whom the console believes, and what it remembers of that.
struct TrustTests {
    private static let print = String(repeating: "ab", count: 32)

    private func trust(_ arguments: [String], _ environment: [String: String] = [:], profile: Profile? = nil) throws
        -> Trust
    {
        try Trust(ConnectionOptions.parse(arguments), environment: environment, named: profile, fallback: nil)
    }

    @Test func `pins are read as openssl prints them, and as others do`() throws {
        let colons = Fingerprint.display(Self.print)
        #expect(colons.hasPrefix("AB:AB:") && colons.count == 95)
        #expect(try trust(["--pin", colons]).pins == [Self.print])
        #expect(try trust(["--pin", "sha256:" + Self.print]).pins == [Self.print])
        #expect(try trust([], ["BASEBOARD_PIN": Self.print]).pins == [Self.print])
        #expect(throws: Failure.self) { try trust(["--pin", "ab"]) }
    }

    @Test func `flags win over the profile, that over the environment`() throws {
        let profile = Profile(caFile: "/profile")
        #expect(try trust(["--ca-file", "/flag"], ["BASEBOARD_CA_FILE": "/env"], profile: profile).caFile == "/flag")
        #expect(try trust([], ["BASEBOARD_CA_FILE": "/env"], profile: profile).caFile == "/profile")
        #expect(try trust([], ["BASEBOARD_CA_FILE": "/env"]).caFile == "/env")
        #expect(throws: Failure.self) { try trust(["--certificate", "/c.pem"]) }
    }

    @Test func `what was trusted is remembered, for its owner only`() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "baseboard-pins-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = directory + "/baseboard/pins.json"
        let endpoint = try Endpoint("https://bmc7")
        let pins = try Pins(path: path)
        #expect(pins[endpoint] == nil)
        try pins.remember(Self.print, for: endpoint)
        #expect(try Pins(path: path)[endpoint] == Self.print)
        #expect(try Pins(path: path)[Endpoint("https://bmc7:1")] == nil)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try "[]".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: Failure.self) { try Pins(path: path) }
    }

    @Test(arguments: [("y", true), ("Yes", true), ("n", false), ("", false), ("whatever", false)])
    func `only yes is yes`(_ typed: String, _ isTrusted: Bool) throws {
        let made = try SelfSignedCertificate(names: ["bmc7"], addresses: [])
        let asked = Mutex("")
        let question = Question { text in
            asked.withLock { $0 += text }
            return typed
        }
        let endpoint = try Endpoint("https://bmc7")
        #expect(
            question.trust(made.description, of: endpoint, CertificateProblem(.unknown, "self-signed")) == isTrusted)
        #expect(asked.withLock { $0 }.contains(Fingerprint.display(made.description.fingerprint)))
        #expect(Question { _ in nil }.trust(made.description, of: endpoint, CertificateProblem(.unknown, "x")) == false)
    }
}

/// The built program against a service over TLS.
struct TrustProgramTests {
    private func run(_ service: FakeService, _ arguments: String..., home: String) async throws
        -> ProgramTests.Outcome
    {
        try await ProgramTests.run(
            ["identify", "--host", service.url] + arguments,
            environment: ["XDG_CONFIG_HOME": home, "BASEBOARD_USER": "ann", "BASEBOARD_PASSWORD": "secret"])
    }

    @Test func `a stranger's certificate is refused, a pinned one is not, and a changed one is told`() async throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "baseboard-home-\(UUID())").path
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        let made = try SelfSignedCertificate(names: ["localhost"], addresses: ["127.0.0.1"])
        let service = try FakeService(tls: TLSServer(.selfSigned(made), TLSServerSettings())) { _ in
            (200, ProgramTests.identity)
        }
        let fingerprint = Fingerprint.display(made.description.fingerprint)
        let refused = try await run(service, home: home)
        #expect(refused.status == 3)
        #expect(refused.errors.contains(fingerprint) && refused.errors.contains("--pin"), "\(refused.errors)")

        let pinned = try await run(service, "--pin", fingerprint, home: home)
        #expect(pinned.status == 0 && pinned.output.contains("Test"), "\(pinned)")

        let files = (certificateFile: home + "/c.pem", keyFile: home + "/k.pem")
        try made.write(to: files)
        #expect(try await run(service, "--ca-file", files.certificateFile, home: home).status == 0)

        let pins = try Pins(path: home + "/baseboard/pins.json")
        try pins.remember(made.description.fingerprint, for: Endpoint(service.url))
        #expect(try await run(service, home: home).status == 0)
        try pins.remember(String(repeating: "0", count: 64), for: Endpoint(service.url))
        let changed = try await run(service, home: home)
        #expect(changed.status == 3)
        #expect(
            changed.errors.contains("another certificate") && changed.errors.contains("pins.json"), "\(changed.errors)")
    }

    @Test func `http and https taken for each other are told`() async throws {
        let made = try SelfSignedCertificate(names: [], addresses: ["127.0.0.1"])
        let encrypted = try FakeService(tls: TLSServer(.selfSigned(made), TLSServerSettings()), ProgramTests.answer)
        let plain = try FakeService(ProgramTests.answer)
        for (url, words) in [
            (encrypted.url.replacing("https://", with: "http://"), "speaks HTTPS only; write https://"),
            (plain.url.replacing("http://", with: "https://"), "does not speak HTTPS"),
        ] {
            let outcome = try await ProgramTests.run(["identify", "--anonymous", "--host", url])
            #expect(outcome.status == 3)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
        withExtendedLifetime((encrypted, plain)) {}
    }

    @Test func `what the service offers instead of --auth is told`() async throws {
        let service = try FakeService(ProgramTests.answer)
        let outcome = try await ProgramTests.run(
            ["get", "Fan", "--host", service.url, "--user", "ann", "--password-stdin", "--auth", "digest"],
            input: "secret\n")
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("but by Basic") && outcome.errors.contains("--auth"), "\(outcome.errors)")
        withExtendedLifetime(service) {}
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

/// The daemon over HTTPS: its own certificate, the administrator's, and those of clients.
struct EncryptionTests {
    private func settings(_ listen: String = "Listen=https://127.0.0.1:0") -> DaemonSettings {
        DaemonSettings().with { $0.server.append(listen) }
    }

    /// Asks Identify at /wsman by curl; the result is its body and its status.
    private func curl(_ port: Int, _ arguments: String..., message: String = Message.identify) throws -> String {
        try Execution.run(
            "/usr/bin/curl",
            arguments + [
                "-s", "--max-time", "20", "-H", "Content-Type: application/soap+xml;charset=UTF-8", "--data-binary",
                "@-", "-w", "\n%{http_code}", "https://127.0.0.1:\(port)/wsman",
            ], input: message
        ).text
    }

    private func ownCertificate(_ daemon: DaemonProcess) -> String {
        daemon.directory.path + "/state/tls/certificate.pem"
    }

    @Test func `the first start makes a certificate that clients can verify, the second keeps it`() throws {
        let settings = settings().with { $0.server = ["Listen=https://127.0.0.1:0"] }
        let first = try DaemonProcess(settings)
        let certificate = ownCertificate(first)
        let port = try #require(first.encryptedPorts.first)
        let answer = try curl(port, "--cacert", certificate, "-u", TestUser.reader.credentials)
        #expect(answer.contains("IdentifyResponse") && answer.hasSuffix("\n200"), "\(answer)")
        var status = stat()
        #expect(stat(first.directory.path + "/state/tls/key.pem", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(stat(first.directory.path + "/state/tls", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        let fingerprint = try Certificates.fingerprint(certificate)
        try first.stop()

        let second = try DaemonProcess(settings, in: first.directory)
        #expect(try Certificates.fingerprint(certificate) == fingerprint)
        try second.stop()

        // What a crash between key and certificate leaves: a pair that does not fit.
        try FileManager.default.removeItem(atPath: certificate)
        let third = try DaemonProcess(settings, in: first.directory)
        #expect(try Certificates.fingerprint(certificate) != fingerprint)
        try third.stop()
    }

    @Test func `a daemon that keeps no state makes a certificate in memory`() throws {
        try DaemonProcess.run(settings()) { daemon in
            let port = try #require(daemon.encryptedPorts.first)
            #expect(!FileManager.default.fileExists(atPath: ownCertificate(daemon)))
            #expect(try curl(port, "-k", "-u", TestUser.reader.credentials).hasSuffix("\n200"))
        }
    }

    @Test func `SIGHUP takes the administrator's new certificate, a broken one changes nothing`() throws {
        let certificates = try Certificates()
        let old = try certificates.make("old", subject: "/CN=old", names: "IP:127.0.0.1")
        let new = try certificates.make("new", subject: "/CN=new", names: "IP:127.0.0.1")
        let files = settings().with { $0.tls = ["Certificate=\(old.certificate)", "PrivateKey=\(old.key)"] }
        try DaemonProcess.run(files) { daemon in
            let port = try #require(daemon.encryptedPorts.first)
            func subject() throws -> String {
                let run = try Execution.run(
                    "/usr/bin/curl",
                    ["-sv", "--cacert", certificates.authority, "https://127.0.0.1:\(port)/wsman-anon/identify"])
                return run.errors.split(separator: "\n").first { $0.contains("subject: ") }.map(String.init)
                    ?? run.errors
            }
            #expect(try subject().contains("CN=old"))
            for (from, to) in [(new.certificate, old.certificate), (new.key, old.key)] {
                try FileManager.default.removeItem(atPath: to)
                try FileManager.default.copyItem(atPath: from, toPath: to)
            }
            daemon.signal(SIGHUP)
            for _ in 0..<500 where try !subject().contains("CN=new") { usleep(10000) }
            #expect(try subject().contains("CN=new"))

            try "nothing".write(toFile: old.certificate, atomically: true, encoding: .utf8)
            daemon.signal(SIGHUP)
            for _ in 0..<500 where !daemon.errors.contains("stays as it was") { usleep(10000) }
            #expect(daemon.errors.contains("the certificate stays as it was"))
            #expect(try subject().contains("CN=new"))
        }
    }

    @Test func `a certificate that cannot be used keeps the daemon from starting, with the file's name`() throws {
        let broken = settings().with { $0.tls = ["Certificate=/nonexistent/c.pem", "PrivateKey=/nonexistent/k.pem"] }
        let error = #expect(throws: DaemonProcess.DidNotStart.self) { try DaemonProcess(broken) }
        #expect(
            error?.description.contains("/nonexistent/c.pem cannot be used") == true, "\(String(describing: error))")
    }

    // MARK: Client certificates

    @Test func `a certificate stands for its account, and others get 403 with the reason`() throws {
        let certificates = try Certificates()
        let ann = try certificates.make("ann", subject: "/O=Example/CN=Ann", names: "email:ann@example.com")
        let bob = try certificates.make("bob", subject: "/O=Example/CN=Bob", names: "DNS:bob.example")
        let strangers = try Certificates()
        let other = try strangers.make("eve", subject: "/CN=Eve", names: "DNS:eve.example")
        let both = DaemonSettings().with {
            $0.server += [
                "Listen=https://127.0.0.1:0 certificate", "Listen=https://127.0.0.1:0 certificate+basic",
                "Listen=https://127.0.0.1:0 digest certificate",
            ]
            $0.tls = ["ClientAuthorities=\(certificates.authority)"]
        }
        try DaemonProcess.run(both) { daemon in
            let ports = daemon.encryptedPorts
            try #require(ports.count == 3)
            try add(
                daemon, "carl", "--no-password", "--certificate",
                "fingerprint:" + Certificates.fingerprint(ann.certificate))
            func ask(_ port: Int, _ made: Certificates.Made?, _ more: String...) throws -> String {
                let shown = made.map { ["--cert", $0.certificate, "--key", $0.key] } ?? []
                return try Execution.run(
                    "/usr/bin/curl",
                    shown + more + [
                        "-sk", "--max-time", "20", "-d", Message.identify, "-H", "Content-Type: application/soap+xml",
                        "-w", "\n%{http_code}", "https://127.0.0.1:\(port)/wsman",
                    ]
                ).text
            }
            // The users file is looked at once a second.
            for _ in 0..<300 where try !ask(ports[0], ann).hasSuffix("\n200") { usleep(10000) }
            #expect(try ask(ports[0], ann).contains("IdentifyResponse"))
            #expect(try ask(ports[0], nil) == "A client certificate is needed here.\n403")
            #expect(try ask(ports[0], bob) == "The client certificate stands for no account.\n403")
            #expect(try ask(ports[0], other).hasPrefix("The client certificate is not trusted: "))
            // A password is nothing where a certificate is asked for.
            #expect(try ask(ports[0], nil, "-u", TestUser.admin.credentials).hasSuffix("\n403"))
            #expect(daemon.errors.contains("certificate stands for no account"))

            #expect(try ask(ports[1], nil, "-u", TestUser.admin.credentials).hasSuffix("\n403"))
            #expect(try ask(ports[1], bob).hasSuffix("\n401"))
            #expect(try ask(ports[1], bob, "-u", TestUser.admin.credentials).hasSuffix("\n200"))
            #expect(try ask(ports[1], bob, "-u", "ada:wrong").hasSuffix("\n401"))
            // Ann's certificate is carl's, so nobody else logs in beside it.
            #expect(try ask(ports[1], ann, "-u", TestUser.admin.credentials).contains("another account"))

            #expect(try ask(ports[2], ann).hasSuffix("\n200"))
            #expect(try ask(ports[2], nil).hasSuffix("\n401"))
            #expect(try ask(ports[2], nil, "--digest", "-u", TestUser.reader.credentials).hasSuffix("\n200"))

            try run(daemon, "--remove-user", "carl")
            for _ in 0..<300 where try !ask(ports[0], ann).hasSuffix("\n403") { usleep(10000) }
            #expect(try ask(ports[0], ann).hasSuffix("\n403"))
        }
    }

    private func add(_ daemon: DaemonProcess, _ name: String, _ more: String...) throws {
        try run(daemon, ["--add-user", name, "--role", "reader"] + more)
    }

    private func run(_ daemon: DaemonProcess, _ arguments: String...) throws { try run(daemon, arguments) }

    private func run(_ daemon: DaemonProcess, _ arguments: [String]) throws {
        let run = try Execution.run(
            BuildProducts.daemon, ["--config", daemon.directory.path + "/baseboard.conf"] + arguments)
        #expect(run.status == 0, "\(run.errors)")
    }
}

/// Clients that others wrote, over HTTPS.
@Suite(.enabled("there is no .venv/bin/python; make test creates it") { BuildProducts.python != nil })
struct ForeignEncryptionTests {
    private struct Seen: Decodable {
        let pypsrp: Bool
        let unverified: String
        let pywinrm: Int
    }

    @Test func `pypsrp verifies the server, pywinrm logs in by certificate`() throws {
        let certificates = try Certificates()
        let server = try certificates.make("server", subject: "/CN=machine", names: "IP:127.0.0.1")
        let ann = try certificates.make("ann", subject: "/CN=Ann", names: "email:ann@example.com")
        let settings = DaemonSettings().with {
            $0.server.append("Listen=https://127.0.0.1:0 digest basic certificate")
            $0.tls = [
                "Certificate=\(server.certificate)", "PrivateKey=\(server.key)",
                "ClientAuthorities=\(certificates.authority)",
            ]
        }
        try DaemonProcess.run(settings) { daemon in
            let added = try Execution.run(
                BuildProducts.daemon,
                [
                    "--config", daemon.directory.path + "/baseboard.conf", "--add-user", "carl", "--role", "reader",
                    "--no-password", "--certificate", "san:email:Ann@example.com",
                ])
            #expect(added.status == 0, "\(added.errors)")
            daemon.signal(SIGHUP)
            for _ in 0..<500 where !daemon.errors.contains("users file read") { usleep(10000) }
            let run = try Execution.run(
                try #require(BuildProducts.python),
                [
                    RecordedMachine.repository + "/Tests/EndToEndTests/Clients/tls_clients.py",
                    String(try #require(daemon.encryptedPorts.first)), TestUser.operator.rawValue, TestUser.password,
                    certificates.authority, ann.certificate, ann.key,
                ])
            try #require(run.status == 0, "\(run.errors)")
            let seen = try JSONDecoder().decode(Seen.self, from: run.output)
            #expect(seen.pypsrp)
            #expect(seen.unverified != "served")
            #expect(seen.pywinrm == 14)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MachineFixtures
import Testing

/// How daemon and sink know each other, and whom a subscriber may name.
@Suite(.enabled("there is no python3") { BuildProducts.program("python3") != nil })
struct SinkSecurityTests {
    private static let profiles = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/"

    private static func settings(_ events: [String] = []) -> DaemonSettings {
        DaemonSettings.stateful.with {
            $0.hardwareRoot = RecordedMachine.virtualMachine.root
            $0.events = ["RetryMinimum=50ms", "RetryMaximum=200ms"] + events
        }
    }

    /// A sink behind TLS, and its certificate.
    private struct Encrypted {
        let sink: EventSinkProcess
        let certificate: String

        init(_ certificates: Certificates, names: String = "IP:127.0.0.1", _ options: [String] = []) throws {
            let made = try certificates.make("sink", subject: "/CN=sink", names: names)
            certificate = made.certificate
            sink = try EventSinkProcess(
                in: try TemporaryDirectory(), ["--certificate", made.certificate, "--key", made.key] + options)
        }

        var address: String { "https://127.0.0.1:\(sink.port)/events" }

        /// SHA-1 of the certificate in hexadecimal digits.
        func thumbprint() throws -> String {
            let run = try Execution.run(
                "/usr/bin/openssl", ["x509", "-in", certificate, "-noout", "-fingerprint", "-sha1"])
            let digits = run.text.split(separator: "=").last ?? ""
            return digits.filter(\.isHexDigit)
        }
    }

    private static func thumbprint(_ digits: String) -> (type: String, content: String) {
        (
            "http://schemas.dmtf.org/wbem/wsman/1/wsman/token/certificateThumbprint",
            "<w:CertificateThumbprint>\(digits)</w:CertificateThumbprint>"
        )
    }

    private static func user(_ name: String, _ password: String) -> (type: String, content: String) {
        let security = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"
        return (
            security + "-username-token-profile-1.0#UsernameToken",
            "<x:UsernameToken xmlns:x=\"\(security)-wssecurity-secext-1.0.xsd\"><x:Username>\(name)</x:Username>"
                + "<x:Password>\(password)</x:Password></x:UsernameToken>"
        )
    }

    /// Waits until deliveries to the one subscription have failed twice; the result is what the daemon says of it.
    private func failure(_ daemon: DaemonProcess) throws -> String {
        let failing = try daemon.poll(.subscriptions) { reply in
            reply.items.contains { $0["Failures"].flatMap { Int($0) } ?? 0 >= 2 }
        }
        return failing.items.first?["LastFailure"] ?? ""
    }

    @Test func `a certificate counts by its authority and its names`() throws {
        let certificates = try Certificates()
        let right = try Encrypted(certificates)
        let wrong = try Encrypted(certificates, names: "DNS:elsewhere.example")
        try DaemonProcess.run(Self.settings(["Authorities=\(certificates.authority)"])) { daemon in
            let other = try daemon.subscribe(.subscribe(to: wrong.address))
            #expect(try failure(daemon) == "The sink does not answer.")
            #expect(try daemon.connect().ask(.unsubscribe(other)).status == 200)
            try daemon.subscribe(.subscribe(to: right.address))
            try right.sink.wait(forEvent: try daemon.rehearse())
            #expect(try wrong.sink.received().isEmpty)
        }
    }

    @Test func `a certificate counts by the thumbprint that the subscriber names, and no other does`() throws {
        let certificates = try Certificates()
        let encrypted = try Encrypted(certificates)
        try DaemonProcess.run(Self.settings()) { daemon in
            for (digits, counts) in [(String(repeating: "ab", count: 20), false), (try encrypted.thumbprint(), true)] {
                let tokens = Message.tokens([Self.thumbprint(digits)], for: encrypted.address)
                let identifier = try daemon.subscribe(.subscribe(to: encrypted.address).header(tokens))
                if counts {
                    try encrypted.sink.wait(forEvent: try daemon.rehearse())
                } else {
                    _ = try failure(daemon)
                    #expect(try encrypted.sink.received().isEmpty)
                }
                #expect(try daemon.connect().ask(.unsubscribe(identifier)).status == 200)
            }
        }
    }

    @Test(arguments: [("http/basic", "Basic "), ("http/digest", "Digest ")])
    func `a sink is shown the user of its token`(profile: String, scheme: String) throws {
        let account = ["--account", "sink:open: sesame"] + (scheme == "Digest " ? ["--digest"] : [])
        let sink = try EventSinkProcess(in: try TemporaryDirectory(), account)
        try DaemonProcess.run(Self.settings()) { daemon in
            let auth = "<w:Auth Profile=\"\(Self.profiles)\(profile)\"/>"
            for (password, counts) in [("wrong", false), ("open: sesame", true)] {
                let tokens = Message.tokens([Self.user("sink", password)], for: sink.address)
                let identifier = try daemon.subscribe(
                    .subscribe(to: sink.address, .acknowledged, delivery: auth).header(tokens))
                if counts {
                    try sink.wait(forEvent: try daemon.rehearse())
                    #expect(try sink.received().allSatisfy { $0.authorization.hasPrefix(scheme) })
                } else {
                    #expect(try failure(daemon).contains("does not take the credentials"))
                    #expect(try sink.received().isEmpty)
                }
                #expect(try daemon.connect().ask(.unsubscribe(identifier)).status == 200)
            }
            #expect(!daemon.errors.contains("sesame"))
        }
    }

    @Test func `a sink that wants to see a certificate sees the daemon's, over a restart too`() throws {
        let certificates = try Certificates()
        let own = try certificates.make("daemon", subject: "/CN=daemon", names: "DNS:daemon")
        let encrypted = try Encrypted(certificates, ["--authority", certificates.authority])
        let auth = "<w:Auth Profile=\"\(Self.profiles)https/mutual\"/>"
        let authority = "Authorities=\(certificates.authority)"
        try DaemonProcess.run(Self.settings([authority])) { daemon in
            let fault = try daemon.connect().ask(.subscribe(to: encrypted.address, delivery: auth)).fault
            #expect(fault?.code == "EventDeliverToUnusable")
        }
        let settings = Self.settings([authority, "Certificate=\(own.certificate)", "PrivateKey=\(own.key)"])
        let directory = try TemporaryDirectory()
        let first = try DaemonProcess(settings, in: directory)
        try first.subscribe(.subscribe(to: encrypted.address, delivery: auth))
        try encrypted.sink.wait(forEvent: try first.rehearse())
        try first.stop()
        let second = try DaemonProcess(settings, in: directory)
        try encrypted.sink.wait(forEvent: try second.rehearse())
        #expect(try encrypted.sink.received().allSatisfy { $0.certificate.contains("daemon") })
        try second.stop()
    }

    @Test(.enabled("there is no ::1 to listen on") { hasLoopback6 })
    func `a sink may have an address of IPv6`() throws {
        let sink = try EventSinkProcess(in: try TemporaryDirectory(), ["--host", "::1"])
        try DaemonProcess.run(Self.settings()) { daemon in
            try daemon.subscribe(.subscribe(to: "http://[::1]:\(sink.port)/events"))
            try sink.wait(forEvent: try daemon.rehearse())
        }
    }

    private static let hasLoopback6 =
        (try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8))?.contains(" lo") ?? false

    @Test func `a refused Subscribe connects to nothing, and what the administrator lists is admitted`() throws {
        let sink = try EventSinkProcess(in: try TemporaryDirectory())
        let port = sink.port
        // Another address of this machine that leads to nobody but us.
        let elsewhere = "http://192.0.2.1:\(port)/events"
        try DaemonProcess.run(Self.settings()) { daemon in
            let connection = try daemon.connect()
            let faults = try [
                Message.subscribe(to: elsewhere), .subscribe(to: "ftp://127.0.0.1:\(port)/"),
                .subscribe(to: "http://sink.example:\(port)/"),
            ].map { try connection.ask($0).fault }
            #expect(faults.allSatisfy { $0 == Reply.FaultName("UnsupportedFeature", "AddressingMode") })
            let auth = "<w:Auth Profile=\"\(Self.profiles)https/mutual\"/>"
            #expect(try connection.ask(.subscribe(to: sink.address, delivery: auth)).body == "Fault")
            var message = Message.subscribe(to: sink.address)
            message.body = message.body.replacing(
                "<e:Delivery ", with: "<e:EndTo><a:Address>\(elsewhere)</a:Address></e:EndTo><e:Delivery ")
            #expect(try connection.ask(message).body == "Fault")
            #expect(try connection.ask(.subscriptions).items.isEmpty)
            // A subscription that is made afterwards has its events alone.
            try daemon.subscribe(.subscribe(to: sink.address, content: ""))
            let event = try daemon.rehearse()
            #expect(try sink.wait(forEvent: event) == [event])
        }
        try DaemonProcess.run(Self.settings(["Sinks=192.0.2.1:\(port)"])) { daemon in
            let answer = try daemon.connect().ask(.subscribe(to: elsewhere))
            #expect(answer.body == "SubscribeResponse", "\(answer.text)")
        }
    }

    @Test func `passwords for sinks are readable by the daemon's user alone, and nobody is shown them`() throws {
        let sink = try EventSinkProcess(in: try TemporaryDirectory(), ["--account", "sink:open: sesame"])
        try DaemonProcess.run(Self.settings()) { daemon in
            let tokens = Message.tokens([Self.user("sink", "open: sesame")], for: sink.address)
            try daemon.subscribe(.subscribe(to: sink.address).header(tokens))
            try sink.wait(forEvent: try daemon.rehearse())
            let state = daemon.directory.path + "/state"
            let files = try FileManager.default.contentsOfDirectory(atPath: state)
            #expect(!files.isEmpty)
            for file in files {
                var status = stat()
                #expect(stat("\(state)/\(file)", &status) == 0 && status.st_mode & 0o077 == 0, "\(file)")
            }
            for user in TestUser.allCases {
                #expect(try !daemon.connect(as: user).ask(.subscriptions).text.contains("sesame"))
            }
        }
    }
}

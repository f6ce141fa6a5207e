// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite(
    "EnumerationEnd reaches a real sink (R8.10-x)",
    .enabled("there is no python3") { BuildProducts.program("python3") != nil })
struct EnumerationEndTests {
    private func enumerate(_ address: String) -> Message {
        .enumerate(
            "CIM_Fan",
            """
            <n:EndTo><a:Address>\(address)</a:Address><a:ReferenceParameters><t:Tag xmlns:t="urn:t">42</t:Tag>\
            </a:ReferenceParameters></n:EndTo>
            """)
    }

    @Test func `an open enumeration is told of its end when the daemon stops`() throws {
        let directory = try TemporaryDirectory()
        let sink = try EventSinkProcess(in: directory)
        let daemon = try DaemonProcess()
        let context = try daemon.connect().ask(enumerate("http://127.0.0.1:\(sink.port)/end")).first(
            "EnumerationContext")
        #expect(context?.isEmpty == false)
        try daemon.stop()
        let received = try sink.received()
        let message = try #require(received.first).reply()
        #expect(received.count == 1 && received[0].path == "/end")
        #expect(message.body == "EnumerationEnd" && message.first("EnumerationContext") == context)
        #expect(message.first("Code") == "http://schemas.xmlsoap.org/ws/2004/09/enumeration/SourceShuttingDown")
        #expect(message.first("Tag") == "42")
    }

    @Test func `a sink over TLS is told only where its certificate is believed`() throws {
        let certificates = try Certificates()
        let made = try certificates.make("sink", subject: "/CN=sink", names: "IP:127.0.0.1")
        for (authorities, count) in [(certificates.authority, 1), ("", 0)] {
            let sink = try EventSinkProcess(
                in: try TemporaryDirectory(), ["--certificate", made.certificate, "--key", made.key])
            let daemon = try DaemonProcess(DaemonSettings().with { $0.events = ["Authorities=\(authorities)"] })
            _ = try daemon.connect().ask(enumerate("https://127.0.0.1:\(sink.port)/end"))
            try daemon.stop()
            #expect(try sink.received().count == count)
        }
    }

    @Test func `a sink that is away or silent does not keep the daemon from stopping`() throws {
        let directory = try TemporaryDirectory()
        let sink = try EventSinkProcess(in: directory)
        let daemon = try DaemonProcess(DaemonSettings().with { $0.limits = ["ShutdownGrace=500ms"] })
        _ = try daemon.connect().ask(enumerate("http://127.0.0.1:\(sink.port)/end"))
        sink.stop()
        try daemon.stop()
    }

    @Test func `only what the administrator lists may be named beside the address that asks`() throws {
        let settings = DaemonSettings().with {
            $0.events = ["Sinks=192.0.2.0/24:8443", "Sinks=*.sinks.example", "Sinks=[2001:db8::]/32"]
        }
        try DaemonProcess.run(settings) { daemon in
            let connection = try daemon.connect()
            for address in [
                "http://127.0.0.1:9/", "http://[::1]:9/", "http://localhost/", "https://192.0.2.7:8443/e",
                "http://a.sinks.example/", "http://[2001:db8:1::2]:9/",
            ] {
                #expect(try connection.ask(enumerate(address)).fault == nil, "\(address)")
            }
            for address in [
                "http://192.0.2.7:8444/", "http://192.0.3.7:8443/", "http://sinks.example/", "http://[2001:db9::1]/",
                "http://127.0.0.1.sinks.example.org/", "ftp://127.0.0.1/", "127.0.0.1:9",
            ] {
                let fault = try connection.ask(enumerate(address)).fault
                #expect(fault == Reply.FaultName("UnsupportedFeature", "AddressingMode"), "\(address)")
            }
        }
    }
}

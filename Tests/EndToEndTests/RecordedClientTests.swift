// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

/// Requests in the exact shape of clients that cannot be run here, from `Tests/Fixtures/messages/clients`.
struct RecordedClientTests {
    /// Sends one of the files.
    private func send(
        _ file: String, on connection: Connection, context: String? = nil, path: String = "/wsman",
        contentType: String? = "application/soap+xml;charset=UTF-8"
    ) throws -> Reply {
        let text = try String(
            contentsOfFile: RecordedMachine.repository + "/Tests/Fixtures/messages/clients/\(file).xml", encoding: .utf8
        )
        return try Reply(
            connection.exchange(
                text.replacing("@CONTEXT@", with: context ?? ""), path: path, contentType: contentType))
    }

    @Test func `python-dracclient pages through a class without a content type`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            let first = try send("dracclient-enumerate", on: connection, contentType: nil)
            #expect(first.status == 200, "\(first.text)")
            #expect(first.items.count == 5)
            let last = try send(
                "dracclient-pull", on: connection, context: first.first("EnumerationContext"), contentType: nil)
            #expect(last.items.count == 9)
            // An empty context would be pulled again.
            #expect(last.count("EnumerationContext") == 0)
            #expect(last.count("EndOfSequence") == 1)
        }
    }

    @Test func `MeshCommander enumerates, pulls one by one, and gets without selectors`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            let opened = try send("meshcommander-enumerate", on: connection, contentType: nil)
            #expect(opened.status == 200, "\(opened.text)")
            #expect(opened.first("RelatesTo") == "1")
            // It sends this header back in its Pull.
            #expect(opened.first("ResourceURI") == Message.uri("CIM_NumericSensor"))
            let context = opened.first("EnumerationContext")
            for _ in 0..<3 {
                let pulled = try send("meshcommander-pull", on: connection, context: context, contentType: nil)
                #expect(pulled.items.count == 1)
                #expect(pulled.body == "PullResponse")
            }
            let system = try send("meshcommander-get", on: connection, contentType: nil)
            #expect(system.status == 200, "\(system.text)")
            #expect(system.body == "CIM_ComputerSystem")
            #expect(system.first("RelatesTo") == "3")
            for reply in [opened, system] {
                // Its parsers look for these octets.
                #expect(reply.text.contains("<a:Header>"))
                #expect(reply.text.contains("<a:Body>"))
                #expect(!reply.text.contains(/>\s+</))
                #expect(!reply.text.contains(/[^ ]\/>/))
            }
        }
    }

    @Test func `napalm-amt counts its messages and asks for more than there is`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            let opened = try send("napalm-amt-enumerate", on: connection)
            #expect(opened.status == 200, "\(opened.text)")
            let pulled = try send("napalm-amt-pull", on: connection, context: opened.first("EnumerationContext"))
            #expect(pulled.items.count == 14)
            #expect(pulled.first("RelatesTo") == "2")
            #expect(pulled.count("EndOfSequence") == 1)
        }
    }

    @Test func `omicli posts to a path with a slash, with an empty OptionSet that must be understood`() throws {
        try DaemonProcess.run { daemon in
            let reply = try send("omicli-enumerate", on: daemon.connect(), path: "/wsman/")
            #expect(reply.status == 200, "\(reply.text)")
            #expect(reply.items.count == 14)
            #expect(reply.count("EndOfSequence") == 1)
        }
    }

    @Test func `txwinrm repeats its MessageID and addresses another host`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            for _ in 0..<2 {
                let first = try send("txwinrm-enumerate", on: connection)
                #expect(first.status == 200, "\(first.text)")
                let last = try send("txwinrm-pull", on: connection, context: first.first("EnumerationContext"))
                #expect(first.items.count + last.items.count == 14)
                #expect(first.first("RelatesTo") == last.first("RelatesTo"))
            }
        }
    }

    @Test func `PowerShell pads its texts and sends headers and options of its own`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            let reply = try send("powershell-enumerate", on: connection)
            #expect(reply.status == 200, "\(reply.text)")
            #expect(reply.first("RelatesTo") == "uuid:0AB58087-C2C3-0005-0000-000000010000")
            #expect(reply.references.count == reply.count("Item"))
            // With their references the sensors do not fit in what it takes at once.
            #expect(reply.text.utf8.count <= 512_000)
            let rest = try connection.ask(
                .pull("CIM_NumericSensor", reply.first("EnumerationContext"), max: 32000))
            #expect(rest.count("EndOfSequence") == 1)
            #expect(reply.count("Item") + rest.count("Item") >= 200)
            let invoked = try send("powershell-invoke", on: connection)
            #expect(invoked.status == 200, "\(invoked.text)")
            #expect(invoked.body == "RequestStateChange_OUTPUT")
            #expect(invoked.first("ReturnValue") == "0")
        }
    }

    @Test func `WinRb marks headers without a namespace and leaves nil elements`() throws {
        try DaemonProcess.run { daemon in
            let reply = try send("winrb-enumerate", on: daemon.connect())
            #expect(reply.status == 200, "\(reply.text)")
            #expect(reply.items.count == 14)
        }
    }
}

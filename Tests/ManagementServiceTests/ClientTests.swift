// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import Testing
import XML

/// Requests as real clients write them (`Fixtures/messages`).
struct ClientTests {
    let service = TestService()

    func send(_ name: String) throws -> Reply {
        try service.begin(bytes: Fixture.message(name)).reply()
    }

    @Test func `wsmancli identifies the service`() throws {
        #expect(try send("identify/wsmancli.request.xml").body?.localName == "IdentifyResponse")
    }

    @Test(arguments: ["get/omicli.request.xml", "get/pypsrp.request.xml"])
    func `a Get finds its fan`(name: String) throws {
        let reply = try send(name)
        #expect(reply.properties["DeviceID"] == ["hwmon/fan1"], "\(reply.text)")
        #expect(reply.relatesTo?.hasPrefix("uuid:") == true)
    }

    @Test func `MeshCommander gets a single instance without selectors`() throws {
        let reply = try send("get/meshcommander.request.xml")
        #expect(reply.properties["Name"] == ["host1"])
        #expect(reply.relatesTo == "1")
    }

    @Test(arguments: ["enumerate/dracclient.request.xml", "enumerate/winrb.request.xml"])
    func `an optimised Enumerate brings all at once`(name: String) throws {
        let reply = try send(name)
        #expect(reply.ids.count == 3 && reply.isEnd, "\(reply.text)")
    }

    @Test func `PowerShell changes one property`() throws {
        #expect(try send("put/powershell.request.xml").properties["UpperLimit"] == ["90"])
        #expect(service.machine.fans.writes.map { $0.map(\.name) } == [["UpperLimit"]])
    }

    @Test func `PowerShell calls a method`() throws {
        let reply = try send("invoke/powershell.request.xml")
        #expect(reply.body?.localName == "RequestStateChange_OUTPUT")
        #expect(service.machine.fans.calls.last?.inputs["RequestedState"] == .unsigned(2))
    }
}

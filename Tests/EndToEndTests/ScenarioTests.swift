// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// An operator's day, by curl alone.
struct ScenarioTests {
    /// Sends a message by curl, on a connection of its own.
    private func curl(_ text: String, to daemon: DaemonProcess, as user: TestUser) throws -> Reply {
        let program = try #require(BuildProducts.program("curl"))
        let run = try Execution.run(
            program,
            [
                "-sS", "-u", user.credentials, "-H", "Content-Type: application/soap+xml;charset=UTF-8", "-w",
                "\n%{http_code}", "--data-binary", "@-", "http://127.0.0.1:\(daemon.port)/wsman",
            ], input: text)
        #expect(run.status == 0, "\(run.errors)")
        let end = try #require(run.text.lastIndex(of: "\n"))
        let status = try #require(Int(run.text[run.text.index(after: end)...]))
        return try Reply(status: status, data: Data(run.text[..<end].utf8))
    }

    @Test func `inventory, sensors, limits, roles, restart, and the catalog`() throws {
        let daemon = try DaemonProcess(.stateful)
        func ask(_ message: Message, as user: TestUser = .operator) throws -> Reply {
            try curl(message.text, to: daemon, as: user)
        }

        #expect(try curl(Message.identify, to: daemon, as: .reader).body == "IdentifyResponse")

        // All sensors, in batches.
        var sensors: [[String: String]] = []
        var reply = try ask(.enumerate("CIM_NumericSensor").header("<w:RequestTotalItemsCountEstimate/>"), as: .reader)
        let total = try #require(reply.first("TotalItemsCountEstimate").flatMap { Int($0) })
        var context = reply.first("EnumerationContext")
        var pulls = 0
        while reply.count("EndOfSequence") == 0 {
            reply = try ask(.pull("CIM_NumericSensor", context, max: 60), as: .reader)
            #expect(reply.status == 200, "\(reply.text)")
            try #require(!reply.items.isEmpty)
            #expect(reply.items.count <= 60)
            sensors += reply.items
            context = reply.first("EnumerationContext")
            pulls += 1
        }
        #expect(sensors.count == total)
        #expect(total >= 200)
        #expect(pulls == (total + 59) / 60)
        #expect(Set(sensors.compactMap { $0["DeviceID"] }).count == total)

        // Each fan by its reference.
        reply = try ask(.enumerate("CIM_Fan", first: 100, "<w:EnumerationMode>EnumerateEPR</w:EnumerationMode>"))
        let references = reply.references
        #expect(references.count >= 12)
        #expect(reply.count("EndOfSequence") == 1)
        for reference in references {
            let fan = try ask(.get("CIM_Fan", reference), as: .reader)
            #expect(fan.status == 200, "\(fan.text)")
            #expect(fan.first("DeviceID") == reference["DeviceID"])
        }

        // A limit that the operator sets.
        let sensor = try #require(
            sensors.first {
                $0["SensorType"] == "2" && $0["UpperThresholdCritical"] != "" && $0["UpperThresholdFatal"] == ""
            })
        let id = try #require(sensor["DeviceID"])
        let exponent = try #require(sensor["UnitModifier"].flatMap(Double.init))
        let before = try ask(.get("CIM_NumericSensor", device: id))
        let original = try #require(before.first("UpperThresholdCritical").flatMap { Int($0) })
        let wanted = original + 1
        let put = Message.put("CIM_NumericSensor", device: id, [("UpperThresholdCritical", String(wanted))])
        let refused = try ask(put, as: .reader)
        #expect(refused.status == 400)
        #expect(refused.fault == .init("AccessDenied"))
        #expect(refused.text.contains("operator"))
        let untouched = try ask(.get("CIM_NumericSensor", device: id))
        #expect(untouched.first("UpperThresholdCritical") == String(original))
        let changed = try ask(put)
        #expect(changed.status == 200, "\(changed.text)")
        #expect(changed.first("UpperThresholdCritical") == String(wanted))

        // It outlives the daemon.
        try daemon.stop()
        let second = try DaemonProcess(.stateful, in: daemon.directory)
        func askAgain(_ message: Message, as user: TestUser = .operator) throws -> Reply {
            try curl(message.text, to: second, as: user)
        }
        let view = try askAgain(.get("BB_SensorView", device: id), as: .reader)
        #expect(view.first("UpperThresholdCritical").flatMap(Double.init) == Double(wanted) * pow(10, exponent))
        #expect(view.first("UpperThresholdCriticalSource") == "operator")

        // And is taken back.
        let restore = Message.invoke("CIM_NumericSensor", device: id, "RestoreDefaultThresholds")
        #expect(try askAgain(restore, as: .reader).fault == .init("AccessDenied"))
        #expect(try askAgain(restore).first("ReturnValue") == "0")
        let restored = try askAgain(.get("CIM_NumericSensor", device: id))
        #expect(restored.first("UpperThresholdCritical") == String(original))

        // A method with a typed parameter.
        func requestState(_ value: String) throws -> Reply {
            try askAgain(.invoke("CIM_NumericSensor", device: id, "RequestStateChange", [("RequestedState", value)]))
        }
        #expect(try requestState("2").first("ReturnValue") == "0")
        #expect(try requestState("3").first("ReturnValue") == "1")
        let mistyped = try requestState("soon")
        #expect(mistyped.status == 400)
        #expect(mistyped.fault?.code == "InvalidParameter")

        // The catalog tells all that was used.
        let entries = try askAgain(.enumerate(Message.catalog, first: 100), as: .reader)
        #expect(entries.count("EndOfSequence") == 1)
        for name in ["CIM_NumericSensor", "CIM_Fan", "BB_SensorView"] {
            #expect(entries.text.contains(Message.uri(name)))
        }
        let entry = try askAgain(.get(Message.catalog, ["ResourceURI": Message.uri("CIM_NumericSensor")]))
        #expect(entry.status == 200, "\(entry.text)")
        #expect(entry.text.contains("RestoreDefaultThresholds"))
        try second.stop()
    }

    @Test func `a released context is gone, and the others are not`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect()
            let first = try connection.ask(.enumerate("CIM_Fan")).first("EnumerationContext")
            let second = try connection.ask(.enumerate("CIM_Fan")).first("EnumerationContext")
            #expect(first != second)
            let released = try connection.ask(.release("CIM_Fan", first))
            #expect(released.status == 200)
            #expect(released.body == nil)
            let gone = try connection.ask(.pull("CIM_Fan", first, max: 1))
            #expect(gone.status == 500)
            #expect(gone.fault == .init("InvalidEnumerationContext"))
            #expect(try connection.ask(.pull("CIM_Fan", second, max: 1)).items.count == 1)
        }
    }

    @Test func `a context belongs to whoever opened it`() throws {
        try DaemonProcess.run { daemon in
            let owner = try daemon.connect(as: .operator)
            let context = try owner.ask(.enumerate("CIM_Fan")).first("EnumerationContext")
            let other = try daemon.connect(as: .admin)
            let pull = try other.ask(.pull("CIM_Fan", context, max: 1))
            #expect(pull.fault == .init("AccessDenied"), "\(pull.text)")
            #expect(try other.ask(.release("CIM_Fan", context)).fault != nil)
            #expect(try owner.ask(.pull("CIM_Fan", context, max: 1)).items.count == 1)
        }
    }

    @Test func `a context that nobody pulls from expires`() throws {
        try DaemonProcess.run(DaemonSettings().with { $0.limits = ["EnumerationContextLifetime=1s"] }) { daemon in
            let connection = try daemon.connect()
            let idle = try connection.ask(.enumerate("CIM_Fan")).first("EnumerationContext")
            // Opened later, so it expires later: only then must the first one be gone.
            let probe = try connection.ask(.enumerate("CIM_Fan")).first("EnumerationContext")
            try daemon.waitUntilGone(probe, of: "CIM_Fan")
            #expect(try connection.ask(.pull("CIM_Fan", idle)).fault == .init("InvalidEnumerationContext"))
        }
    }

    @Test func `a machine's parts hang together`() throws {
        try DaemonProcess.run { daemon in
            let connection = try daemon.connect(as: .reader)
            let system = try connection.ask(.enumerate("CIM_ComputerSystem", first: 10))
            let name = try #require(system.items.first?["Name"])
            #expect(system.items.count == 1)
            for resource in ["CIM_Processor", "CIM_Fan", "CIM_NumericSensor"] {
                let parts = try connection.ask(.enumerate(resource, first: 1000)).items
                #expect(!parts.isEmpty)
                #expect(parts.allSatisfy { $0["SystemName"] == name && $0["CreationClassName"] == resource })
            }
            let devices = try connection.ask(.enumerate("CIM_SystemDevice", first: 1000))
            #expect(devices.items.count >= 200)
        }
    }
}

extension DaemonProcess {
    /// Waits until a context is gone, asking about it by a release that its owner alone may do.
    ///
    /// Only a user who may not release it can ask without ending it.
    fileprivate func waitUntilGone(_ context: String?, of resource: String) throws {
        _ = try poll(.release(resource, context), as: .reader) { $0.fault == .init("InvalidEnumerationContext") }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

/// The hardware page of Intel's clients (`spec/real-consoles.md` section 1.1), asked as MeshCommander asks: messages
/// counted from 1, Get without selectors, Enumerate without OptimizeEnumeration, Pull without MaxElements.
struct HardwarePageTests {
    /// One console: it keeps its connection and counts its messages.
    private final class Console {
        private let connection: Connection
        private var count = 0

        init(_ daemon: DaemonProcess) throws {
            connection = try daemon.connect()
        }

        private func send(_ file: String, _ className: String, context: String = "") throws -> Reply {
            count += 1
            let path = RecordedMachine.repository + "/Tests/Fixtures/messages/clients/meshcommander-\(file).xml"
            let text = try String(contentsOfFile: path, encoding: .utf8)
                .replacing("@CONTEXT@", with: context)
                .replacing(/cim-schema\/2\/CIM_\w+/, with: "cim-schema/2/\(className)")
                .replacing(/<a:MessageID>\d+</, with: "<a:MessageID>\(count)<")
            let reply = try Reply(connection.exchange(text, contentType: nil))
            #expect(reply.first("RelatesTo") == "\(count)")
            if reply.status == 200 {
                // It looks for these octets, and asks the next Pull of this header.
                #expect(reply.text.contains("<a:Header>") && reply.text.contains("<a:Body>"))
                #expect(reply.first("ResourceURI") == Message.uri(className))
            }
            return reply
        }

        /// The properties of the one instance of a class.
        func get(_ className: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String: String] {
            let reply = try send("get", className)
            #expect(reply.status == 200, "\(reply.text)", sourceLocation: sourceLocation)
            #expect(reply.body == className, sourceLocation: sourceLocation)
            return reply.properties
        }

        /// What Get of a class without an instance, or with several, is refused with.
        func refusal(_ className: String) throws -> Reply { try send("get", className) }

        /// The instances of a class, pulled until no context comes back.
        func enumerate(_ className: String) throws -> [[String: String]] {
            let opened = try send("enumerate", className)
            #expect(opened.body == "EnumerateResponse", "\(opened.text)")
            var items: [[String: String]] = []
            var context = opened.first("EnumerationContext")
            while let current = context {
                let pulled = try send("pull", className, context: current)
                #expect(pulled.body == "PullResponse", "\(pulled.text)")
                items += pulled.items
                context = pulled.first("EnumerationContext")
                #expect((context == nil) == (pulled.count("EndOfSequence") == 1))
                if items.count > 1000 { break }
            }
            return items
        }
    }

    private func run(_ machine: RecordedMachine, _ body: (Console) throws -> Void) throws {
        try DaemonProcess.run(DaemonSettings().with { $0.hardwareRoot = machine.root }) { daemon in
            try body(Console(daemon))
        }
    }

    private func expect(
        _ found: [String: String], _ expected: [String: String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (name, value) in expected { #expect(found[name] == value, "\(name)", sourceLocation: sourceLocation) }
    }

    @Test func `the server's page shows what an unprivileged reader knows`() throws {
        try run(.rackServer) { console in
            let package = try console.get("CIM_ComputerSystemPackage")
            #expect(package["PlatformGUID"]?.isEmpty == true, "it is nil, for only root may read it")
            expect(
                try console.get("CIM_Chassis"),
                ["Model": "Rackstation 2200", "Manufacturer": "Example Systems", "Version": "", "SerialNumber": ""])
            expect(
                try console.get("CIM_Card"),
                [
                    "Manufacturer": "Example Systems", "Model": "ES-X12D", "Version": "1.02", "SerialNumber": "",
                    "Tag": "CIM_Card", "CanBeFRUed": "",
                ])
            expect(
                try console.get("CIM_BIOSElement"),
                [
                    "Manufacturer": "Example Systems", "SoftwareElementID": "R2E-1.8b",
                    "ReleaseDate": "2024-03-14T00:00:00Z",
                ])
            let processors = try console.enumerate("CIM_Processor")
            let chips = try console.enumerate("CIM_Chip").filter { $0["CreationClassName"] == "CIM_Chip" }
            #expect(processors.map { $0["DeviceID"] } == ["CPU 0", "CPU 1"])
            #expect(chips.map { $0["Tag"] } == processors.map { $0["DeviceID"] })
            for (processor, chip) in zip(processors, chips) {
                expect(processor, ["Family": "179", "MaxClockSpeed": "3300", "CPUStatus": "1", "Role": "Central"])
                expect(
                    chip,
                    ["Manufacturer": "GenuineIntel", "Version": "Intel(R) Xeon(R) Silver 4310 CPU @ 2.10GHz"])
            }
            #expect(try console.enumerate("CIM_PhysicalMemory").isEmpty, "nobody tells an unprivileged reader")
            let batteries = try console.enumerate("CIM_PhysicalPackage").filter { $0["PackageType"] == "11" }
            #expect(batteries.isEmpty)
            let battery = try console.refusal("CIM_Battery")
            #expect(battery.status == 400 && battery.body == "Fault", "\(battery.text)")
        }
    }

    @Test func `the desktop's page shows its memory, module by module`() throws {
        try run(.desktopHybrid) { console in
            expect(try console.get("CIM_Chassis"), ["Manufacturer": "Example Systems", "Model": ""])
            expect(try console.get("CIM_Card"), ["Model": "ES-Z790", "CanBeFRUed": "true"])
            expect(try console.get("CIM_BIOSElement"), ["ReleaseDate": "2024-11-02T00:00:00Z"])
            let chips = try console.enumerate("CIM_Chip").filter { $0["CreationClassName"] == "CIM_Chip" }
            #expect(chips.map { $0["Manufacturer"] } == ["Intel(R) Corporation"])
            let modules = try console.enumerate("CIM_PhysicalMemory")
            #expect(modules.count == 2)
            expect(
                try #require(modules.first),
                [
                    "BankLabel": "P0 CHANNEL A", "Manufacturer": "Example Memory", "SerialNumber": "1C0FFEA1",
                    "Capacity": "17179869184", "FormFactor": "8", "MemoryType": "34", "Tag": "P0 CHANNEL A DIMM 1",
                    "PartNumber": "EM16G56-U5",
                ])
        }
    }

    @Test func `the laptop's page shows all there is, its battery too`() throws {
        try run(.laptop) { console in
            let guid = try #require(try console.get("CIM_ComputerSystemPackage")["PlatformGUID"])
            #expect(guid == "3D2C1B0A5F4E71608293A4B5C6D7E8F9")
            expect(
                try console.get("CIM_Chassis"),
                [
                    "Model": "Travelmate 13", "Manufacturer": "Example Systems", "SerialNumber": "ESTM130042",
                    "Tag": "CIM_Chassis", "PackageType": "3",
                ])
            expect(try console.get("CIM_Card"), ["SerialNumber": "ESBD770815", "CanBeFRUed": "true"])
            expect(
                try console.get("CIM_Battery"),
                ["DeviceID": "BAT0", "Chemistry": "8", "DesignCapacity": "57000", "DesignVoltage": "15440"])
            let battery = try console.enumerate("CIM_PhysicalPackage").filter { $0["PackageType"] == "11" }
            #expect(battery.count == 1)
            expect(
                try #require(battery.first),
                [
                    "Manufacturer": "Example Cells", "SerialNumber": "4711",
                    "ManufactureDate": "2023-06-09T00:00:00Z",
                ])
            #expect(try console.enumerate("CIM_PhysicalMemory").count == 4)
        }
    }

    @Test(arguments: [RecordedMachine.rackServer, .desktopHybrid, .laptop])
    func `dates are wrapped as Intel's clients unwrap them`(machine: RecordedMachine) throws {
        try DaemonProcess.run(DaemonSettings().with { $0.hardwareRoot = machine.root }) { daemon in
            let reply = try daemon.connect().ask(.get("CIM_BIOSElement", [:]))
            #expect(reply.text.contains(/<\w+:ReleaseDate><\w+:Datetime>[0-9TZ:-]+<\/\w+:Datetime><\/\w+:ReleaseDate>/))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The console's fragments, filters, Create and Delete against the daemon")
struct ConsoleOperationTests {
    private func console(_ arguments: [String], _ daemon: DaemonProcess, as user: TestUser = .operator) throws
        -> Execution
    {
        try Execution.run(
            BuildProducts.console, arguments,
            environment: [
                "BASEBOARD_HOST": "http://127.0.0.1:\(daemon.port)/wsman", "BASEBOARD_USER": user.rawValue,
                "BASEBOARD_PASSWORD": TestUser.password, "HOME": daemon.directory.path,
            ])
    }

    private func done(_ arguments: [String], _ daemon: DaemonProcess) throws -> String {
        let run = try console(arguments, daemon)
        #expect(run.status == 0, "\(arguments): \(run.errors)")
        return run.text
    }

    private static let sensor = "DeviceID=platform/nct6775.656/temp1"

    @Test("a part of an instance is got, put, and taken away")
    func fragments() throws {
        try DaemonProcess.run { daemon in
            let name = "BB_SensorView/ElementName/text()"
            let before = try done(["get", "Sensor", Self.sensor, "--fragment", name], daemon)
            #expect(before != "none\n" && before.split(separator: "\n").count == 1)
            #expect(
                try done(["put", "Sensor", Self.sensor, "--fragment", name, "--text", "Inlet"], daemon) == "Inlet\n")
            #expect(
                try done(
                    ["get", "CIM_NumericSensor", Self.sensor, "--fragment", "CIM_NumericSensor/ElementName/text()"],
                    daemon) == "Inlet\n")
            let limit = "BB_SensorView/UpperThresholdFatal"
            _ = try done(
                ["put", "Sensor", Self.sensor, "--fragment", limit, "--set", "UpperThresholdFatal=200"], daemon)
            #expect(try done(["get", "Sensor", Self.sensor, "--fragment", limit + "/text()"], daemon) == "200.0\n")
            #expect(try done(["delete", "Sensor", Self.sensor, "--fragment", limit], daemon).isEmpty)
            #expect(try done(["get", "Sensor", Self.sensor, "--fragment", limit + "/text()"], daemon) == "none\n")
            #expect(
                try done(["delete", "Sensor", Self.sensor, "--fragment", "BB_SensorView/ElementName"], daemon).isEmpty)
            #expect(try done(["get", "Sensor", Self.sensor, "--fragment", name], daemon) == before)
            let both = try done(
                [
                    "get", "Sensor", Self.sensor, "--fragment", "*/*[local-name()='Units' or local-name()='Chip']",
                    "--json",
                ], daemon)
            #expect(both.contains("\"Chip\"") && both.contains("\"Units\""))
            let refused = try console(
                ["put", "Sensor", Self.sensor, "--fragment", "BB_SensorView/Chip/text()", "--text", "x"], daemon)
            #expect(refused.status == 1 && refused.errors.contains("read-only"))
            let reader = try console(
                ["put", "Sensor", Self.sensor, "--fragment", name, "--text", "x"], daemon, as: .reader)
            #expect(reader.status == 1 && reader.errors.contains("takes operator"), "\(reader.errors)")
        }
    }

    @Test("a derived sensor is made, is a sensor, and is removed by the address that was printed")
    func derived() throws {
        try DaemonProcess.run { daemon in
            let address = try done(
                [
                    "create", "BB_DerivedSensor", "Name=hottest", "Function=Maximum",
                    "Sources=platform/nct6775.656/temp1",
                    "Sources=platform/nct6775.656/temp2",
                ], daemon
            ).trimmingCharacters(in: .newlines)
            #expect(address.hasSuffix("BB_DerivedSensor?Name=hottest"), "\(address)")
            #expect(try done(["get", address, "--epr"], daemon) == address + "\n")
            let view = try done(["get", "Sensor", "DeviceID=derived/hottest", "--json"], daemon)
            #expect(view.contains("\"Quality\": \"good\"") || view.contains("\"Quality\":\"good\""), "\(view)")
            #expect(try done(["sensors"], daemon).contains("hottest"))
            let again = try console(
                ["create", "BB_DerivedSensor", "Name=hottest", "Function=Sum", "Sources=platform/nct6775.656/temp1"],
                daemon)
            #expect(again.status == 1 && again.errors.contains("already"))
            let incomplete = try console(["create", "BB_DerivedSensor", "Name=x"], daemon)
            #expect(incomplete.status == 1 && incomplete.errors.contains("Function, Sources"))
            #expect(try done(["delete", address], daemon).isEmpty)
            #expect(try console(["get", address], daemon).status == 1)
        }
    }

    @Test("what operators set survives a restart of the daemon")
    func restarts() throws {
        let directory = try TemporaryDirectory()
        let settings = DaemonSettings().with {
            $0.server = ["KeepState=yes", "StateDirectory=\(directory.path)"]
        }
        try DaemonProcess.run(settings) { daemon in
            _ = try done(
                ["create", "BB_DerivedSensor", "Name=sum", "Function=Sum", "Sources=platform/nct6775.656/temp1"], daemon
            )
            _ = try done(["put", "BB_SystemView", "--set", "AssetTag=IT-4711"], daemon)
            _ = try done(
                ["put", "CIM_NumericSensor", "DeviceID=derived/sum", "--set", "ElementName=Sum of one"], daemon)
        }
        try DaemonProcess.run(settings) { daemon in
            let tag = try done(
                ["get", "CIM_Chassis", "--fragment", "CIM_Chassis/OtherIdentifyingInfo/text()"], daemon)
            #expect(tag == "IT-4711\n")
            let name = try done(
                ["get", "Sensor", "DeviceID=derived/sum", "--fragment", "*/ElementName/text()"], daemon)
            #expect(name == "Sum of one\n")
        }
    }

    @Test("filters of each dialect list what fits, in every output")
    func filters() throws {
        try DaemonProcess.run { daemon in
            func ids(_ arguments: [String]) throws -> [String] {
                let run = try console(["enumerate"] + arguments + ["--json"], daemon)
                #expect(run.status == 0, "\(run.errors)")
                let read = try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]]
                return (read ?? []).compactMap { $0["DeviceID"] as? String }
            }
            let id = "platform/nct6775.656/temp1"
            #expect(try ids(["Sensor", "--filter", "BB_SensorView[DeviceID='\(id)']"]) == [id])
            #expect(try ids(["Sensor", "--dialect", "selector", "--filter", Self.sensor]) == [id])
            #expect(
                try ids(["--dialect", "wql", "--filter", "select * from BB_SensorView where DeviceID = '\(id)'"]) == [
                    id
                ])
            #expect(
                try ids(["--dialect", "cql", "--filter", "SELECT * FROM CIM_NumericSensor WHERE DeviceID = '\(id)'"])
                    == [id])
            let fans = try ids(["--associated-with", "CIM_ComputerSystem", "--result-class", "CIM_Fan"])
            #expect(!fans.isEmpty && fans.allSatisfy { $0.contains("fan") })
            let columns = try done(
                [
                    "enumerate", "--dialect", "wql", "--filter",
                    "select DeviceID, Chip from BB_SensorView where Chip = 'nct6779'",
                ], daemon)
            #expect(
                columns.split(separator: "\n").first.map {
                    $0.contains("DeviceID") && $0.contains("Chip") && !$0.contains("Units")
                } == true, "\(columns)")
            let ties = try done(
                [
                    "enumerate", "--associated-with",
                    "CIM_Fan?\(Self.sensor.replacingOccurrences(of: "temp1", with: "fan3"))", "--references", "--xml",
                ], daemon)
            #expect(ties.contains("CIM_SystemDevice"))
            #expect(try done(["enumerate", "Sensor", "--filter", "BB_SensorView[Chip='none']"], daemon) == "none\n")
            let wrong = try console(["enumerate", "Sensor", "--filter", "BB_SensorView["], daemon)
            #expect(wrong.status == 1 && wrong.errors.contains("XPath"))
        }
    }

    @Test("options, locale and raw go over the wire as they are")
    func wire() throws {
        try DaemonProcess.run { daemon in
            let raw = try done(
                [
                    "get", "CIM_ComputerSystem", "--raw", "--option", "hint=1", "--locale", "en-US", "--timeout",
                    "PT45S",
                ], daemon)
            #expect(raw.contains("<wsman:Option Name=\"hint\">1</wsman:Option>"))
            #expect(
                raw.contains("<wsman:OperationTimeout>PT45S</wsman:OperationTimeout>")
                    && raw.contains("xml:lang=\"en-US\""))
            let compulsory = try console(["get", "CIM_ComputerSystem", "--option", "must!=1"], daemon)
            #expect(compulsory.status == 1 && compulsory.errors.contains("must"))
        }
    }
}

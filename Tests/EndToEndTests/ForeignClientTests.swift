// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

/// Clients that others wrote, run against the daemon; `make test` installs them into `.venv`.
@Suite(.enabled("there is no .venv/bin/python; make test creates it") { BuildProducts.python != nil })
struct ForeignClientTests {
    /// Runs one of the scripts in `Clients`, and reads the JSON that it prints.
    private func run<Seen: Decodable>(_ script: String, against daemon: DaemonProcess) throws -> Seen {
        let python = try #require(BuildProducts.python)
        let run = try Execution.run(
            python,
            [
                RecordedMachine.repository + "/Tests/EndToEndTests/Clients/\(script).py", String(daemon.port),
                TestUser.operator.rawValue, TestUser.password,
            ])
        try #require(run.status == 0, "\(run.errors)")
        return try JSONDecoder().decode(Seen.self, from: run.output)
    }

    private struct ByPSRP: Decodable {
        struct Fault: Decodable {
            let code: String
            let reason: String
        }

        let sensors: Int
        let pulls: Int
        let ended: Bool
        let got: Bool
        let limit: String
        let returned: String
        let made: [String]
        let queried: [String]
        let removed: Fault?
        let unknownClass: Fault?
        let unknownPart: Fault?
        let shell: Fault?
    }

    @Test func `pypsrp gets, puts, enumerates, invokes, and understands what is refused`() throws {
        try DaemonProcess.run { daemon in
            let seen: ByPSRP = try run("pypsrp_client", against: daemon)
            #expect(seen.sensors >= 200)
            #expect(seen.pulls == (seen.sensors + 74) / 75)
            #expect(seen.ended)
            #expect(seen.got)
            #expect(seen.limit == "66")
            #expect(seen.returned == "0")
            #expect(seen.made == ["hottest"] && seen.queried == ["hottest"])
            #expect(seen.removed?.code.hasSuffix(":DestinationUnreachable") == true)
            #expect(seen.unknownClass?.code.hasSuffix(":DestinationUnreachable") == true)
            #expect(seen.unknownClass?.reason.contains("did you mean CIM_NumericSensor") == true)
            #expect(seen.unknownPart?.code.hasSuffix(":DestinationUnreachable") == true)
            #expect(seen.shell?.code.hasSuffix(":DestinationUnreachable") == true)
        }
    }

    private struct ByPywinrm: Decodable {
        struct Shell: Decodable {
            let code: String
            let subcode: String
            let http: Int
        }

        let fans: Int
        let ended: Bool
        let got: Bool
        let shell: Shell
        let wrongPassword: String
    }

    @Test func `pywinrm's protocol enumerates, gets, and understands what is refused`() throws {
        try DaemonProcess.run { daemon in
            let seen: ByPywinrm = try run("pywinrm_client", against: daemon)
            #expect(seen.fans == 14)
            #expect(seen.ended)
            #expect(seen.got)
            #expect(seen.shell.code.hasSuffix(":Sender"))
            #expect(seen.shell.subcode.hasSuffix(":DestinationUnreachable"))
            #expect(seen.shell.http == 400)
            #expect(seen.wrongPassword == "InvalidCredentialsError")
        }
    }

    private struct ByDell: Decodable {
        struct Found: Decodable {
            let count: Int
            let classes: [String]
            let serials: [String]
        }

        let drac: [String: Found]
        let returned: String
        let unknown: String
        let plain: Int
        let cql: Int
        let wql: Int
        let projected: [String]
        let syntax: String
    }

    @Test func `python-dracclient and python-wsmanclient read what they can, through base classes too`() throws {
        try DaemonProcess.run { daemon in
            let seen: ByDell = try run("dell_clients", against: daemon)
            let sensors = try #require(seen.drac["CIM_NumericSensor"])
            #expect(sensors.count >= 200 && sensors.classes == ["CIM_NumericSensor"])
            #expect(seen.plain == sensors.count)
            // Tachometers, of which the machine has a few.
            #expect(seen.cql == seen.wql && (1..<sensors.count).contains(seen.cql))
            #expect(seen.projected == ["DeviceID"])
            #expect(seen.syntax.contains("CannotProcessFilter") || seen.syntax.contains("400"), "\(seen.syntax)")
            let devices = try #require(seen.drac["CIM_LogicalDevice"])
            #expect(devices.count > sensors.count)
            #expect(Set(devices.classes).isSuperset(of: ["CIM_Fan", "CIM_NumericSensor", "CIM_Processor"]))
            let drives = try #require(seen.drac["BB_DriveView"])
            #expect(drives.count > 10)
            #expect(seen.drac["CIM_MediaAccessDevice"]?.classes == ["CIM_DiskDrive"])
            #expect(seen.drac["CIM_MediaAccessDevice"]?.count == drives.count)
            // The chassis, the drives' housings in their order, the board.
            let packages = try #require(seen.drac["CIM_PhysicalPackage"])
            #expect(packages.classes == ["CIM_Card", "CIM_Chassis", "CIM_PhysicalPackage"])
            #expect(packages.count == drives.count + 2)
            #expect(Set(packages.serials).isSuperset(of: drives.serials))
            let functions = try #require(seen.drac["CIM_PCIDevice"])
            #expect(functions.classes == ["CIM_PCIBridge", "CIM_PCIDevice"])
            #expect(functions.count == seen.drac["BB_PCIDeviceView"]?.count)
            #expect(seen.drac["BB_ProcessorView"]?.count == 2)
            #expect(seen.returned == "0")
            #expect(seen.unknown.contains("400"))
        }
    }

    private struct ByAMT: Decodable {
        let fans: Int
        let processors: [String]
        let got: Bool
        let wrongPassword: String
        let amt: Int
        let amtRefused: Int
    }

    @Test(arguments: ["", " digest"])
    func `napalm-amt and amt log in by Digest, which is all they know`(schemes: String) throws {
        let settings = DaemonSettings().with { $0.schemes = schemes }
        try DaemonProcess.run(settings) { daemon in
            let seen: ByAMT = try run("amt_clients", against: daemon)
            #expect(seen.fans == 14)
            #expect(seen.processors.count == 2)
            #expect(seen.got)
            #expect(seen.wrongPassword == "WsmanAuthError")
            #expect(seen.amt == 0)
            #expect(seen.amtRefused == 401)
        }
    }

    private struct ByZeep: Decodable {
        let described: [String]
        let operations: [String: [String]]
        let returned: Int
        let refused: Int
    }

    @Test func `zeep accepts every WSDL that the catalog names, and calls a method by it`() throws {
        try DaemonProcess.run { daemon in
            let seen: ByZeep = try run("zeep_client", against: daemon)
            #expect(seen.described.contains("CIM_NumericSensor"))
            #expect(seen.operations["CIM_NumericSensor"] == ["RequestStateChange", "RestoreDefaultThresholds"])
            #expect(seen.operations.values.allSatisfy { !$0.isEmpty })
            #expect(seen.returned == 0 && seen.refused == 1)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The console against the daemon, as an operator at a terminal or in a script.
struct ConsoleTests {
    private func console(
        _ arguments: [String], _ daemon: DaemonProcess, _ environment: [String: String] = [:]
    ) throws -> Execution {
        let settings = [
            "BASEBOARD_HOST": "http://127.0.0.1:\(daemon.port)/wsman", "BASEBOARD_USER": TestUser.reader.rawValue,
            "BASEBOARD_PASSWORD": TestUser.password, "HOME": daemon.directory.path,
        ]
        return try Execution.run(
            BuildProducts.console, arguments, environment: settings.merging(environment) { $1 })
    }

    private func json(_ arguments: [String], _ daemon: DaemonProcess) throws -> [[String: Any]] {
        let run = try console(arguments + ["--json"], daemon)
        #expect(run.status == 0, "\(run.errors)")
        let read = try JSONSerialization.jsonObject(with: run.output)
        return try #require(read as? [[String: Any]])
    }

    @Test func `the inventory as a tree fits the terminal`() throws {
        try DaemonProcess.run { daemon in
            let run = try console(["inventory", "--tree"], daemon, ["COLUMNS": "80", "LANG": "C.UTF-8"])
            #expect(run.status == 0, "\(run.errors)")
            let lines = run.text.split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= 80 })
            #expect(lines.first?.hasPrefix("rack-server  Example Systems Rackstation 2200") == true)
            #expect(lines.contains("├─ Processors: 2, 24 cores"))
            // The view has no state of the speed; the sensor that watches the fan has.
            #expect(lines.contains { $0.contains("─ nct6779 fan3  312 RPM") && $0.contains("Lower Non-Critical") })
            #expect(lines.last?.hasPrefix("└─ Sensors: 208") == true)
            let plain = try console(["inventory", "--tree"], daemon, ["LC_ALL": "C"])
            #expect(plain.text.hasPrefix("rack-server"))
            #expect(plain.text.contains("\n|- Processors: 2, 24 cores\n|  |- CPU 0  Intel(R) Xeon(R) Silver 4310"))
            for width in [40, 120] {
                let run = try console(["inventory", "--tree", "--all"], daemon, ["COLUMNS": "\(width)"])
                #expect(run.text.split(separator: "\n").allSatisfy { $0.count <= width })
            }
        }
    }

    @Test func `a search finds parts by every word`() throws {
        try DaemonProcess.run { daemon in
            let fans = try json(["inventory", "FAN3", "nct6775"], daemon)
            #expect(fans.compactMap { $0["DeviceID"] as? String } == ["platform/nct6775.656/fan3"])
            #expect(fans.first?["@class"] as? String == "BB_FanView")
            let lines = try console(["inventory", "--tree", "Silver", "CPU 1"], daemon).text.split(separator: "\n")
            #expect(lines.count == 3)
            let none = try console(["inventory", "nothing has this"], daemon)
            #expect(none.text == "none\n")
            let noTree = try json(["inventory", "--tree", "nothing has this"], daemon)
            #expect(noTree.isEmpty)
        }
    }

    @Test func `classes are picked by name`() throws {
        try DaemonProcess.run { daemon in
            let parts = try json(["inventory", "--class", "Fan", "--class", "CIM_Processor"], daemon)
            #expect(Set(parts.compactMap { $0["@class"] as? String }) == ["BB_FanView", "CIM_Processor"])
            let sensors = try json(["inventory", "--class", "Sensor"], daemon)
            #expect(sensors.count == 208)
            let run = try console(["inventory", "--class", "Nothing"], daemon)
            #expect(run.status == 1)
            #expect(run.errors.contains("The service has no class Nothing; baseboard catalog lists those"))
            #expect(try console(["catalog", "Nothing"], daemon).errors.contains("The service has no class Nothing;"))
        }
    }

    /// How many objects there are of each class, children included where every object has some or none.
    private func count(_ parts: [[String: Any]], nested: Bool, into counts: inout [String: Int]) {
        for part in parts {
            counts[part["@class"] as? String ?? "", default: 0] += 1
            guard nested else { continue }
            let children = part["@children"] as? [[String: Any]]
            #expect(children != nil)
            count(children ?? [], nested: true, into: &counts)
        }
    }

    @Test func `nested JSON has what the flat one has`() throws {
        try DaemonProcess.run { daemon in
            var flat: [String: Int] = [:]
            count(try json(["inventory"], daemon), nested: false, into: &flat)
            var nested: [String: Int] = [:]
            count(try json(["inventory", "--tree"], daemon), nested: true, into: &nested)
            // The sensors that watch a part are among its children; the flat list has none.
            #expect(nested.removeValue(forKey: "BB_SensorView") ?? 0 >= 14)
            #expect(nested == flat)
        }
    }

    @Test func `class names have no letter case`() throws {
        try DaemonProcess.run { daemon in
            for (name, proper) in [("cim_fan", "CIM_Fan"), ("fan", "BB_FanView"), ("FANVIEW", "BB_FanView")] {
                let run = try console(["catalog", name], daemon)
                #expect(run.status == 0, "\(run.errors)")
                #expect(run.text.split(separator: "\n").first?.hasSuffix("/" + proper) == true)
                let fans = try json(["inventory", "--class", name], daemon)
                #expect(fans.first?["@class"] as? String == proper)
            }
            let table = try console(["inventory", "--class", "fan"], daemon)
            #expect(table.text.hasPrefix("Fans\n"))
            let extends = try console(["catalog", "CIM_Fan"], daemon).text.split(separator: "\n")
            #expect(extends.contains { $0.hasPrefix("Extends      http") })
        }
    }

    @Test func `sections without parts are left out, a base class has a column of classes`() throws {
        try DaemonProcess.run { daemon in
            let run = try console(["inventory"], daemon)
            #expect(run.text.contains("\nFans\n"))
            #expect(!run.text.contains("none"))
            let named = try console(["inventory", "--class", "Battery"], daemon)
            #expect(named.text == "Batteries\n  none\n")
            let devices = try console(["inventory", "--class", "CIM_LogicalDevice"], daemon)
            #expect(devices.text.split(separator: "\n").dropFirst().first?.hasPrefix("  @class  ") == true)
        }
    }

    @Test func `a column that no instance and no schema has is wrong usage`() throws {
        try DaemonProcess.run { daemon in
            let wrong = try console(["enumerate", "Fan", "--columns", "DeviceID,Bogus"], daemon)
            #expect(wrong.status == 64)
            #expect(wrong.text == "")
            #expect(wrong.errors == "baseboard: Fan has no property Bogus; check --columns.\n")
            // The base class has none, its subclass has.
            for arguments in [
                ["CIM_LogicalDevice", "--columns", "NumberOfBlocks"], ["Fan", "--columns", "deviceid,TargetSpeed"],
                ["PCIDevice", "--columns", "Link,@class"],
            ] {
                let run = try console(["enumerate"] + arguments, daemon)
                #expect(run.status == 0, "\(run.errors)")
            }
        }
    }

    /// The examples in a command's help, one line each.
    private func examples(_ command: String, _ daemon: DaemonProcess) throws -> [[String]] {
        let help = try console(["help", command], daemon).text
        let overview = help.components(separatedBy: "USAGE:")[0].split { $0.isWhitespace }.joined(separator: " ")
        guard let start = overview.range(of: #"Examples?: "#, options: .regularExpression) else { return [] }
        return overview[start.upperBound...].components(separatedBy: "; ").map {
            $0.split(separator: " ").dropFirst().map(String.init)
        }
    }

    @Test func `every example of the help works`() throws {
        try DaemonProcess.run { daemon in
            var count = 0
            for command in ["inventory", "get", "put", "create", "delete", "invoke", "enumerate"] {
                for example in try examples(command, daemon) {
                    let run = try console(example, daemon, ["BASEBOARD_USER": TestUser.admin.rawValue])
                    #expect(run.status == 0, "\(example): \(run.errors)")
                    count += 1
                }
            }
            #expect(count == 13)
        }
    }

    @Test func `numbers in JSON have no units, and tables have`() throws {
        try DaemonProcess.run { daemon in
            let fan = ["Fan", "DeviceID=platform/nct6775.656/fan3"]
            let got = try json(["get"] + fan, daemon)
            #expect(got.first?["CurrentSpeed"] as? Int == 312)
            let table = try console(["inventory", "--class", "Fan"], daemon)
            #expect(table.text.contains(" 312 RPM "))
        }
    }
}

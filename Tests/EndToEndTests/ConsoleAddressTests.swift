// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The console's addresses, input files, counts and modes against the daemon")
struct ConsoleAddressTests {
    private func console(_ arguments: [String], _ daemon: DaemonProcess, input: String = "") throws -> Execution {
        try Execution.run(
            BuildProducts.console, arguments, input: input,
            environment: [
                "BASEBOARD_HOST": "http://127.0.0.1:\(daemon.port)/wsman",
                "BASEBOARD_USER": TestUser.operator.rawValue, "BASEBOARD_PASSWORD": TestUser.password,
                "HOME": daemon.directory.path,
            ])
    }

    private func done(_ arguments: [String], _ daemon: DaemonProcess, input: String = "") throws -> String {
        let run = try console(arguments, daemon, input: input)
        #expect(run.status == 0, "\(arguments): \(run.errors)")
        return run.text
    }

    private func json(_ arguments: [String], _ daemon: DaemonProcess) throws -> [[String: Any]] {
        let read = try JSONSerialization.jsonObject(with: Data(try done(arguments + ["--json"], daemon).utf8))
        return try #require(read as? [[String: Any]])
    }

    private static let sensor = "DeviceID=platform/nct6775.656/temp1"

    @Test("an address that was printed is taken back, with blanks in it and with addresses in it")
    func roundTrips() throws {
        try DaemonProcess.run { daemon in
            let system = "CIM_ComputerSystem?CreationClassName=CIM_ComputerSystem&Name=rack-server"
            let processor =
                "CIM_Processor?SystemCreationClassName=CIM_ComputerSystem&SystemName=rack-server&"
                + "CreationClassName=CIM_Processor&DeviceID=CPU%200"
            for typed in [
                system, processor, "Processor?DeviceID=CPU 0",
                "CIM_SystemDevice?GroupComponent=(\(system))&PartComponent=(\(processor))",
            ] {
                let printed = try done(["get", typed, "--epr"], daemon).trimmingCharacters(in: .newlines)
                #expect(!printed.contains(" ") && printed.contains("CPU%200") || typed == system, "\(printed)")
                #expect(try done(["get", printed, "--epr"], daemon) == printed + "\n")
                #expect(try done(["get", printed, "--xml"], daemon) == done(["get", typed, "--xml"], daemon))
            }
            let tied = try json(
                ["enumerate", "--associated-with", processor, "--result-class", "CIM_ComputerSystem"], daemon)
            #expect(tied.compactMap { $0["Name"] as? String } == ["rack-server"])
            let wrong = try console(["get", "Processor?DeviceID=CPU 0)", "--epr"], daemon)
            #expect(wrong.status == 1)
            #expect(try console(["get", "CIM_SystemDevice?PartComponent=(\(processor)", "--epr"], daemon).status == 64)
        }
    }

    @Test("what get prints as XML can be changed and put, from a file and from standard input")
    func inputs() throws {
        try DaemonProcess.run { daemon in
            let before = try done(["get", "Sensor", Self.sensor, "--xml"], daemon)
            let changed = before.replacing(
                /<p:UpperThresholdFatal( xsi:nil="true" \/>|>[^<]*<\/p:UpperThresholdFatal>)/,
                with: "<p:UpperThresholdFatal>151</p:UpperThresholdFatal>")
            #expect(changed != before)
            let file = try daemon.directory.write(changed, to: "sensor.xml")
            let shown = try done(["put", "Sensor", Self.sensor, "--input", file], daemon)
            #expect(shown.contains(/UpperThresholdFatal +151 C\n/) && shown.contains("operator"), "\(shown)")
            let part = ["Sensor", Self.sensor, "--fragment", "BB_SensorView/UpperThresholdFatal"]
            #expect(
                try done(
                    ["put"] + part + ["--input", "-"], daemon,
                    input: "<p:UpperThresholdFatal>149</p:UpperThresholdFatal>\n") == "UpperThresholdFatal  149.0\n")
            let address = try done(["put", "Sensor", Self.sensor, "--input", "-", "--epr"], daemon, input: changed)
            #expect(address.hasSuffix("BB_SensorView?\(Self.sensor)\n"))
            #expect(try json(["get"] + part, daemon).first?["UpperThresholdFatal"] as? Double == 151)
            for (input, sign) in [("<p:A>", "is not XML"), ("", "0 elements"), ("<a/><b/>", "2 elements")] {
                let run = try console(["put", "Sensor", Self.sensor, "--input", "-"], daemon, input: input)
                #expect(run.status == 64 && run.errors.contains(sign), "\(run.errors)")
            }
            let missing = try console(["put", "Sensor", Self.sensor, "--input", file + ".none"], daemon)
            #expect(missing.status == 64 && missing.errors.contains("cannot be read"))
        }
    }

    @Test("an instance is created from XML, and removed by its address alone")
    func creates() throws {
        try DaemonProcess.run { daemon in
            let namespace = "http://schemas.baseboard-project.org/wbem/wscim/1/cim-schema/2/BB_DerivedSensor"
            let address = try done(
                ["create", "BB_DerivedSensor", "--input", "-"], daemon,
                input: """
                    <?xml version="1.0"?>
                    <d:BB_DerivedSensor xmlns:d="\(namespace)"><d:Name>one</d:Name><d:Function>Sum</d:Function>
                    <d:Sources>platform/nct6775.656/temp1</d:Sources></d:BB_DerivedSensor>
                    """)
            #expect(address == "\(namespace)?Name=one\n")
            #expect(
                try json(["enumerate", "BB_DerivedSensor"], daemon).compactMap { $0["Name"] as? String } == ["one"])
            #expect(try done(["delete", "BB_DerivedSensor?Name=one"], daemon) == "")
            #expect(try done(["enumerate", "BB_DerivedSensor"], daemon) == "none\n")
            let again = try console(["delete", "BB_DerivedSensor?Name=one"], daemon)
            #expect(again.status == 1 && again.text == "")
        }
    }

    @Test("a count is the service's own, and unknown where a filter decides")
    func counts() throws {
        try DaemonProcess.run { daemon in
            let fans = try json(["enumerate", "Fan"], daemon).count
            #expect(fans > 1)
            #expect(try done(["enumerate", "Fan", "--count"], daemon) == "\(fans)\n")
            #expect(
                try json(["enumerate", "Fan", "--count"], daemon).first?["TotalItemsCountEstimate"] as? Int == fans)
            #expect(try done(["enumerate", "Fan", "--count", "--filter", "BB_FanView"], daemon) == "unknown\n")
            let raw = try done(["enumerate", "Fan", "--count", "--raw"], daemon)
            #expect(raw.contains("<wsman:RequestTotalItemsCountEstimate />"))
            #expect(raw.contains("<wsman:TotalItemsCountEstimate>\(fans)</wsman:TotalItemsCountEstimate>"))
            // What was opened for the count is released.
            #expect(raw.contains("<wsen:Release>"))
        }
    }

    @Test("a base class shows the classes that extend it as the mode says")
    func polymorphism() throws {
        try DaemonProcess.run { daemon in
            func classes(_ arguments: [String]) throws -> Set<String> {
                Set(try json(["enumerate", "CIM_Sensor"] + arguments, daemon).compactMap { $0["@class"] as? String })
            }
            #expect(try classes([]) == ["CIM_Sensor", "CIM_NumericSensor"])
            #expect(try classes(["--polymorphism", "include"]) == ["CIM_Sensor", "CIM_NumericSensor"])
            #expect(try classes(["--polymorphism", "exclude"]) == ["CIM_Sensor"])
            let all = try json(["enumerate", "CIM_Sensor"], daemon).count
            let own = try json(["enumerate", "CIM_Sensor", "--polymorphism", "none"], daemon)
            #expect(!own.isEmpty && own.count < all && own.allSatisfy { $0["@class"] as? String == "CIM_Sensor" })
        }
    }

    @Test("what a filter selects comes alone, with its address where that is asked for")
    func projections() throws {
        try DaemonProcess.run { daemon in
            let query = ["enumerate", "--dialect", "wql", "--filter", "select ElementName from CIM_Fan"]
            let plain = try json(query, daemon)
            #expect(!plain.isEmpty && plain.allSatisfy { Set($0.keys) == ["@class", "ElementName"] })
            let addressed = try json(query + ["--with-epr"], daemon)
            #expect(
                addressed.count == plain.count
                    && addressed.allSatisfy { Set($0.keys) == ["@class", "ElementName", "@epr"] })
            #expect(try done(query, daemon).hasPrefix("ElementName\n"))
            let tied = try json(
                [
                    "enumerate", "--dialect", "association", "--filter", "CIM_ComputerSystem", "--result-class",
                    "CIM_Fan", "--result-property", "DeviceID",
                ], daemon)
            #expect(tied.count == plain.count && tied.allSatisfy { Set($0.keys) == ["@class", "DeviceID"] })
            let few = try done(query + ["--max-elements", "1", "--max", "2", "--raw"], daemon)
            #expect(few.contains("<wsman:MaxElements>1</wsman:MaxElements>"))
            #expect(few.components(separatedBy: "\nHTTP 200\n").count == 4, "one Enumerate, one Pull, one Release")
        }
    }

    @Test("what the service does not speak is refused in its words")
    func refusals() throws {
        try DaemonProcess.run { daemon in
            for (arguments, sign) in [
                (["enumerate", "Fan", "--dialect", "urn:x", "--filter", "y"], "FilterDialectRequestedUnavailable"),
                (["enumerate", "--dialect", "wql", "--filter", "select"], "CannotProcessFilter"),
                (["get", "Sensor", Self.sensor, "--fragment", "BB_SensorView["], "CannotProcessFilter"),
                (["get", "Sensor", Self.sensor, "--fragment", "q:BB_SensorView"], "prefix q"),
                (["delete", "Fan?DeviceID=platform/nct6775.656/fan3"], "ActionNotSupported"),
                (["create", "CIM_Fan", "DeviceID=x"], "ActionNotSupported"),
            ] {
                let run = try console(arguments, daemon)
                #expect(run.status == 1 && run.text == "" && run.errors.contains(sign), "\(arguments): \(run.errors)")
                #expect(run.errors.split(separator: "\n").count == 1)
            }
        }
    }
}

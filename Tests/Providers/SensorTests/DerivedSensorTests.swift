// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import HardwareAccess
import MachineFixtures
import Overlay
import ProviderKit
import ProviderTesting
import ResourceModel
import SensorProvider
import Testing

@testable import baseboardd

@Suite("Sensors that operators derive from others")
struct DerivedSensorTests {
    private static let values = [
        "temp1_input": "40000", "temp2_input": "50000", "temp3_input": "60000", "in0_input": "12000",
        "energy1_input": "1000000", "intrusion0_alarm": "0",
    ]

    private static func id(_ channel: String) -> Value { .string("platform/chip.0/\(channel)") }

    private static func make(
        _ machine: SensorMachine, _ name: String, _ function: String, _ channels: [String]
    ) async throws(ProviderError) {
        guard let resourceClass = machine.provider.resourceClass("BB_DerivedSensor") else { throw .notFound }
        _ = try await resourceClass.create(
            [
                PropertyChange("Name", .string(name)), PropertyChange("Function", .string(function)),
                PropertyChange("Sources", .array(channels.map(id))),
            ], by: SensorMachine.anna)
    }

    private static func delete(_ machine: SensorMachine, _ name: String) async throws(ProviderError) {
        guard let resourceClass = machine.provider.resourceClass("BB_DerivedSensor") else { throw .notFound }
        try await resourceClass.delete(PartID(name), by: SensorMachine.anna)
    }

    private func machine(_ settings: any OperatorSettings = MemorySettings()) async throws -> (
        SensorMachine, MachineTree
    ) {
        try await SensorMachine.chip(Self.values, settings: settings)
    }

    @Test(
        "each function makes of the readings what it says",
        arguments: [
            ("Maximum", ["temp1", "temp2", "temp3"], 60.0), ("minimum", ["temp1", "temp2", "temp3"], 40),
            ("Average", ["temp1", "temp2", "temp3"], 50), ("Sum", ["temp1", "temp2"], 90),
            ("Difference", ["temp1", "temp3"], -20), ("Maximum", ["temp2"], 50),
        ])
    func functions(_ function: String, _ channels: [String], _ expected: Double) async throws {
        let (machine, _) = try await machine()
        try await Self.make(machine, "inlet", function, channels)
        let view = try await machine.view("derived/inlet")
        #expect(view["Reading"] == .real(expected) && view["Quality"] == .string("good"))
        #expect(view["Units"] == .string("°C") && view["Source"] == .string("derived"))
        #expect(view["ElementName"] == .string("inlet"))
        let numeric = try await machine.numeric("derived/inlet")
        #expect(numeric["CurrentReading"] == .signed(Int64(expected * 1000)) && numeric["SensorType"] == .unsigned(2))
        #expect(numeric["RateUnits"] == .unsigned(0))
        let own = try await machine.provider.instance("BB_DerivedSensor", "inlet")
        #expect(own["Reading"] == .real(expected) && own["DeviceID"] == .string("derived/inlet"))
        #expect(own["Sources"] == .array(channels.map(Self.id)))
    }

    @Test("a rate takes two samples that lie apart; of an energy it is a power, and a counter may begin anew")
    func rates() async throws {
        let (machine, tree) = try await machine()
        try await Self.make(machine, "power", "Rate", ["energy1"])
        try await Self.make(machine, "slope", "Rate", ["temp1"])
        // In place, as a driver's file is: what is open stays open.
        func read(_ channel: String, _ text: String) throws {
            let path = tree.root + "/sys/devices/platform/chip.0/hwmon/hwmon0/\(channel)_input"
            try Data("\(text)\n".utf8).write(to: URL(fileURLWithPath: path))
        }
        func power() async throws -> (Value?, Value?) {
            machine.clock.advance(by: .seconds(10))
            let view = try await machine.view("derived/power")
            return (view["Reading"], view["Quality"])
        }
        #expect(try await power() == (.absent(.unavailable), .string("unavailable")))
        try read("energy1", "501000000")
        #expect(try await power() == (.real(50), .string("good")))
        let numeric = try await machine.numeric("derived/power")
        #expect(numeric["SensorType"] == .unsigned(13) && numeric["RateUnits"] == .unsigned(0))
        try read("energy1", "5000000")
        #expect(try await power() == (.absent(.unavailable), .string("unavailable")))
        try read("energy1", "105000000")
        #expect(try await power() == (.real(10), .string("good")))
        _ = try await machine.view("derived/slope")
        machine.clock.advance(by: .seconds(5))
        try read("temp1", "30000")
        let slope = try await machine.view("derived/slope")
        #expect(slope["Reading"] == .real(-2) && slope["Units"] == .string("°C/s"))
        #expect(try await machine.numeric("derived/slope")["RateUnits"] == .unsigned(3))
        // Too near to the last sample to say anything new.
        machine.clock.advance(by: .milliseconds(200))
        #expect(try await machine.view("derived/slope")["Reading"] == .real(-2))
    }

    @Test("where a source cannot be read there is no reading, and its reason is the sensor's")
    func sources() async throws {
        let isBroken = Flag()
        let (machine, tree) = try await SensorMachine.chip(Self.values) { path in
            isBroken.isSet && path.hasSuffix("temp2_input") ? EIO : nil
        }
        try await Self.make(machine, "hottest", "Maximum", ["temp1", "temp2"])
        #expect(try await machine.view("derived/hottest")["Reading"] == .real(50))
        isBroken.set()
        machine.clock.advance(by: .seconds(60))
        let broken = try await machine.view("derived/hottest")
        #expect(broken["Reading"] == .real(50) && broken["Quality"] == .string("stale"))
        try tree.remove("sys/devices/platform/chip.0/hwmon/hwmon0/temp2_input")
        try await machine.rescan()
        let gone = try await machine.view("derived/hottest")
        #expect(gone["Reading"]?.isAbsent == true && gone["Quality"] == .string("unavailable"))
        #expect(try await machine.numeric("derived/hottest")["CurrentReading"]?.isAbsent == true)
    }

    @Test("it is a sensor like any other: listed, with limits of its own that judge it")
    func isASensor() async throws {
        let (machine, _) = try await machine()
        let before = machine.generation(of: "CIM_NumericSensor")
        try await Self.make(machine, "hottest", "Maximum", ["temp1", "temp3"])
        #expect(machine.generation(of: "CIM_NumericSensor") != before)
        for className in ["CIM_NumericSensor", "BB_SensorView"] {
            let ids = try await machine.provider.resourceClass(className)?.parts() ?? []
            #expect(ids.filter { $0.text == "derived/hottest" }.count == 1)
        }
        #expect(
            try await machine.provider.resourceClass("CIM_Sensor")?.parts().contains(PartID("derived/hottest")) == false
        )
        try await machine.put("BB_SensorView", "derived/hottest", ["UpperThresholdCritical": .real(55)])
        #expect(try await machine.numeric("derived/hottest")["CurrentState"] == .string("Upper Critical"))
        #expect(try await machine.call("RestoreDefaultThresholds", "derived/hottest") == 0)
        #expect(try await machine.numeric("derived/hottest")["CurrentState"] == .string("Normal"))
        #expect(await Conformance.violations(of: machine.provider) == [])
    }

    @Test("RequestStateChange switches it off and on; a sensor of the hardware stays on")
    func states() async throws {
        let (machine, _) = try await machine()
        try await Self.make(machine, "hottest", "Maximum", ["temp1"])
        #expect(try await machine.call("RequestStateChange", "derived/hottest", ["RequestedState": .unsigned(3)]) == 0)
        let off = try await machine.numeric("derived/hottest")
        #expect(off["EnabledState"] == .unsigned(3) && off["CurrentReading"]?.isAbsent == true)
        #expect(try await machine.view("derived/hottest")["Quality"] == .string("disabled"))
        #expect(try await machine.provider.instance("BB_DerivedSensor", "hottest")["Enabled"] == .boolean(false))
        #expect(try await machine.call("RequestStateChange", "derived/hottest", ["RequestedState": .unsigned(2)]) == 0)
        #expect(try await machine.view("derived/hottest")["Reading"] == .real(40))
        #expect(try await machine.call("RequestStateChange", "derived/hottest", ["RequestedState": .unsigned(11)]) == 1)
        let hardware = "platform/chip.0/temp1"
        #expect(try await machine.call("RequestStateChange", hardware, ["RequestedState": .unsigned(3)]) == 1)
    }

    @Test("what it is made of can be changed")
    func changes() async throws {
        let (machine, _) = try await machine()
        try await Self.make(machine, "inlet", "Maximum", ["temp1", "temp2", "temp3"])
        try await machine.put(
            "BB_DerivedSensor", "inlet",
            ["Function": .string("Average"), "Sources": .array([Self.id("temp1"), Self.id("temp2")])])
        #expect(try await machine.view("derived/inlet")["Reading"] == .real(45))
        try await machine.put("BB_DerivedSensor", "inlet", ["Sources": .array([Self.id("in0")])])
        #expect(try await machine.view("derived/inlet")["Units"] == .string("V"))
        await #expect(throws: ProviderError.self) {
            try await machine.put("BB_DerivedSensor", "inlet", ["Function": .string("Difference")])
        }
        #expect(try await machine.view("derived/inlet")["Reading"] == .real(12))
    }

    @Test(
        "what cannot be made is refused, and says why",
        arguments: [
            ("a b", "Maximum", ["temp1"], "letters"), ("", "Maximum", ["temp1"], "letters"),
            ("-x", "Maximum", ["temp1"], "letters"),
            (String(repeating: "n", count: 65), "Maximum", ["temp1"], "64"), ("a/b", "Maximum", ["temp1"], "letters"),
            ("x\u{7}", "Maximum", ["temp1"], "letters"), ("ü", "Maximum", ["temp1"], "letters"),
            ("x", "Median", ["temp1"], "Average"), ("x", "Maximum", [], "1 to 32"),
            ("x", "Difference", ["temp1"], "takes 2"),
            ("x", "Rate", ["temp1", "temp2"], "takes 1"), ("x", "Maximum", ["temp1", "in0"], "temperature, voltage"),
            ("x", "Maximum", ["temp9"], "no sensor"), ("x", "Sum", ["temp1", "temp1"], "twice"),
            ("x", "Maximum", ["intrusion0"], "no number"),
            ("x", "Maximum", (0..<10_000).map { "temp\($0)" }, "1 to 32"),
        ])
    func refuses(_ name: String, _ function: String, _ channels: [String], _ word: String) async throws {
        let (machine, _) = try await machine()
        let error = await #expect(throws: ProviderError.self) { try await Self.make(machine, name, function, channels) }
        guard case .invalidValue(_, let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains(word), "\(reason)")
        #expect(try await machine.provider.instances("BB_DerivedSensor").isEmpty)
    }

    @Test("a derived sensor is no source of another")
    func noChains() async throws {
        let (machine, _) = try await machine()
        try await Self.make(machine, "a", "Maximum", ["temp1"])
        let resourceClass = try #require(machine.provider.resourceClass("BB_DerivedSensor"))
        let error = await #expect(throws: ProviderError.self) {
            _ = try await resourceClass.create(
                [
                    PropertyChange("Name", .string("b")), PropertyChange("Function", .string("Maximum")),
                    PropertyChange("Sources", .array([.string("derived/a")])),
                ], by: SensorMachine.anna)
        }
        #expect("\(String(describing: error))".contains("derived itself"))
    }

    @Test("a name is taken once, whoever comes first; what is deleted is free again, and its limits are gone")
    func names() async throws {
        let (machine, _) = try await machine()
        try await Self.make(machine, "inlet", "Maximum", ["temp1"])
        await #expect(throws: ProviderError.alreadyExists("There is a derived sensor inlet already.")) {
            try await Self.make(machine, "inlet", "Minimum", ["temp2"])
        }
        try await machine.put("BB_SensorView", "derived/inlet", ["UpperThresholdCritical": .real(10)])
        try await Self.delete(machine, "inlet")
        await #expect(throws: ProviderError.notFound) { try await Self.delete(machine, "inlet") }
        await #expect(throws: ProviderError.notFound) { _ = try await machine.view("derived/inlet") }
        try await Self.make(machine, "inlet", "Minimum", ["temp2"])
        #expect(try await machine.view("derived/inlet")["UpperThresholdCritical"]?.isAbsent == true)
    }

    @Test("there are no more than the administrator lets be")
    func quota() async throws {
        let tree = MachineTree()
        try tree.chip("hwmon0", "chip", device: "platform/chip.0", Self.values)
        var limits = DerivedSensorLimits()
        limits.sensors = 2
        let provider = SensorProvider(
            try await Hardware.scanned(tree, clock: ManualClock()), of: SensorMachine.system,
            settings: MemorySettings(),
            watching: [], derived: limits)
        let resourceClass = try #require(provider.resourceClass("BB_DerivedSensor"))
        func make(_ name: String) async throws {
            _ = try await resourceClass.create(
                [
                    PropertyChange("Name", .string(name)), PropertyChange("Function", .string("Maximum")),
                    PropertyChange("Sources", .array([Self.id("temp1")])),
                ], by: SensorMachine.anna)
        }
        try await make("a")
        try await make("b")
        await #expect(
            throws: ProviderError.quotaExceeded("There are 2 derived sensors; delete one before making another.")
        ) {
            try await make("c")
        }
        try await resourceClass.delete(PartID("a"), by: SensorMachine.anna)
        try await make("c")
    }

    @Test("what cannot be stored is not there")
    func refusal() async throws {
        let settings = MemorySettings()
        let (machine, _) = try await machine(settings)
        settings.refusal = .quotaExceeded("The disk is full.")
        await #expect(throws: ProviderError.quotaExceeded("The disk is full.")) {
            try await Self.make(machine, "inlet", "Maximum", ["temp1"])
        }
        #expect(try await machine.provider.instances("BB_DerivedSensor").isEmpty)
        settings.refusal = nil
        try await Self.make(machine, "inlet", "Maximum", ["temp1"])
    }

    @Test("definitions survive a restart, with their limits, their state and the order of their sources")
    func restarts() async throws {
        let state = MachineTree()
        func settings(_ database: Database) async throws -> OverlaySettings {
            OverlaySettings(try await Overlay(database: database) { Issue.record("\($0)") })
        }
        func database() throws -> Database {
            try Database(path: state.root + "/state.sqlite", migrations: Overlay.migrations)
        }
        let first = try database()
        let (before, _) = try await machine(try await settings(first))
        try await Self.make(before, "spread", "Difference", ["temp3", "temp1"])
        try await Self.make(before, "short", "Maximum", ["temp3", "temp2", "temp1"])
        try await before.put("BB_DerivedSensor", "short", ["Sources": .array([Self.id("temp1")])])
        try await before.put("BB_SensorView", "derived/spread", ["UpperThresholdCritical": .real(5)])
        _ = try await before.call("RequestStateChange", "derived/short", ["RequestedState": .unsigned(3)])
        try await Self.make(before, "gone", "Maximum", ["temp1"])
        try await Self.delete(before, "gone")
        first.close()
        let second = try database()
        let (after, _) = try await machine(try await settings(second))
        let spread = try await after.view("derived/spread")
        #expect(spread["Reading"] == .real(20) && spread["State"] == .string("Upper Critical"))
        let short = try await after.provider.instance("BB_DerivedSensor", "short")
        #expect(short["Sources"] == .array([Self.id("temp1")]) && short["Enabled"] == .boolean(false))
        #expect(try await after.provider.instances("BB_DerivedSensor").count == 2)
        second.close()
    }
}

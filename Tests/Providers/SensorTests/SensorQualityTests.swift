// SPDX-License-Identifier: Apache-2.0

import Foundation
import HardwareAccess
import MachineFixtures
import ProviderTesting
import ResourceModel
import Testing

struct SensorQualityTests {
    private static let id = "platform/chip.0/temp1"
    private static let values = [
        "temp1_input": "41000", "temp1_max": "80000", "temp1_crit": "95000", "temp1_max_hyst": "75000",
        "temp1_alarm": "0", "temp1_fault": "0", "temp1_lowest": "10000", "temp1_label": "Inlet",
        "temp2_input": "42000",
    ]

    struct Refusal: Sendable, CustomStringConvertible {
        var errno: Int32
        var quality: String
        var description: String { quality }
    }

    static let refusals = [
        Refusal(errno: EIO, quality: "error"), Refusal(errno: ENODATA, quality: "disabled"),
        Refusal(errno: EAGAIN, quality: "unavailable"), Refusal(errno: ENXIO, quality: "absent"),
        Refusal(errno: EACCES, quality: "denied"), Refusal(errno: EOPNOTSUPP, quality: "unsupported"),
    ]

    /// The attribute that fails, and the property of the view that it leaves empty.
    static let attributes = [
        ("temp1_input", "Reading"), ("temp1_max", "UpperThresholdNonCritical"),
        ("temp1_crit", "UpperThresholdCritical"), ("temp1_alarm", "Alarm"), ("temp1_fault", "Fault"),
        ("temp1_lowest", "LowestReading"), ("temp1_max_hyst", "Hysteresis"), ("temp1_label", nil),
    ]

    @Test(arguments: refusals, attributes)
    func `one failing attribute leaves its own place empty`(
        refusal: Refusal, failing: (file: String, property: String?)
    ) async throws {
        let (machine, _) = try await SensorMachine.chip(Self.values) { path in
            path.hasSuffix("/" + failing.file) ? refusal.errno : nil
        }
        let view = try await machine.view(Self.id)
        let expected: [String: Value] = [
            "Reading": .real(41), "UpperThresholdNonCritical": .real(80), "UpperThresholdCritical": .real(95),
            "Alarm": .boolean(false), "Fault": .boolean(false), "LowestReading": .real(10), "Hysteresis": .real(5),
        ]
        // Where the limit is missing, so is the way back from it.
        let lost = failing.file == "temp1_max" ? ["UpperThresholdNonCritical", "Hysteresis"] : [failing.property]
        for (name, value) in expected {
            if lost.contains(name) {
                #expect(view.isAbsent(name), "\(name)")
            } else {
                #expect(view[name] == value, "\(name)")
            }
        }
        #expect(view["Quality"] == .string(failing.property == "Reading" ? refusal.quality : "good"))
        #expect(view["ElementName"] == .string(failing.property == nil ? "chip temp1" : "Inlet"))
        let sensor = try await machine.numeric(Self.id)
        if failing.property == "Reading" {
            #expect(sensor.isAbsent("CurrentReading"))
            #expect(sensor["CurrentState"] == .string("Unknown"))
            #expect(sensor["UpperThresholdCritical"] == .signed(95_000))
        } else {
            #expect(sensor["CurrentReading"] == .signed(41_000))
        }
        #expect(try await machine.numeric("platform/chip.0/temp2")["CurrentReading"] == .signed(42_000))
    }

    @Test func `a channel that is switched off is disabled, whatever its driver answers`() async throws {
        let (machine, _) = try await SensorMachine.chip([
            "temp1_enable": "0", "temp1_input": "41000", "temp2_enable": "0", "temp2_input": "",
        ])
        for channel in ["temp1", "temp2"] {
            let sensor = try await machine.numeric("platform/chip.0/" + channel)
            #expect(sensor.isAbsent("CurrentReading"))
            #expect(sensor["EnabledState"] == .unsigned(3))
            #expect(sensor["HealthState"] == .unsigned(0))
            #expect(try await machine.view("platform/chip.0/" + channel)["Quality"] == .string("disabled"))
        }
    }

    @Test func `a sensor that says it is broken has no reading and is critical`() async throws {
        let machine = try await SensorMachine(RecordedMachine.rackServer)
        let id = "pci0000:00/0000:00:0f.1/i2c-2/2-004c/temp3"
        let sensor = try await machine.numeric(id)
        #expect(sensor.isAbsent("CurrentReading"))
        #expect(sensor["CurrentState"] == .string("Fault"))
        #expect(sensor["HealthState"] == .unsigned(25))
        #expect(sensor["OperationalStatus"] == .array([.unsigned(6)]))
        let view = try await machine.view(id)
        #expect(view["Fault"] == .boolean(true) && view["Quality"] == .string("failed"))
    }

    @Test func `a reading that cannot be is in the view alone, marked`() async throws {
        let (machine, _) = try await SensorMachine.chip(["temp1_input": "3892314000", "temp1_max": "80000"])
        let view = try await machine.view(Self.id)
        #expect(view["Quality"] == .string("implausible"))
        #expect(view["RawReading"] == .signed(3_892_314_000))
        #expect(view["State"] == .string("Unknown"), "no alarm from nonsense")
        let sensor = try await machine.numeric(Self.id)
        #expect(sensor.isAbsent("CurrentReading"))
        #expect(sensor["CurrentState"] == .string("Unknown"))
    }

    @Test func `a reading grows old and is read again at its greatest age`() async throws {
        let (machine, tree) = try await SensorMachine.chip(["temp1_input": "41000"])
        #expect(try await machine.view(Self.id)["Reading"] == .real(41))
        try tree.change("sys/devices/platform/chip.0/hwmon/hwmon0/temp1_input", to: "45000")
        machine.clock.advance(by: .milliseconds(99))
        let young = try await machine.view(Self.id)
        #expect(young["Reading"] == .real(41) && young["AgeMilliseconds"] == .unsigned(99))
        machine.clock.advance(by: .milliseconds(1))
        let new = try await machine.view(Self.id)
        #expect(new["Reading"] == .real(45) && new["AgeMilliseconds"] == .unsigned(0))
    }

    @Test func `a bus fault makes a reading stale, then an error, then a failure`() async throws {
        let isBroken = Flag()
        let (machine, _) = try await SensorMachine.chip(["temp1_input": "41000", "temp1_max": "80000"]) { path in
            isBroken.isSet && path.hasSuffix("temp1_input") ? EIO : nil
        }
        #expect(try await machine.view(Self.id)["Quality"] == .string("good"))
        isBroken.set()
        var seen: [String] = []
        for _ in 0..<5 {
            machine.clock.advance(by: .seconds(60))
            let view = try await machine.view(Self.id)
            seen.append(view["Quality"]?.stringValue ?? "")
            #expect(view.isAbsent("Reading") == (view["Quality"] != .string("stale")))
            #expect(view["UpperThresholdNonCritical"] == .real(80))
        }
        #expect(seen == ["stale", "stale", "error", "error", "failed"])
        let sensor = try await machine.numeric(Self.id)
        #expect(sensor["OperationalStatus"] == .array([.unsigned(13)]))
        #expect(sensor["EnabledState"] == .unsigned(6))
    }
}

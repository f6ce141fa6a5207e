// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

/// The numbers of MAPPING section 6.1, one channel of each kind.
struct SensorKindTests {
    struct Expected: Sendable {
        var channel: String
        var raw: String
        var sensorType: UInt64
        var baseUnits: UInt64
        var modifier: Int64
        var reading: Int64
        var plain: Double
        var units: String
    }

    static let kinds = [
        Expected(
            channel: "temp1", raw: "41250", sensorType: 2, baseUnits: 2, modifier: -3, reading: 41_250, plain: 41.25,
            units: "°C"),
        Expected(
            channel: "in0", raw: "888", sensorType: 3, baseUnits: 5, modifier: -3, reading: 888, plain: 0.888,
            units: "V"),
        Expected(
            channel: "curr1", raw: "-1064", sensorType: 4, baseUnits: 6, modifier: -3, reading: -1064, plain: -1.064,
            units: "A"),
        Expected(
            channel: "fan1", raw: "5213", sensorType: 5, baseUnits: 19, modifier: 0, reading: 5213, plain: 5213,
            units: "RPM"),
        // 3 kW: in microwatts beyond sint32.
        Expected(
            channel: "power1", raw: "3000000000", sensorType: 13, baseUnits: 7, modifier: -3, reading: 3_000_000,
            plain: 3000, units: "W"),
        // 30 years of 1 kW: in joules beyond sint32.
        Expected(
            channel: "energy1", raw: "946080000000000000", sensorType: 6, baseUnits: 8, modifier: 3,
            reading: 946_080_000, plain: 946_080_000_000, units: "J"),
        Expected(
            channel: "humidity1", raw: "41870", sensorType: 9, baseUnits: 65, modifier: -3, reading: 41_870,
            plain: 41.87, units: "%"),
    ]

    @Test(arguments: kinds)
    func `each kind has CIM's numbers and the view's units`(expected: Expected) async throws {
        let (machine, _) = try await SensorMachine.chip(["\(expected.channel)_input": expected.raw])
        let id = "platform/chip.0/\(expected.channel)"
        let sensor = try await machine.numeric(id)
        #expect(sensor["SensorType"] == .unsigned(expected.sensorType))
        #expect(sensor["BaseUnits"] == .unsigned(expected.baseUnits))
        #expect(sensor["UnitModifier"] == .signed(expected.modifier))
        #expect(sensor["RateUnits"] == .unsigned(0))
        #expect(sensor["CurrentReading"] == .signed(expected.reading))
        #expect(sensor["CurrentState"] == .string("Normal"))
        #expect(sensor["SensorContext"] == .string("chip"))
        let view = try await machine.view(id)
        #expect(view["Reading"] == .real(expected.plain))
        #expect(view["RawReading"] == .signed(Int64(expected.raw) ?? 0))
        #expect(view["Units"] == .string(expected.units))
        #expect(view["Quality"] == .string("good"))
        #expect(view["Source"] == .string("hwmon"))
        #expect(view["AgeMilliseconds"] == .unsigned(0))
    }

    @Test func `a reading that CIM's integers cannot hold is absent there and plain in the view`() async throws {
        // 292 years of 1 kW.
        let (machine, _) = try await SensorMachine.chip(["energy1_input": "9223372036854775807"])
        let view = try await machine.view("platform/chip.0/energy1")
        #expect(view["Reading"] == .real(9_223_372_036_854.775807))
        #expect(try await machine.numeric("platform/chip.0/energy1").isAbsent("CurrentReading"))
    }

    @Test func `a power meter without an input shows its average`() async throws {
        let (machine, _) = try await SensorMachine.chip(["power1_average": "61000000"])
        #expect(try await machine.numeric("platform/chip.0/power1")["CurrentReading"] == .signed(61_000))
    }

    @Test(arguments: [("0", "Normal", UInt64(5)), ("1", "Intrusion", 25), ("", "Unknown", 0)])
    func `an intrusion switch is a discrete sensor`(raw: String, state: String, health: UInt64) async throws {
        let (machine, _) = try await SensorMachine.chip(["intrusion0_alarm": raw, "temp1_input": "41000"])
        let id = "platform/chip.0/intrusion0"
        let sensor = try await machine.discrete(id)
        #expect(sensor["SensorType"] == .unsigned(16))
        #expect(sensor["CurrentState"] == .string(state))
        #expect(sensor["HealthState"] == .unsigned(health))
        let view = try await machine.view(id)
        #expect(view["State"] == .string(state))
        #expect(view.isAbsent("Reading") && view.isAbsent("RawReading"))
        await #expect(throws: ProviderError.notFound) { try await machine.numeric(id) }
        await #expect(throws: ProviderError.notFound) { try await machine.discrete("platform/chip.0/temp1") }
    }

    @Test func `drives are no sensors`() async throws {
        let (machine, _) = try await SensorMachine.chip(["pwm1": "128", "pwm1_enable": "2", "fan1_input": "900"])
        #expect(try await machine.provider.instances("BB_SensorView").count == 1)
    }
}

// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import MachineFixtures
import Overlay
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

@testable import baseboardd

/// Limits that operators set, kept in a real database.
struct OperatorLimitTests {
    private static let id = "platform/chip.0/temp1"
    private let state = MachineTree()

    private func database() throws -> Database {
        try Database(path: state.root + "/state.sqlite", migrations: Overlay.migrations)
    }

    private func settings(_ database: Database) async throws -> OverlaySettings {
        OverlaySettings(try await Overlay(database: database) { Issue.record("\($0)") })
    }

    private func machine(_ settings: any OperatorSettings = MemorySettings()) async throws -> SensorMachine {
        try await SensorMachine.chip(
            ["temp1_input": "81000", "temp1_max": "80000", "temp1_crit": "95000", "energy1_input": "1000000"],
            settings: settings
        ).machine
    }

    @Test func `both faces set the same limit, each in its units`() async throws {
        let machine = try await machine()
        try await machine.put("CIM_NumericSensor", Self.id, ["UpperThresholdNonCritical": .signed(85_500)])
        #expect(try await machine.view(Self.id)["UpperThresholdNonCritical"] == .real(85.5))
        #expect(try await machine.view(Self.id)["UpperThresholdNonCriticalSource"] == .string("operator"))
        #expect(try await machine.numeric(Self.id)["CurrentState"] == .string("Normal"))
        try await machine.put("BB_SensorView", Self.id, ["UpperThresholdNonCritical": .real(60.25)])
        #expect(try await machine.numeric(Self.id)["UpperThresholdNonCritical"] == .signed(60_250))
        #expect(try await machine.numeric(Self.id)["CurrentState"] == .string("Upper Non-Critical"))
        #expect(try await machine.numeric(Self.id)["UpperThresholdCritical"] == .signed(95_000))
    }

    @Test(arguments: [1, 3, 7, 9, 1001, 2_147_483_647])
    func `kilojoules come back as they were set`(limit: Int64) async throws {
        let machine = try await machine()
        let id = "platform/chip.0/energy1"
        try await machine.put("CIM_NumericSensor", id, ["UpperThresholdCritical": .signed(limit)])
        #expect(try await machine.numeric(id)["UpperThresholdCritical"] == .signed(limit))
        #expect(try await machine.view(id)["UpperThresholdCritical"] == .real(Double(limit * 1000)))
    }

    @Test func `limits survive a restart`() async throws {
        let first = try database()
        let before = try await machine(try await settings(first))
        try await before.put(
            "CIM_NumericSensor", Self.id,
            ["UpperThresholdNonCritical": .absent(.absent), "LowerThresholdCritical": .signed(-5500)])
        first.close()
        let second = try database()
        let after = try await machine(try await settings(second))
        let view = try await after.view(Self.id)
        #expect(view["LowerThresholdCritical"] == .real(-5.5))
        #expect(view["LowerThresholdCriticalSource"] == .string("operator"))
        #expect(view.isAbsent("UpperThresholdNonCritical"), "taken away is not the same as never set")
        #expect(view["UpperThresholdNonCriticalSource"] == .string("operator"))
        #expect(view["State"] == .string("Normal"))
        #expect(try await after.call("RestoreDefaultThresholds", Self.id) == 0)
        second.close()
        let third = try database()
        let restored = try await machine(try await settings(third))
        let original = try await restored.view(Self.id)
        #expect(original["UpperThresholdNonCritical"] == .real(80))
        #expect(original["UpperThresholdNonCriticalSource"] == .string("hardware"))
        #expect(original.isAbsent("LowerThresholdCritical") && original.isAbsent("LowerThresholdCriticalSource"))
        third.close()
    }

    @Test(arguments: [
        ["UpperThresholdCritical": Value.signed(79_999)],
        ["LowerThresholdNonCritical": .signed(1000), "UpperThresholdNonCritical": .signed(1000)],
        ["LowerThresholdCritical": .signed(20_000), "LowerThresholdFatal": .signed(20_001)],
        ["LowerThresholdNonCritical": .signed(10_000), "UpperThresholdFatal": .signed(94_000)],
    ])
    func `limits that contradict each other are refused, all of them`(values: [String: Value]) async throws {
        let machine = try await machine()
        let before = try await machine.view(Self.id)
        do throws(ProviderError) {
            try await machine.put("CIM_NumericSensor", Self.id, values)
            Issue.record("accepted \(values)")
        } catch {
            guard case .invalidValue(let property, let reason) = error else { throw error }
            #expect(values[property] != nil, "the complaint names what was sent")
            #expect(reason.contains("contradict"))
        }
        #expect(try await machine.view(Self.id).row.slots == before.row.slots)
    }

    @Test func `limits at which the hardware contradicts itself do not bar the others`() async throws {
        let machine = try await SensorMachine.chip([
            "temp1_input": "41000", "temp1_max": "100000", "temp1_crit": "90000",
        ]).machine
        try await machine.put("CIM_NumericSensor", Self.id, ["LowerThresholdCritical": .signed(5000)])
        #expect(try await machine.numeric(Self.id)["LowerThresholdCritical"] == .signed(5000))
        await #expect(throws: ProviderError.self) {
            try await machine.put("CIM_NumericSensor", Self.id, ["LowerThresholdCritical": .signed(90_000)])
        }
    }

    @Test(arguments: [
        ("BB_SensorView", "UpperThresholdFatal", Value.real(.infinity)),
        ("BB_SensorView", "UpperThresholdFatal", .real(1e300)),
        ("BB_SensorView", "LowerThresholdFatal", .real(-2_147_484)),
        ("BB_SensorView", "UpperThresholdFatal", .string("hot")),
        ("BB_SensorView", "UpperThresholdFatalSource", .string("hardware")),
        ("CIM_NumericSensor", "CurrentReading", .signed(20_000)),
    ])
    func `what is no limit is refused`(className: String, property: String, value: Value) async throws {
        let machine = try await machine()
        do throws(ProviderError) {
            try await machine.put(
                className, Self.id, [property: value, "LowerThresholdNonCritical": value])
            Issue.record("accepted")
        } catch {
            guard case .invalidValue = error else { throw error }
        }
        #expect(try await machine.view(Self.id).isAbsent("LowerThresholdNonCritical"))
    }

    @Test func `a sensor without a number has no limits to set`() async throws {
        let machine = try await SensorMachine.chip(["intrusion0_alarm": "0"]).machine
        do throws(ProviderError) {
            try await machine.put("BB_SensorView", "platform/chip.0/intrusion0", ["UpperThresholdFatal": .real(1)])
            Issue.record("accepted")
        } catch {
            guard case .invalidValue = error else { throw error }
        }
    }

    @MainActor
    @Test func `two changes at once cannot contradict each other`() async throws {
        let file = try database()
        let machine = try await machine(try await settings(file))
        let lower = Task { @MainActor in
            try await machine.put("BB_SensorView", Self.id, ["LowerThresholdNonCritical": .real(70)])
        }
        let upper = Task { @MainActor in
            try await machine.put("BB_SensorView", Self.id, ["UpperThresholdNonCritical": .real(60)])
        }
        try await lower.value
        await #expect(throws: ProviderError.self) { try await upper.value }
        let view = try await machine.view(Self.id)
        #expect(view["LowerThresholdNonCritical"] == .real(70))
        #expect(view["UpperThresholdNonCritical"] == .real(80), "the second was refused")
        file.close()
    }

    @Test func `a change that cannot be stored changes nothing`() async throws {
        let settings = MemorySettings()
        settings.refusal = .quotaExceeded("full.")
        let machine = try await machine(settings)
        await #expect(throws: ProviderError.quotaExceeded("full.")) {
            try await machine.put("CIM_NumericSensor", Self.id, ["UpperThresholdFatal": .signed(99_000)])
        }
        #expect(try await machine.numeric(Self.id).isAbsent("UpperThresholdFatal"))
    }
}

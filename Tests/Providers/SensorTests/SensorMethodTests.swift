// SPDX-License-Identifier: Apache-2.0

import MachineFixtures
import ProviderKit
import ProviderTesting
import ResourceModel
import Testing

struct SensorMethodTests {
    private static let temperature = "platform/chip.0/temp1"
    private static let intrusion = "platform/chip.0/intrusion0"

    private func machine() async throws -> SensorMachine {
        try await SensorMachine.chip(["temp1_input": "41000", "intrusion0_alarm": "0"]).machine
    }

    @Test(arguments: [
        (Value.unsigned(2), UInt32(0)), (.unsigned(3), 1), (.unsigned(11), 1), (.unsigned(5), 5), (.unsigned(99), 5),
        (.unsigned(.max), 5),
    ])
    func `a sensor is enabled and stays so`(state: Value, result: UInt32) async throws {
        let machine = try await machine()
        let inputs = ["RequestedState": state]
        #expect(try await machine.call("RequestStateChange", Self.temperature, inputs) == result)
        #expect(try await machine.call("RequestStateChange", of: "CIM_Sensor", Self.intrusion, inputs) == result)
        #expect(try await machine.numeric(Self.temperature)["EnabledState"] == .unsigned(2))
    }

    @Test(arguments: [[:], ["RequestedState": Value.absent(.absent)], ["RequestedState": .string("on")]])
    func `without a state to change to there is nothing to do`(inputs: [String: Value]) async throws {
        let machine = try await machine()
        do throws(ProviderError) {
            _ = try await machine.call("RequestStateChange", Self.temperature, inputs)
            Issue.record("called")
        } catch {
            guard case .invalidParameter(name: "RequestedState", _) = error else { throw error }
        }
    }

    @Test func `a method belongs to its class and to parts that are there`() async throws {
        let machine = try await machine()
        await #expect(throws: ProviderError.unsupportedAction) {
            try await machine.call("RestoreDefaultThresholds", of: "CIM_Sensor", Self.intrusion)
        }
        await #expect(throws: ProviderError.notFound) {
            try await machine.call("RestoreDefaultThresholds", Self.intrusion)
        }
        await #expect(throws: ProviderError.notFound) {
            try await machine.call("RequestStateChange", "platform/chip.0/temp9", ["RequestedState": .unsigned(2)])
        }
    }
}

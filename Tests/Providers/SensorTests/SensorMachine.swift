// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import ProviderKit
import ProviderTesting
import ResourceModel
import SensorProvider

/// The sensors of one machine in a time that stands still; what a test asks of them.
struct SensorMachine {
    let clock: ManualClock
    let hardware: Hardware
    let provider: SensorProvider

    static let system = ScopingSystem(name: "machine")
    static let anna = Principal(name: "anna", role: .operator)

    init(_ machine: RecordedMachine) async throws {
        self.init(try await Hardware.scanned(machine.root), ManualClock(), MemorySettings())
    }

    init(
        _ tree: MachineTree, settings: any OperatorSettings = MemorySettings(),
        fault: (@Sendable (String) -> Int32?)? = nil
    ) async throws {
        let clock = ManualClock()
        self.init(try await Hardware.scanned(tree, clock: clock, fault: fault), clock, settings)
    }

    private init(_ hardware: Hardware, _ clock: ManualClock, _ settings: any OperatorSettings) {
        self.clock = clock
        self.hardware = hardware
        provider = SensorProvider(hardware, of: Self.system, settings: settings, watching: [])
    }

    /// A machine with one chip, `platform/chip.0`.
    static func chip(
        _ values: [String: String], settings: any OperatorSettings = MemorySettings(),
        fault: (@Sendable (String) -> Int32?)? = nil
    ) async throws -> (machine: SensorMachine, tree: MachineTree) {
        let tree = MachineTree()
        try tree.chip("hwmon0", "chip", device: "platform/chip.0", values)
        return (try await SensorMachine(tree, settings: settings, fault: fault), tree)
    }

    func numeric(_ id: String) async throws -> Instance { try await provider.instance("CIM_NumericSensor", id) }

    func discrete(_ id: String) async throws -> Instance { try await provider.instance("CIM_Sensor", id) }

    func view(_ id: String) async throws -> Instance { try await provider.instance("BB_SensorView", id) }

    func put(_ className: String, _ id: String, _ values: [String: Value]) async throws(ProviderError) {
        guard let resourceClass = provider.resourceClass(className) else { throw .notFound }
        try await resourceClass.write(
            values.sorted { $0.key < $1.key }.map { PropertyChange($0.key, $0.value) }, to: PartID(id), by: Self.anna)
    }

    func call(
        _ method: String, of className: String = "CIM_NumericSensor", _ id: String, _ inputs: [String: Value] = [:]
    ) async throws(ProviderError) -> UInt32 {
        guard let resourceClass = provider.resourceClass(className) else { throw .notFound }
        return try await resourceClass.invoke(method, on: PartID(id), with: inputs, by: Self.anna).returnValue
    }

    func rescan() async throws {
        await hardware.rescan()
        await provider.rescan()
    }

    func generation(of className: String) -> UInt64? { provider.resourceClass(className)?.generation }
}

// SPDX-License-Identifier: Apache-2.0

import FanProvider
import HardwareAccess
import MachineFixtures
import ProviderKit
import ProviderTesting
import ResourceModel
import SensorProvider
import Testing

struct FanTests {
    private static let system = ScopingSystem(name: "machine")
    private static let board = "platform/nct6775.656/"
    private static let controller = "pci0000:00/0000:00:0f.1/i2c-2/2-0020/"

    private func fans(_ machine: RecordedMachine) async throws -> FanProvider {
        FanProvider(try await Hardware.scanned(machine.root), of: Self.system)
    }

    private func fan(_ values: [String: String]) async throws -> (cim: Instance, view: Instance) {
        let tree = MachineTree()
        try tree.chip("hwmon0", "chip", device: "platform/chip.0", values)
        let provider = FanProvider(try await Hardware.scanned(tree), of: Self.system)
        return (
            try await provider.instance("CIM_Fan", "platform/chip.0/fan1"),
            try await provider.instance("BB_FanView", "platform/chip.0/fan1")
        )
    }

    @Test(arguments: RecordedMachine.allCases)
    func `fans keep every promise`(machine: RecordedMachine) async throws {
        #expect(await Conformance.violations(of: try await fans(machine)) == [])
    }

    @Test(arguments: [(RecordedMachine.rackServer, 14), (.desktopHybrid, 5), (.virtualMachine, 0)])
    func `every tachometer is a fan`(machine: RecordedMachine, count: Int) async throws {
        let provider = try await fans(machine)
        #expect(try await provider.instances("CIM_Fan").count == count)
        #expect(try await provider.instances("BB_FanView").count == count)
    }

    @Test func `a faulted channel has no CurrentSpeed`() async throws {
        let provider = try await fans(.rackServer)
        let view = try await provider.instance("BB_FanView", Self.controller + "fan4")
        #expect(view.isAbsent("CurrentSpeed"), "120 RPM mean nothing")
        #expect(view["Fault"] == .boolean(true))
        #expect(view["Quality"] == .string("failed"))
        #expect(view["TargetSpeed"] == .unsigned(7200))
        let fan = try await provider.instance("CIM_Fan", Self.controller + "fan4")
        #expect(fan["HealthState"] == .unsigned(25))
        #expect(fan["DesiredSpeed"] == .unsigned(7200))
    }

    @Test func `a fan that stands still while its drive is low has not failed`() async throws {
        let provider = try await fans(.rackServer)
        let view = try await provider.instance("BB_FanView", Self.board + "fan5")
        #expect(view["CurrentSpeed"] == .unsigned(0))
        #expect(view["Quality"] == .string("good"))
        #expect(view["DutyCycle"] == .unsigned(8))
        #expect(view["Control"] == .string("manual"))
        #expect(view.isAbsent("MinimumSpeed"))
        #expect(view["HealthState"] == .unsigned(5))
    }

    @Test func `a fan below its minimum is critical`() async throws {
        let provider = try await fans(.rackServer)
        let view = try await provider.instance("BB_FanView", Self.board + "fan3")
        #expect(view["CurrentSpeed"] == .unsigned(312))
        #expect(view["MinimumSpeed"] == .unsigned(800))
        #expect(view["Alarm"] == .boolean(true))
        #expect(view["HealthState"] == .unsigned(25))
        #expect(try await provider.instance("CIM_Fan", Self.board + "fan3")["HealthState"] == .unsigned(25))
    }

    @Test func `an alarm alone is a warning`() async throws {
        let fan = try await fan(["fan1_input": "900", "fan1_alarm": "1"])
        #expect(fan.view["HealthState"] == .unsigned(10) && fan.cim["HealthState"] == .unsigned(10))
    }

    @Test(arguments: [
        ("0", "0", UInt64(0), "full speed"), ("255", "1", 100, "manual"), ("128", "2", 50, "automatic"),
        ("1", "5", 0, "automatic"),
    ])
    func `the drive is a duty cycle and who sets it`(
        pwm: String, enable: String, duty: UInt64, control: String
    ) async throws {
        let fan = try await fan(["fan1_input": "900", "pwm1": pwm, "pwm1_enable": enable])
        #expect(fan.view["DutyCycle"] == .unsigned(duty))
        #expect(fan.view["Control"] == .string(control))
        #expect(fan.cim["VariableSpeed"] == .boolean(true))
    }

    @Test func `a fan without a drive has neither duty cycle nor control nor target`() async throws {
        let fan = try await fan(["fan1_input": "900", "pwm2": "128"])
        for property in ["DutyCycle", "Control", "TargetSpeed", "PulsesPerRevolution", "Alarm", "Fault"] {
            #expect(fan.view.isAbsent(property), "\(property)")
        }
        #expect(fan.cim["VariableSpeed"] == .boolean(false))
        #expect(fan.cim.isAbsent("DesiredSpeed"))
    }

    @Test func `what no chip can mean is absent`() async throws {
        let fan = try await fan([
            "fan1_input": "-1", "fan1_target": "-1", "fan1_pulses": "99999999", "fan1_min": "9223372036854775807",
            "pwm1": "256", "pwm1_enable": "x",
        ])
        #expect(fan.view["Quality"] == .string("implausible"))
        for property in ["CurrentSpeed", "TargetSpeed", "PulsesPerRevolution", "MinimumSpeed", "DutyCycle", "Control"] {
            #expect(fan.view.isAbsent(property), "\(property)")
        }
    }

    @Test(arguments: ["fan1_input", "fan1_min", "fan1_target", "fan1_fault", "pwm1", "pwm1_enable"])
    func `one failing attribute hides no other`(file: String) async throws {
        let tree = MachineTree()
        try tree.chip(
            "hwmon0", "chip", device: "platform/chip.0",
            [
                "fan1_input": "900", "fan1_min": "300", "fan1_target": "1000", "fan1_fault": "0", "pwm1": "128",
                "pwm1_enable": "2",
            ])
        let hardware = try await Hardware.scanned(tree) { $0.hasSuffix("/" + file) ? 5 : nil }
        let view = try await FanProvider(hardware, of: Self.system).instance("BB_FanView", "platform/chip.0/fan1")
        let properties = [
            "fan1_input": "CurrentSpeed", "fan1_min": "MinimumSpeed", "fan1_target": "TargetSpeed",
            "fan1_fault": "Fault", "pwm1": "DutyCycle", "pwm1_enable": "Control",
        ]
        for (other, property) in properties {
            #expect(view.isAbsent(property) == (other == file), "\(property)")
        }
    }

    @Test(arguments: [RecordedMachine.rackServer, .desktopHybrid])
    func `each fan is tied to its tachometer, and both ends are there`(machine: RecordedMachine) async throws {
        let hardware = try await Hardware.scanned(machine.root)
        let fans = FanProvider(hardware, of: Self.system)
        let sensors = SensorProvider(
            hardware, of: Self.system, settings: MemorySettings(), watching: [fans.tachometers])
        #expect(await Conformance.violations(of: sensors) == [])
        let ties = try await sensors.instances("CIM_AssociatedSensor")
        var tied: Set<PartID> = []
        for tie in ties {
            let sensor = try await found(tie["Antecedent"], in: sensors)
            let fan = try await found(tie["Dependent"], in: fans)
            #expect(sensor == fan)
            tied.insert(fan)
        }
        #expect(tied == Set(try await #require(fans.resourceClass("CIM_Fan")).parts()))
        #expect(ties.count == tied.count)
    }

    /// Follows a reference the way a client does: by class and keys.
    private func found(_ value: Value?, in provider: any Provider) async throws -> PartID {
        guard case .reference(let reference)? = value else { throw ProviderError.notFound }
        let name = try #require(reference.resourceURI.className)
        let resourceClass = try #require(provider.resourceClass(String(name)))
        let keys = resourceClass.schema.keyProperties.map { key in
            reference.selectors.first { $0.name == key.name }?.value
        }
        return try #require(try await resourceClass.find(keys))
    }

    @Test func `a fan that goes takes its tie along`() async throws {
        let tree = MachineTree()
        try tree.chip(
            "hwmon0", "chip", device: "platform/chip.0", ["fan1_input": "900", "fan2_input": "1000"])
        let hardware = try await Hardware.scanned(tree)
        let fans = FanProvider(hardware, of: Self.system)
        let sensors = SensorProvider(
            hardware, of: Self.system, settings: MemorySettings(), watching: [fans.tachometers])
        #expect(try await sensors.instances("CIM_AssociatedSensor").count == 2)
        let generation = try #require(fans.resourceClass("CIM_Fan")).generation
        try tree.remove("sys/devices/platform/chip.0/hwmon/hwmon0/fan2_input")
        await hardware.rescan()
        await fans.rescan()
        await sensors.rescan()
        #expect(try await fans.instances("CIM_Fan").count == 1)
        #expect(try await sensors.instances("CIM_AssociatedSensor").count == 1)
        #expect(try #require(fans.resourceClass("CIM_Fan")).generation > generation)
    }
}

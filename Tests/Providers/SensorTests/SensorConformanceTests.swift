// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import ProviderTesting
import ResourceModel
import Testing

struct SensorConformanceTests {
    @Test(arguments: RecordedMachine.allCases)
    func `sensors keep every promise`(machine: RecordedMachine) async throws {
        let machine = try await SensorMachine(machine)
        #expect(await Conformance.violations(of: machine.provider) == [])
    }

    @Test func `sensors of a hostile machine keep every promise`() async throws {
        let hostile = try HostileMachine()
        try hostile.tree.remove(HostileMachine.fifo)
        let machine = try await SensorMachine(hostile.tree, fault: HostileMachine.fault)
        #expect(await Conformance.violations(of: machine.provider) == [])
        #expect(try await machine.provider.instances("BB_SensorView").count > 20)
    }

    @Test(arguments: [
        // The desktop's CPUs 18 and 19 are isolated, so nobody asks their cores how hot they are.
        (RecordedMachine.rackServer, numeric: 206, discrete: 2), (.desktopHybrid, 49, 2), (.virtualMachine, 0, 0),
    ])
    func `every channel is one sensor`(machine: RecordedMachine, numeric: Int, discrete: Int) async throws {
        let machine = try await SensorMachine(machine)
        let provider = machine.provider
        #expect(try await provider.instances("CIM_NumericSensor").count == numeric)
        #expect(try await provider.instances("CIM_Sensor").count == discrete)
        let views = try await provider.instances("BB_SensorView")
        #expect(Set(views.map { $0["DeviceID"] }).count == numeric + discrete)
    }

    @Test(arguments: [RecordedMachine.rackServer, .desktopHybrid])
    func `the state is one of the possible ones`(machine: RecordedMachine) async throws {
        let machine = try await SensorMachine(machine)
        for className in ["CIM_NumericSensor", "CIM_Sensor"] {
            for sensor in try await machine.provider.instances(className) {
                let state = try #require(sensor["CurrentState"])
                let possible = try #require(sensor["PossibleStates"])
                #expect(possible.elements.contains(state), "\(sensor["DeviceID"] as Any)")
            }
        }
    }
}

extension Value {
    /// The elements of an array; none of anything else.
    fileprivate var elements: [Value] {
        if case .array(let elements) = self { elements } else { [] }
    }
}

// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_Sensor: the sensors that have a state and no number (`spec/hardware-classes.md` section 18).
func discreteSensorClass<S: SensorSource>(_ sensors: S, of system: ScopingSystem) -> some ResourceClass {
    let states: [Column<Sensor>] = [
        .property("SensorType", .uint16, values: SensorValues.sensorType, "What the sensor watches.") {
            .unsigned($0.kind.sensorType)
        },
        .property("PossibleStates", .string, isArray: true, "The states that CurrentState may have.") { _ in
            .array([SensorState.unknown, .normal, .intrusion].map { .string($0.rawValue) })
        },
        .property("CurrentState", .string, reads: .state, "The state; one of PossibleStates.") {
            .string($0.state.rawValue)
        },
        .property(
            "PollingInterval", .uint64, unit: .nanoseconds, "How old a reading may be that is shared between requests."
        ) { .unsigned($0.maximumAgeMilliseconds &* 1_000_000) },
        .property("SensorContext", .string, "The chip that the sensor belongs to.") { .string($0.chip) },
    ]
    return Table(
        "CIM_Sensor", of: sensors,
        extends: "CIM_LogicalDevice",
        displayName: "Sensors", summary: ["ElementName", "CurrentState"],
        columns: Column.logicalDevice(
            "CIM_Sensor", of: system, reads: .state, id: \.id, name: \.name, health: \.health,
            enabledState: \.enabledState) + states,
        methods: [requestStateChange()],
        where: { sensors.kind(of: $0).map { !$0.isNumeric } ?? false },
        "A sensor: with a state and no number, such as a chassis intrusion switch, or a CIM_NumericSensor.")
}

// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_NumericSensor: every sensor with a number, in CIM's integers (`spec/hardware-classes.md` section 19).
func numericSensorClass<S: SensorSource>(_ sensors: S, of system: ScopingSystem) -> some ResourceClass {
    let readings: [Column<Sensor>] = [
        .property(
            "SensorType", .uint16, values: SensorValues.sensorType, "What the sensor measures."
        ) { .unsigned($0.kind.sensorType) },
        .property(
            "BaseUnits", .uint16, values: SensorValues.baseUnits, "The unit of the readings, before UnitModifier."
        ) { .unsigned($0.kind.baseUnits) },
        .property(
            "UnitModifier", .sint32, "The power of ten that readings and limits count in: value * 10^UnitModifier."
        ) { .signed($0.kind.unitModifier) },
        .property(
            "RateUnits", .uint16, values: SensorValues.rateUnits,
            "The time that the unit is per; none, or a second for what is derived as a rate."
        ) { .unsigned($0.isPerSecond ? 3 : 0) },
        .property(
            "CurrentReading", .sint32, unit: .baseUnits, reads: .value,
            "The reading; absent when it cannot be had, never 0 instead."
        ) { $0.scaledReading },
        .property("CurrentState", .string, reads: .state, "What the reading means; one of PossibleStates.") {
            .string($0.state.rawValue)
        },
        .property(
            "PossibleStates", .string, isArray: true, reads: .limits, "The states that CurrentState may have."
        ) { sensor in .array(SensorState.possible(sensor.limits).map { .string($0.rawValue) }) },
        .property(
            "PollingInterval", .uint64, unit: .nanoseconds, "How old a reading may be that is shared between requests."
        ) { .unsigned($0.maximumAgeMilliseconds &* 1_000_000) },
        .property("SensorContext", .string, "The chip that the sensor belongs to.") { .string($0.chip) },
        .property("IsLinear", .boolean, "Whether the sensor is linear over its range.") { _ in .boolean(true) },
        .property(
            "Hysteresis", .uint32, unit: .baseUnits, reads: .limits,
            "How far a reading must fall back behind its limit before the alarm ends."
        ) { sensor in
            Value(sensor.kind.scaled(sensor.hysteresis).map { UInt64(max(0, $0)) })
        },
    ]
    let limits: [Column<Sensor>] = Threshold.allCases.map { threshold in
        .property(
            threshold.property, .sint32, isWritable: true, unit: .baseUnits, reads: .limits,
            "A limit; settable. What is set here wins over the hardware's and survives restarts; "
                + "nil takes the limit away."
        ) { Value($0.kind.scaled($0.limits[threshold])) }
    }
    func thresholds(_ name: String, _ documentation: String, _ of: @escaping (Sensor) -> [Threshold]) -> Column<Sensor>
    {
        .property(
            name, .uint16, isArray: true, values: SensorValues.thresholds, reads: .limits, documentation
        ) { sensor in .array(of(sensor).map { .unsigned(UInt64($0.rawValue)) }) }
    }
    let capabilities: [Column<Sensor>] = [
        thresholds("SupportedThresholds", "The limits that the sensor can have.") { _ in Threshold.allCases },
        thresholds("SettableThresholds", "The limits that can be set.") { _ in Threshold.allCases },
        thresholds("EnabledThresholds", "The limits in force.") { $0.limits.present },
    ]
    return Table(
        "CIM_NumericSensor", of: sensors,
        extends: "CIM_Sensor",
        displayName: "Numeric sensors", summary: ["ElementName", "CurrentReading", "CurrentState"],
        columns: Column.logicalDevice(
            "CIM_NumericSensor", of: system, reads: .state, id: \.id, name: \.name, health: \.health,
            enabledState: \.enabledState) + readings + limits + capabilities,
        methods: [
            Method(
                MethodSchema(
                    "RestoreDefaultThresholds",
                    returnValues: [
                        NamedValue(0, "Completed with No Error"), NamedValue(1, "Not Supported"),
                        NamedValue(2, "Error Occurred"),
                    ],
                    role: .operator, "Forgets every limit that was set; the hardware's are in force again.")
            ) { sensors, id, _, principal throws(ProviderError) in
                try await sensors.restoreLimits(of: id, by: principal)
                return MethodResult(returnValue: 0)
            }, requestStateChange(),
        ],
        write: { sensors, id, changes, principal throws(ProviderError) in
            try await sensors.setLimits(changes, of: id, inUnits: \.unitsPerBase, by: principal)
        },
        where: { sensors.kind(of: $0)?.isNumeric ?? false },
        "A sensor with a number: temperature, voltage, current, power, energy, humidity or fan speed. "
            + "The true value is CurrentReading * 10^UnitModifier in BaseUnits.")
}

/// RequestStateChange: derived sensors can be switched off and on, those of the hardware cannot.
func requestStateChange<S: SensorSource>() -> Method<S> {
    Method(
        MethodSchema(
            "RequestStateChange",
            inputs: [
                PropertySchema(
                    "RequestedState", .uint16, values: StandardValues.requestableState, "The state to change to."),
                PropertySchema(
                    "TimeoutPeriod", .datetime, "How long the change may take; no change here takes time."),
            ],
            outputs: [PropertySchema("Job", .reference("CIM_ConcreteJob"), "The job that does the change; none here.")],
            returnValues: StandardValues.stateChangeResult, role: .operator,
            "Asks for another state: a derived sensor is computed or not, a sensor of the hardware is enabled and stays so."
        )
    ) { sensors, id, inputs, principal throws(ProviderError) in
        guard case .unsigned(let state)? = inputs["RequestedState"] else {
            throw .invalidParameter(name: "RequestedState", reason: "it is missing; 2 is Enabled.")
        }
        guard StandardValues.requestableState.contains(where: { Int(exactly: state) == $0.number }) else {
            return MethodResult(returnValue: 5)
        }
        return MethodResult(returnValue: try await sensors.requestState(state, of: id, by: principal))
    }
}

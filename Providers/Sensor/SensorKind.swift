// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// What a sensor measures, and how CIM writes it (`hardware/MAPPING.md` section 6.1).
public enum SensorKind: String, Sendable, Hashable, CaseIterable {
    /// Degrees Celsius.
    case temperature
    /// Volts.
    case voltage
    /// Amperes.
    case current
    /// Watts.
    case power
    /// Joules, a counter.
    case energy
    /// Relative humidity in percent.
    case humidity
    /// Revolutions per minute.
    case tachometer
    /// A chassis that was opened: discrete.
    case intrusion

    /// CIM_Sensor.SensorType.
    var sensorType: UInt64 {
        switch self {
        case .temperature: 2
        case .voltage: 3
        case .current: 4
        case .tachometer: 5
        case .energy: 6
        case .humidity: 9
        case .power: 13
        case .intrusion: 16
        }
    }

    /// CIM_NumericSensor.BaseUnits.
    var baseUnits: UInt64 {
        switch self {
        case .temperature: 2
        case .voltage: 5
        case .current: 6
        case .power: 7
        case .energy: 8
        case .tachometer: 19
        case .humidity: 65
        case .intrusion: 0
        }
    }

    /// CIM_NumericSensor.UnitModifier: the power of ten that its readings count in.
    ///
    /// Microwatts would overflow sint32 at 2,147 W, joules within hours.
    var unitModifier: Int64 {
        switch self {
        case .temperature, .voltage, .current, .power, .humidity: -3
        case .energy: 3
        case .tachometer, .intrusion: 0
        }
    }

    /// How many of CIM's units make one base unit.
    var unitsPerBase: Double {
        switch unitModifier {
        case -3: 1000
        case 3: 0.001
        default: 1
        }
    }

    /// A reading or a limit in CIM's units; nil where it does not fit.
    func scaled(_ value: Double?) -> Int64? {
        value.flatMap { Int32(exactly: ($0 * unitsPerBase).rounded()) }.map { Int64($0) }
    }

    /// The unit of the view's readings, as a person writes it.
    var unitSymbol: String {
        switch self {
        case .temperature: "°C"
        case .voltage: "V"
        case .current: "A"
        case .power: "W"
        case .energy: "J"
        case .humidity: "%"
        case .tachometer: "RPM"
        case .intrusion: ""
        }
    }

    /// Whether it has a number, not a state.
    var isNumeric: Bool { self != .intrusion }
}

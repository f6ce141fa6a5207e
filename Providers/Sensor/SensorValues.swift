// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// The value lists of CIM_Sensor and CIM_NumericSensor (`spec/hardware-classes.md` sections 18 and 19).
enum SensorValues {
    static let sensorType = [
        NamedValue(0, "Unknown"), NamedValue(1, "Other"), NamedValue(2, "Temperature"), NamedValue(3, "Voltage"),
        NamedValue(4, "Current"), NamedValue(5, "Tachometer"), NamedValue(6, "Counter"), NamedValue(7, "Switch"),
        NamedValue(8, "Lock"), NamedValue(9, "Humidity"), NamedValue(10, "Smoke Detection"),
        NamedValue(11, "Presence"), NamedValue(12, "Air Flow"), NamedValue(13, "Power Consumption"),
        NamedValue(14, "Power Production"), NamedValue(15, "Pressure"), NamedValue(16, "Intrusion"),
    ]
    static let baseUnits = [
        NamedValue(0, "Unknown"), NamedValue(2, "Degrees C"), NamedValue(5, "Volts"), NamedValue(6, "Amps"),
        NamedValue(7, "Watts"), NamedValue(8, "Joules"), NamedValue(19, "RPM"), NamedValue(65, "Percentage"),
    ]
    static let rateUnits = [
        NamedValue(0, "None"), NamedValue(1, "Per MicroSecond"), NamedValue(2, "Per MilliSecond"),
        NamedValue(3, "Per Second"), NamedValue(4, "Per Minute"), NamedValue(5, "Per Hour"),
    ]
    static let thresholds = Threshold.allCases.map { NamedValue($0.rawValue, $0.property) }
}

// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// Which properties of a class are worth a column.
enum ColumnChoice {
    /// The columns of the classes that the console knows; those that an instance lacks are left out.
    private static let known: [String: [String]] = [
        "BB_FanView": [
            "ElementName", "CurrentSpeed", "TargetSpeed", "DutyCycle", "HealthState", "Quality", "DeviceID",
        ],
        "BB_ProcessorView": [
            "DeviceID", "Model", "NumberOfCores", "NumberOfThreads", "CurrentClockSpeed", "MaxClockSpeed", "Microcode",
        ],
        "BB_SensorView": ["ElementName", "SensorType", "Reading", "Units", "State", "Quality", "DeviceID"],
        "BB_SystemView": ["Name", "Manufacturer", "Model", "SerialNumber", "FirmwareVersion"],
        "CIM_NumericSensor": [
            "DeviceID", "ElementName", "CurrentReading", "UnitModifier", "BaseUnits", "CurrentState", "HealthState",
        ],
    ]

    /// What identifies and describes an instance of any class, in the order of columns.
    private static let generic = [
        "DeviceID", "InstanceID", "Tag", "Name", "ElementName", "Manufacturer", "Model", "Version", "Status", "State",
        "EnabledState", "OperationalStatus", "HealthState",
    ]

    /// How many columns to show of a class of which nothing is known.
    private static let most = 6

    /// The names of the columns for some instances.
    static func columns(for instances: [Instance]) -> [String] {
        var present: [String] = []
        var seen = Set<String>()
        for instance in instances {
            for property in instance.properties where !property.isNull && seen.insert(property.name).inserted {
                present.append(property.name)
            }
        }
        let classes = Set(instances.map(\.className))
        if classes.count == 1, let name = classes.first, let columns = known[name] {
            // A column of nothing but nulls still says something here, as long as the class has the property.
            let has = Set(instances.flatMap { $0.properties.map(\.name) })
            let shown = columns.filter(has.contains)
            if !shown.isEmpty { return shown }
        }
        let chosen = generic.filter(seen.contains)
        return chosen.isEmpty ? Array(present.prefix(most)) : Array(chosen.prefix(most))
    }
}

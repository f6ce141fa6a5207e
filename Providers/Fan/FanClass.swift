// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_Fan: a fan as consoles know it; its speed is on its tachometer, tied to it by CIM_AssociatedSensor.
func fanClass<S: PartSource>(_ fans: S, of system: ScopingSystem) -> some ResourceClass where S.Part == Fan {
    Table(
        "CIM_Fan", of: fans,
        extends: "CIM_CoolingDevice",
        displayName: "Fans", summary: ["ElementName", "HealthState", "DesiredSpeed", "VariableSpeed"],
        columns: Column.logicalDevice(
            "CIM_Fan", of: system, reads: .speed, id: \.id, name: \.name, health: \.health,
            enabledState: \.enabledState) + [
                .property("ActiveCooling", .boolean, "Whether the device cools by moving something; fans do.") { _ in
                    .boolean(true)
                },
                .property("VariableSpeed", .boolean, "Whether the speed can be varied.") { .boolean($0.hasPWM) },
                .property(
                    "DesiredSpeed", .uint64, unit: .revolutionsPerMinute, reads: .control,
                    "The speed asked for; absent without a target."
                ) { fan in
                    guard let target = fan.target, target >= 0 else { return .absent(.absent) }
                    return .unsigned(UInt64(target))
                },
            ],
        "A fan. Its speed is the CurrentReading of the CIM_NumericSensor with the same DeviceID.")
}

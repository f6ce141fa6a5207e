// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// CIM_Battery: one instance a battery (`spec/hardware-classes.md` section 21).
func batteryClass<S: PartSource>(_ batteries: S, of system: ScopingSystem) -> some ResourceClass
where S.Part == Battery {
    Table(
        "CIM_Battery", of: batteries, extends: "CIM_LogicalDevice", displayName: "Batteries",
        summary: ["ElementName", "BatteryStatus", "EstimatedChargeRemaining", "HealthPercent"],
        columns: Column.logicalDevice(
            "CIM_Battery", of: system, reads: .live, id: \.id, name: \.name, health: \.health,
            enabledState: \.enabledState) + [
                .property(
                    "BatteryStatus", .uint16, values: BatteryNumbers.status, reads: .live, "How charged it is."
                ) { .unsigned($0.status) },
                .property(
                    "ChargingStatus", .uint16, values: BatteryNumbers.charging, reads: .live,
                    "Whether it is charged or emptied."
                ) { .unsigned($0.chargingStatus) },
                .property("Chemistry", .uint16, values: BatteryNumbers.chemistry, "What it is made of.") {
                    .unsigned($0.chemistry)
                },
                .property("OtherChemistryDescription", .string, "What it is made of, where Chemistry is 1.") {
                    Value($0.chemistry == 1 ? $0.supply.technology : nil)
                },
                .property(
                    "DesignCapacity", .uint32, unit: .milliwattHours, reads: .live, "What it was made to hold."
                ) { uint32($0.live?.reading.designCapacity) },
                .property(
                    "FullChargeCapacity", .uint32, unit: .milliwattHours, reads: .live, "What it holds when full."
                ) { uint32($0.live?.reading.fullCapacity) },
                .property(
                    "RemainingCapacity", .uint32, unit: .milliwattHours, reads: .live, "What it holds now."
                ) { uint32($0.live?.reading.remainingCapacity) },
                .property("DesignVoltage", .uint64, unit: .millivolts, reads: .live, "The voltage it was made for.") {
                    Value($0.live?.reading.designVoltage)
                },
                .property(
                    "EstimatedChargeRemaining", .uint16, unit: .percent, reads: .live, "How full it is."
                ) { Value($0.live?.reading.capacity.flatMap { UInt16(exactly: $0) }) },
                .property(
                    "EstimatedRunTime", .uint32, unit: .minutes, reads: .live,
                    "Until it is empty; absent unless it is being emptied."
                ) { uint32($0.runTime) },
                .property(
                    "TimeToFullCharge", .uint32, unit: .minutes, reads: .live,
                    "Until it is full; absent unless it is being charged."
                ) { uint32($0.timeToFull) },
                .property(
                    "RechargeCount", .uint32, reads: .live,
                    "How often it was charged; absent for 0, which batteries say that do not count."
                ) { uint32($0.live?.reading.cycleCount) },
                .property(
                    "HealthPercent", .uint8, unit: .percent, reads: .live,
                    "What it holds when full, of what it was made to hold; at most 100."
                ) { Value($0.healthPercent) },
            ],
        "A battery that feeds the machine; those of mice and keyboards are not shown.")
}

/// A number of 32 bits; absent where it is not known or larger.
func uint32(_ number: UInt64?) -> Value { Value(number.flatMap { UInt32(exactly: $0) }) }

/// The numbers of CIM_Battery's enumerations.
enum BatteryNumbers {
    static let status = [
        NamedValue(1, "Other"), NamedValue(2, "Unknown"), NamedValue(3, "Fully Charged"), NamedValue(4, "Low"),
        NamedValue(5, "Critical"), NamedValue(6, "Charging"), NamedValue(7, "Charging and High"),
        NamedValue(8, "Charging and Low"), NamedValue(9, "Charging and Critical"), NamedValue(10, "Undefined"),
        NamedValue(11, "Partially Charged"), NamedValue(12, "Learning"), NamedValue(13, "Overcharged"),
    ]
    static let charging = [
        NamedValue(0, "Unknown"), NamedValue(2, "Charging"), NamedValue(3, "Discharging"), NamedValue(4, "Idle"),
    ]
    static let chemistry = [
        NamedValue(1, "Other"), NamedValue(2, "Unknown"), NamedValue(3, "Lead Acid"), NamedValue(4, "Nickel Cadmium"),
        NamedValue(5, "Nickel Metal Hydride"), NamedValue(6, "Lithium-ion"), NamedValue(7, "Zinc air"),
        NamedValue(8, "Lithium Polymer"),
    ]
}

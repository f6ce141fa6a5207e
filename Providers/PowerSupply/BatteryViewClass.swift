// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// BB_BatteryView: a battery in one flat row.
func batteryViewClass<S: PartSource>(_ batteries: S) -> some ResourceClass where S.Part == Battery {
    func live(
        _ name: String, _ type: ValueType, unit: Unit? = nil, _ documentation: String,
        value: @escaping (LiveBattery) -> Value
    ) -> Column<Battery> {
        .property(name, type, unit: unit, reads: .live, documentation) {
            $0.live.map(value) ?? .absent(.unavailable)
        }
    }
    return Table(
        "BB_BatteryView", of: batteries, displayName: "Batteries",
        summary: ["DeviceID", "Model", "Status", "Charge", "HealthPercent"],
        columns: [
            .key("DeviceID", "The firmware's name of the battery, such as BAT0.", value: \.id),
            .property("ElementName", .string, "The model, else the firmware's name.") { .string($0.name) },
            .property("Kind", .string, "Battery, or UPS.") { .string($0.supply.kind.rawValue) },
            .property("DevicePath", .string, "The device that it belongs to, below sys/devices.") {
                Value($0.supply.device)
            },
            .property("Manufacturer", .string, "Who made it.") { Value($0.supply.manufacturer) },
            .property("Model", .string, "What it is sold as.") { Value($0.supply.model) },
            .property("SerialNumber", .string, "Its serial number.") { Value($0.supply.serial) },
            .property("ManufactureDate", .datetime, "When it was made.") {
                $0.manufactured.map(Value.dateTime) ?? .absent(.absent)
            },
            .property("Technology", .string, "What it is made of, in the kernel's word.") {
                Value($0.supply.technology)
            },
            live("IsPresent", .boolean, "Whether it is in its place.") { Value($0.reading.isPresent) },
            live("Status", .string, "Charging, Discharging, Not charging or Full.") { Value($0.reading.status) },
            live("Condition", .string, "Good, or what is wrong with it; few drivers tell.") {
                Value($0.reading.health)
            },
            live("Charge", .uint16, unit: .percent, "How full it is.") {
                Value($0.reading.capacity.flatMap { UInt16(exactly: $0) })
            },
            live("ChargeLevel", .string, "How full it is in a word.") { Value($0.reading.capacityLevel) },
            live("DesignCapacity", .uint64, unit: .milliwattHours, "What it was made to hold.") {
                Value($0.reading.designCapacity)
            },
            live("FullChargeCapacity", .uint64, unit: .milliwattHours, "What it holds when full.") {
                Value($0.reading.fullCapacity)
            },
            live("RemainingCapacity", .uint64, unit: .milliwattHours, "What it holds now.") {
                Value($0.reading.remainingCapacity)
            },
            live("DesignVoltage", .uint64, unit: .millivolts, "The voltage it was made for.") {
                Value($0.reading.designVoltage)
            },
            live("Voltage", .uint64, unit: .millivolts, "Its voltage.") { Value($0.reading.voltage) },
            live("Power", .uint64, unit: .milliwatts, "What it gives or takes.") { Value($0.reading.power) },
            live("Temperature", .real32, unit: .degreesCelsius, "How warm it is.") {
                $0.reading.temperature.map { .real(Double($0) / 10) } ?? .absent(.absent)
            },
            live(
                "CycleCount", .uint64, "How often it was charged; absent for 0, which batteries say that do not count."
            ) { Value($0.reading.cycleCount) },
            .property(
                "HealthPercent", .uint8, unit: .percent, reads: .live,
                "What it holds when full, of what it was made to hold; at most 100."
            ) { Value($0.healthPercent) },
            .property("RunTime", .uint64, unit: .minutes, reads: .live, "Until it is empty, while it is emptied.") {
                Value($0.runTime)
            },
            .property("TimeToFull", .uint64, unit: .minutes, reads: .live, "Until it is full, while it is charged.") {
                Value($0.timeToFull)
            },
            live("ChargeStart", .uint16, unit: .percent, "Below which charge it begins to be charged.") {
                Value($0.reading.chargeStart.flatMap { UInt16(exactly: $0) })
            },
            live("ChargeEnd", .uint16, unit: .percent, "Above which charge it is charged no more.") {
                Value($0.reading.chargeEnd.flatMap { UInt16(exactly: $0) })
            },
            live("IsOnExternalPower", .boolean, "Whether an adapter feeds the machine.") {
                Value($0.isOnExternalPower)
            },
            live("SampleTime", .datetime, "When it was read.") {
                .dateTime(ResourceModel.Timestamp(microseconds: $0.readAt.wall / 1000))
            },
            .property(
                "HealthState", .uint16, values: StandardValues.healthState, reads: .live, "How healthy it is."
            ) { .unsigned($0.health.healthState) },
        ],
        "A battery with its label, charge, wear and what it gives.")
}

// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// BB_SensorView: every sensor in one flat row, in base units, with everything that is known of it.
func sensorViewClass<S: SensorSource>(_ sensors: S) -> some ResourceClass {
    func real(_ value: Double?, _ sensor: Sensor) -> Value {
        value.map(Value.real) ?? .absent(sensor.quality == .good ? .absent : sensor.quality)
    }
    let identity: [Column<Sensor>] = [
        .key("DeviceID", "Device path and channel, such as platform/nct6775.656/temp1.", value: \.id),
        .property("ElementName", .string, "The label, from lm-sensors' configuration or the driver.") {
            .string($0.name)
        },
        .property(
            "SensorType", .string, "What it measures: \(SensorKind.allCases.map(\.rawValue).joined(separator: ", "))."
        ) {
            .string($0.kind.rawValue)
        },
        .property("Units", .string, "The unit of Reading and of the limits.") { .string($0.unitSymbol) },
        .property("Chip", .string, "The driver's name of the chip.") { .string($0.chip) },
        .property("Channel", .string, "The channel within the chip, such as temp1.") { .string($0.channel) },
        .property(
            "MaximumAgeMilliseconds", .uint64, unit: .milliseconds,
            "How old a reading may be that is shared between requests."
        ) { .unsigned($0.maximumAgeMilliseconds) },
    ]
    let readings: [Column<Sensor>] = [
        .property("Reading", .real64, reads: .value, "The reading in Units; absent where Quality says why.") {
            real($0.value, $0)
        },
        .property("RawReading", .sint64, reads: .value, "What the kernel said, in its own unit, unscaled.") {
            Value($0.raw)
        },
        .property(
            "Quality", .string, reads: .value,
            "good, or why the reading is missing or doubtful: \(Quality.allCases.map(\.rawValue).joined(separator: ", "))."
        ) { .string($0.quality.rawValue) },
        .property("SampleTime", .datetime, reads: .value, "When the reading was taken.") {
            $0.sampledAt.map(Value.dateTime) ?? .absent(.absent)
        },
        .property("AgeMilliseconds", .uint64, unit: .milliseconds, reads: .value, "How old the reading is.") {
            Value($0.ageMilliseconds)
        },
        .property("Source", .string, reads: .value, "Who said it: hwmon, libsensors, thermal, or derived from others.")
        {
            .string($0.source)
        },
        .property("State", .string, reads: .state, "What the reading means, as CurrentState of the CIM classes.") {
            .string($0.state.rawValue)
        },
        .property("Alarm", .boolean, reads: .value, "Whether the hardware raises an alarm for the channel.") {
            Value($0.alarm)
        },
        .property("Fault", .boolean, reads: .value, "Whether the hardware says that the sensor is broken.") {
            Value($0.fault)
        },
        .property(
            "HealthState", .uint16, values: StandardValues.healthState, reads: .state, "How healthy the part is."
        ) { .unsigned($0.health.healthState) },
        .property("LowestReading", .real64, reads: .history, "The lowest reading that the hardware remembers.") {
            Value.real($0.lowest)
        },
        .property("HighestReading", .real64, reads: .history, "The highest reading that the hardware remembers.") {
            Value.real($0.highest)
        },
        .property("Hysteresis", .real64, reads: .limits, "How far a reading must fall back before an alarm ends.") {
            Value.real($0.hysteresis)
        },
    ]
    let limits: [Column<Sensor>] = Threshold.allCases.flatMap { threshold -> [Column<Sensor>] in
        [
            .property(
                threshold.property, .real64, isWritable: true, reads: .limits,
                "A limit in Units; settable, survives restarts, and nil takes it away."
            ) { Value.real($0.limits[threshold]) },
            .property(
                threshold.property + "Source", .string, reads: .limits, "Who set it: hardware or operator."
            ) { Value($0.limits.source(of: threshold)?.rawValue) },
        ]
    }
    return Table(
        "BB_SensorView", of: sensors, displayName: "Sensors",
        summary: ["ElementName", "Reading", "Units", "State", "Quality"],
        columns: identity + readings + limits,
        write: { sensors, id, changes, principal throws(ProviderError) in
            try await sensors.setLimits(changes, of: id, inUnits: { _ in 1 }, by: principal)
        },
        "A sensor, with its reading in plain units, its quality and age, its limits and who set them.")
}

extension Value {
    fileprivate static func real(_ number: Double?) -> Value {
        number.map(Value.real) ?? .absent(.absent)
    }
}

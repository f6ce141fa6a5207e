// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// BB_FanView: a fan in one flat row, speed and control included.
func fanViewClass<S: PartSource>(_ fans: S) -> some ResourceClass where S.Part == Fan {
    func speed(_ value: Int64?, _ quality: Quality = .absent) -> Value {
        guard let value, value >= 0 else { return .absent(quality) }
        return .unsigned(UInt64(value))
    }
    return Table(
        "BB_FanView", of: fans, displayName: "Fans",
        summary: ["ElementName", "CurrentSpeed", "DutyCycle", "HealthState", "Quality"],
        columns: [
            .key("DeviceID", "Device path and channel, such as platform/nct6775.656/fan1.", value: \.id),
            .property("ElementName", .string, "The label, else chip and channel.") { .string($0.name) },
            .property("Chip", .string, "The driver's name of the chip.") { .string($0.chip) },
            .property("Channel", .string, "The channel within the chip, such as fan1.") { .string($0.channel) },
            .property(
                "CurrentSpeed", .uint64, unit: .revolutionsPerMinute, reads: .speed,
                "The speed; 0 when the fan stands still, absent where Quality says why."
            ) { speed($0.fault == true ? nil : $0.speed, $0.quality) },
            .property(
                "MinimumSpeed", .uint64, unit: .revolutionsPerMinute, reads: .speed,
                "Below it the fan counts as failed; absent when none is set."
            ) { speed($0.minimum) },
            .property(
                "MaximumSpeed", .uint64, unit: .revolutionsPerMinute, reads: .speed, "The highest speed, where told."
            ) { speed($0.maximum) },
            .property(
                "TargetSpeed", .uint64, unit: .revolutionsPerMinute, reads: .control,
                "The speed asked for; absent without a target."
            ) { speed($0.target) },
            .property(
                "DutyCycle", .uint16, unit: .percent, reads: .control, "The PWM's duty cycle; absent without a PWM."
            ) { Value($0.dutyCycle) },
            .property(
                "Control", .string, reads: .control, "Who sets the speed: automatic, manual, or full speed."
            ) { Value($0.control) },
            .property("PulsesPerRevolution", .uint16, reads: .control, "What the chip counts as one revolution.") {
                Value($0.pulses.flatMap { UInt16(exactly: $0) })
            },
            .property("Fault", .boolean, reads: .speed, "Whether the channel says that the fan is broken.") {
                Value($0.fault)
            },
            .property("Alarm", .boolean, reads: .speed, "Whether the chip raises an alarm for the fan.") {
                Value($0.alarm)
            },
            .property(
                "HealthState", .uint16, values: StandardValues.healthState, reads: .speed, "How healthy the fan is."
            ) { .unsigned($0.health.healthState) },
            .property(
                "Quality", .string, reads: .speed,
                "good, or why the speed is missing or doubtful: \(Quality.allCases.map(\.rawValue).joined(separator: ", "))."
            ) { .string($0.quality.rawValue) },
            .property("SampleTime", .datetime, reads: .speed, "When the speed was read.") {
                $0.sampledAt.map(Value.dateTime) ?? .absent(.absent)
            },
            .property("AgeMilliseconds", .uint64, unit: .milliseconds, reads: .speed, "How old the reading is.") {
                Value($0.ageMilliseconds)
            },
        ],
        "A fan with its speed, limits, control, and how it is.")
}

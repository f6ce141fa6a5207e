// SPDX-License-Identifier: Apache-2.0

/// The files a hwmon channel can have, by the suffix of their names.
public enum HwmonAttribute: UInt8, Sendable, Hashable, CaseIterable {
    case value, input, average, lowest, highest
    case minimum, maximum, lowerCritical, critical, emergency
    case minimumHysteresis, maximumHysteresis, lowerCriticalHysteresis, criticalHysteresis, emergencyHysteresis
    case ratedMinimum, ratedMaximum, cap, capHysteresis, offset
    case alarm, minimumAlarm, maximumAlarm, lowerCriticalAlarm, criticalAlarm, emergencyAlarm, capAlarm
    case fault, enable, target, divisor, pulses, mode, frequency, beep, type, averageInterval, label

    /// The part of the file name behind the channel, such as `_input`; empty for `pwmN` itself.
    public var suffix: String { HwmonAttribute.suffixes[Int(rawValue)] }

    /// The attribute of a file whose name ends so.
    init?(suffix: some StringProtocol) {
        guard let found = HwmonAttribute.bySuffix[String(suffix)] else { return nil }
        self = found
    }

    private static let suffixes = [
        "", "_input", "_average", "_lowest", "_highest",
        "_min", "_max", "_lcrit", "_crit", "_emergency",
        "_min_hyst", "_max_hyst", "_lcrit_hyst", "_crit_hyst", "_emergency_hyst",
        "_rated_min", "_rated_max", "_cap", "_cap_hyst", "_offset",
        "_alarm", "_min_alarm", "_max_alarm", "_lcrit_alarm", "_crit_alarm", "_emergency_alarm", "_cap_alarm",
        "_fault", "_enable", "_target", "_div", "_pulses", "_mode", "_freq", "_beep", "_type", "_average_interval",
        "_label",
    ]

    private static let bySuffix = Dictionary(
        uniqueKeysWithValues: zip(suffixes, allCases).map { ($0, $1) })
}

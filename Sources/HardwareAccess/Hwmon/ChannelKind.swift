// SPDX-License-Identifier: Apache-2.0

/// What a hwmon channel measures or drives, by the prefix of its files.
public enum ChannelKind: String, Sendable, Hashable, CaseIterable {
    /// `inN`, millivolts, from `in0` on.
    case voltage = "in"
    /// `fanN`, revolutions per minute.
    case fan
    /// `pwmN`, the drive of a fan, 0 to 255.
    case pwm
    /// `tempN`, millidegrees Celsius.
    case temperature = "temp"
    /// `currN`, milliamperes.
    case current = "curr"
    /// `powerN`, microwatts.
    case power
    /// `energyN`, microjoules, a counter.
    case energy
    /// `humidityN`, thousandths of a per cent.
    case humidity
    /// `intrusionN`, sticky until 0 is written.
    case intrusion

    /// How many raw units make one volt, RPM, degree, ampere, watt, joule or per cent.
    public var rawPerUnit: Double {
        switch self {
        case .voltage, .temperature, .current, .humidity: 1_000
        case .power, .energy: 1_000_000
        case .fan, .pwm, .intrusion: 1
        }
    }

    /// The raw values a sensor of this kind can have; others are implausible.
    var plausibleValues: ClosedRange<Int64> {
        switch self {
        case .voltage: -100_000...100_000
        case .fan: 0...60_000
        case .pwm: 0...255
        case .temperature: -60_000...200_000
        case .current: -10_000_000...10_000_000
        case .power: -20_000_000_000...20_000_000_000
        case .energy: 0...Int64.max
        case .humidity: 0...100_000
        case .intrusion: 0...1
        }
    }

    /// The raw values a limit of this kind can have; others are placeholders.
    ///
    /// -273.15 degrees and the 65261.85 of NVMe drives mean that there is no limit.
    var plausibleLimits: ClosedRange<Int64> {
        switch self {
        case .temperature: -272_000...300_000
        default: plausibleValues
        }
    }
}

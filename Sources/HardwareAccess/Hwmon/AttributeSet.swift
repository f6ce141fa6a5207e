// SPDX-License-Identifier: Apache-2.0

/// A set of hwmon attributes.
public struct AttributeSet: OptionSet, Sendable, Hashable {
    /// A bit per attribute, by its raw value.
    public let rawValue: UInt64

    /// A set from its bits.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// A set of the given attributes.
    public init(_ attributes: HwmonAttribute...) {
        rawValue = attributes.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
    }

    /// What changes by itself: values, alarms, faults.
    public static let measurements = AttributeSet(
        .value, .input, .average, .alarm, .minimumAlarm, .maximumAlarm, .lowerCriticalAlarm, .criticalAlarm,
        .emergencyAlarm, .capAlarm, .fault, .lowest, .highest)

    /// Limits and their hystereses.
    public static let limits = AttributeSet(
        .minimum, .maximum, .lowerCritical, .critical, .emergency, .minimumHysteresis, .maximumHysteresis,
        .lowerCriticalHysteresis, .criticalHysteresis, .emergencyHysteresis, .ratedMinimum, .ratedMaximum, .cap,
        .capHysteresis)

    /// How the channel is set up.
    public static let settings = AttributeSet(
        .enable, .target, .divisor, .pulses, .mode, .frequency, .beep, .type, .averageInterval, .offset)

    /// The alarm bits.
    public static let alarms = AttributeSet(
        .alarm, .minimumAlarm, .maximumAlarm, .lowerCriticalAlarm, .criticalAlarm, .emergencyAlarm, .capAlarm)

    /// All but the label, which is read at discovery.
    public static let all: AttributeSet = [.measurements, .limits, .settings]

    /// What a `compute` statement of libsensors changes.
    static let scalable: AttributeSet = [AttributeSet(.input, .average, .lowest, .highest), .limits]

    /// Whether `attribute` is in the set.
    public func contains(_ attribute: HwmonAttribute) -> Bool { rawValue & 1 << UInt64(attribute.rawValue) != 0 }

    /// Adds an attribute.
    public mutating func insert(_ attribute: HwmonAttribute) {
        self = AttributeSet(rawValue: rawValue | 1 << UInt64(attribute.rawValue))
    }

    /// How many attributes there are.
    public var count: Int { rawValue.nonzeroBitCount }

    /// Where `attribute` comes among the set's members in order, or `nil` when it is none.
    func rank(of attribute: HwmonAttribute) -> Int? {
        let bit = UInt64(1) << UInt64(attribute.rawValue)
        return rawValue & bit == 0 ? nil : (rawValue & (bit - 1)).nonzeroBitCount
    }

    /// Calls `body` for each member in order.
    func forEach(_ body: (HwmonAttribute) -> Void) {
        var bits = rawValue
        while bits != 0 {
            if let attribute = HwmonAttribute(rawValue: UInt8(truncatingIfNeeded: bits.trailingZeroBitCount)) {
                body(attribute)
            }
            bits &= bits - 1
        }
    }
}

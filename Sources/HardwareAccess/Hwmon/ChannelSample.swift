// SPDX-License-Identifier: Apache-2.0

/// What was read of one channel: a reading per attribute, in raw units and in SI units.
public struct ChannelSample: Sendable {
    struct Value: Sendable {
        /// The last value the kernel gave, kept while newer attempts fail.
        var raw: Int64?
        /// The value by libsensors, when it scales the channel.
        var scaled: Double?
        var sampledAt: Timestamp
        /// Why the last attempt failed.
        var error: AttributeError?
        var failures: Int = 0
        /// When it was last tried, successfully or not.
        var triedAt: Timestamp
    }

    let channel: HwmonChannel
    /// By rank in `channel.attributes`; `nil` where never tried.
    var values: [Value?]

    /// Failures in a row after which a bus fault counts as an error, and as a failure.
    static let failuresUntilError = 3
    static let failuresUntilFailed = 5

    init(_ channel: HwmonChannel) {
        self.channel = channel
        values = Array(repeating: nil, count: channel.attributes.count)
    }

    func stored(_ attribute: HwmonAttribute) -> Value? {
        channel.attributes.rank(of: attribute).flatMap { values[$0] }
    }

    /// The kernel's number of `attribute`, with its quality.
    ///
    /// A channel without the attribute answers `absent`.
    public func raw(_ attribute: HwmonAttribute) -> Reading<Int64> {
        guard let stored = stored(attribute) else {
            return Reading(nil, quality: .absent, sampledAt: Timestamp(monotonic: 0, wall: 0))
        }
        let quality = quality(of: stored, isPrimary: attribute == channel.primary)
        let shown = quality.keepsValue ? stored.raw : nil
        return Reading(shown, quality: quality, sampledAt: shown == nil ? stored.triedAt : stored.sampledAt)
    }

    /// The value of `attribute` in volts, RPM, degrees Celsius, amperes, watts, joules or per cent.
    ///
    /// Scaled by libsensors where it scales the channel, by the kernel's unit otherwise.
    public func value(_ attribute: HwmonAttribute) -> Reading<Double> {
        let reading = raw(attribute)
        if isScaledByLibrary(attribute), reading.value != nil {
            // Without the library's word the kernel's number is a wrong one: a pin's voltage, not the rail's.
            guard let scaled = stored(attribute)?.scaled else {
                return Reading(nil, quality: .unavailable, sampledAt: reading.sampledAt, source: .library)
            }
            return Reading(scaled, quality: reading.quality, sampledAt: reading.sampledAt, source: .library)
        }
        return reading.map { Double($0) / channel.kind.rawPerUnit }
    }

    /// The measured value in SI units: the input, or the average of a power meter without one.
    public var measurement: Reading<Double> {
        guard let primary = channel.primary else {
            return Reading(nil, quality: .absent, sampledAt: Timestamp(monotonic: 0, wall: 0))
        }
        return value(primary)
    }

    /// The measured value in the kernel's unit.
    public var rawMeasurement: Reading<Int64> {
        guard let primary = channel.primary else {
            return Reading(nil, quality: .absent, sampledAt: Timestamp(monotonic: 0, wall: 0))
        }
        return raw(primary)
    }

    /// Whether an alarm, fault or enable bit is set; `nil` when it cannot be told.
    public func flag(_ attribute: HwmonAttribute) -> Bool? { raw(attribute).goodValue.map { $0 != 0 } }

    /// A limit in SI units, or `nil` when it is not there or was never programmed.
    public func limit(_ attribute: HwmonAttribute) -> Double? {
        guard let raw = rawLimit(attribute) else { return nil }
        if isScaledByLibrary(attribute) { return stored(attribute)?.scaled }
        return Double(raw) / channel.kind.rawPerUnit
    }

    /// Whether libsensors' `compute` statement applies to the attribute.
    func isScaledByLibrary(_ attribute: HwmonAttribute) -> Bool {
        channel.isComputed && AttributeSet.scalable.contains(attribute)
    }

    /// How far a limit lies from the value at which its alarm ends, in SI units; hwmon gives the latter.
    public func hysteresis(of limit: HwmonAttribute) -> Double? {
        let end: HwmonAttribute? =
            switch limit {
            case .minimum: .minimumHysteresis
            case .maximum: .maximumHysteresis
            case .lowerCritical: .lowerCriticalHysteresis
            case .critical: .criticalHysteresis
            case .emergency: .emergencyHysteresis
            case .cap: .capHysteresis
            default: nil
            }
        guard let end, let bound = self.limit(limit), let release = self.limit(end) else { return nil }
        let difference = limit == .minimum || limit == .lowerCritical ? release - bound : bound - release
        return difference >= 0 ? difference : nil
    }

    private func rawLimit(_ attribute: HwmonAttribute) -> Int64? {
        guard let value = raw(attribute).value, channel.kind.plausibleLimits.contains(value) else { return nil }
        // The firmware never programmed a pair that spans nothing (lm-sensors issue 564).
        let pair: (HwmonAttribute, HwmonAttribute)? =
            switch attribute {
            case .minimum, .maximum: (.minimum, .maximum)
            case .lowerCritical, .critical: (.lowerCritical, .critical)
            default: nil
            }
        if let pair, let low = raw(pair.0).value, let high = raw(pair.1).value, high <= low { return nil }
        if value == 0, channel.kind == .fan || attribute == .maximum || attribute == .critical { return nil }
        return value
    }

    private func quality(of stored: Value, isPrimary: Bool) -> Quality {
        // Switched off is why there is no value, whatever the driver answers instead.
        if isPrimary, self.stored(.enable)?.raw == 0, channel.kind != .pwm { return .disabled }
        if let error = stored.error {
            // A bus fault is first only a missed sample; the last value stands for a moment.
            if case .error = error, stored.failures < ChannelSample.failuresUntilError, stored.raw != nil {
                return .stale
            }
            if case .error = error, stored.failures >= ChannelSample.failuresUntilFailed { return .failed }
            if error == .stale, stored.failures >= ChannelSample.failuresUntilFailed { return .error }
            if error == .stale, stored.raw == nil { return .unavailable }
            return error.quality
        }
        guard isPrimary, let value = stored.raw else { return .good }
        if self.stored(.fault)?.raw ?? 0 != 0 { return .failed }
        return channel.kind.plausibleValues.contains(value) ? .good : .implausible
    }
}

extension Quality {
    /// Whether a reading of this quality still shows a value.
    var keepsValue: Bool { self == .good || self == .stale || self == .implausible }
}

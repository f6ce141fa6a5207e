// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// What a sensor that has limits measures.
public enum SensorQuantity: String, Sendable, Hashable, CaseIterable {
    /// Degrees Celsius.
    case temperature
    /// Revolutions per minute of a fan.
    case fan
    /// Volts.
    case voltage
    /// Amperes.
    case current
    /// Watts.
    case power
    /// Relative humidity in per cent.
    case humidity

    /// The unit, as people write it.
    public var unit: String {
        switch self {
        case .temperature: "°C"
        case .fan: "rpm"
        case .voltage: "V"
        case .current: "A"
        case .power: "W"
        case .humidity: "%"
        }
    }

    /// What is measured, as a sentence begins.
    var noun: String {
        switch self {
        case .temperature: "Temperature"
        case .fan: "Speed"
        case .voltage: "Voltage"
        case .current: "Current"
        case .power: "Power"
        case .humidity: "Humidity"
        }
    }

    /// What a limit that is passed on this side is.
    func kind(isUpper: Bool) -> EventKind {
        switch self {
        case .temperature: isUpper ? .overheat : .undercooled
        case .fan: isUpper ? .fanFast : .fanSlow
        case .voltage: isUpper ? .voltageHigh : .voltageLow
        case .current: isUpper ? .currentHigh : .currentLow
        case .power: isUpper ? .powerHigh : .powerLow
        case .humidity: isUpper ? .humidityHigh : .humidityLow
        }
    }

    /// A number with its unit, such as `96.0 °C`.
    public func text(_ value: Double) -> String { "\(digits(value)) \(unit)" }

    private var decimals: Int {
        switch self {
        case .fan: 0
        case .temperature, .power, .humidity: 1
        case .current: 2
        case .voltage: 3
        }
    }

    private func digits(_ value: Double) -> String {
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value * Double(scale)).rounded()
        guard scaled.magnitude < 1e15 else { return "\(value)" }
        let number = Int64(scaled)
        let whole = "\(number < 0 ? "-" : "")\(number.magnitude / scale.magnitude)"
        guard decimals > 0 else { return whole }
        let fraction = String(number.magnitude % scale.magnitude)
        return "\(whole).\(String(repeating: "0", count: decimals - fraction.utf8.count))\(fraction)"
    }
}

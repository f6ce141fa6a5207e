// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// One of the six limits of CIM_NumericSensor, by its property.
public enum LimitLevel: String, Sendable, Hashable, CaseIterable {
    /// Damage below it.
    case lowerFatal = "LowerThresholdFatal"
    /// Not safe below it.
    case lowerCritical = "LowerThresholdCritical"
    /// Not normal below it.
    case lowerNonCritical = "LowerThresholdNonCritical"
    /// Not normal above it.
    case upperNonCritical = "UpperThresholdNonCritical"
    /// Not safe above it.
    case upperCritical = "UpperThresholdCritical"
    /// Damage above it.
    case upperFatal = "UpperThresholdFatal"

    /// Whether a reading must stay below it.
    public var isUpper: Bool {
        switch self {
        case .lowerFatal, .lowerCritical, .lowerNonCritical: false
        case .upperNonCritical, .upperCritical, .upperFatal: true
        }
    }

    /// How bad it is to pass it.
    public var severity: EventSeverity {
        switch self {
        case .lowerNonCritical, .upperNonCritical: .warning
        case .lowerCritical, .upperCritical: .critical
        case .lowerFatal, .upperFatal: .fatal
        }
    }
}

/// A limit that a sensor is held against.
public struct WatchedLimit: Sendable, Hashable {
    /// Where a limit comes from.
    public enum Source: String, Sendable, Hashable {
        /// An operator set it.
        case operatorSet = "operator"
        /// The driver or the firmware has it.
        case hardware
        /// What is usual for such a part, where nobody said anything.
        case usual = "default"
    }

    /// Which of the sensor's limits it is.
    public let level: LimitLevel
    /// Its value.
    public let value: Double
    /// How far a reading must fall back behind it; nil where the hardware does not say.
    public let hysteresis: Double?
    /// Who set it.
    public let source: Source

    /// A limit.
    public init(_ level: LimitLevel, _ value: Double, hysteresis: Double? = nil, source: Source = .hardware) {
        self.level = level
        self.value = value
        self.hysteresis = hysteresis
        self.source = source
    }
}

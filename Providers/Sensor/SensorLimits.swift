// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// The six limits of CIM_NumericSensor, in the order of its SupportedThresholds values.
enum Threshold: Int, CaseIterable, Sendable {
    case lowerNonCritical = 0
    case upperNonCritical = 1
    case lowerCritical = 2
    case upperCritical = 3
    case lowerFatal = 4
    case upperFatal = 5

    /// The property's name in CIM_NumericSensor and in the view.
    var property: String {
        switch self {
        case .lowerNonCritical: "LowerThresholdNonCritical"
        case .upperNonCritical: "UpperThresholdNonCritical"
        case .lowerCritical: "LowerThresholdCritical"
        case .upperCritical: "UpperThresholdCritical"
        case .lowerFatal: "LowerThresholdFatal"
        case .upperFatal: "UpperThresholdFatal"
        }
    }

    /// Whether a reading must stay below it.
    var isUpper: Bool { self == .upperNonCritical || self == .upperCritical || self == .upperFatal }

    static func named(_ property: String) -> Threshold? {
        allCases.first { $0.property == property }
    }
}

/// Where a limit comes from.
enum LimitSource: String, Sendable {
    /// The driver or the firmware.
    case hardware
    /// What an operator set.
    case operatorSet = "operator"
}

/// The limits in force for one sensor, in base units.
struct SensorLimits: Sendable {
    /// The value of each limit, by the raw value of its threshold.
    private var values: [Double?] = Array(repeating: nil, count: Threshold.allCases.count)
    /// Which of them an operator set, to a value or to none.
    private(set) var overridden: Set<Threshold> = []

    subscript(threshold: Threshold) -> Double? {
        get { values[threshold.rawValue] }
        set { values[threshold.rawValue] = newValue }
    }

    /// Puts what an operator set over what the hardware says; nil takes the limit away.
    mutating func override(_ threshold: Threshold, with value: Double?) {
        self[threshold] = value
        overridden.insert(threshold)
    }

    func source(of threshold: Threshold) -> LimitSource? {
        if overridden.contains(threshold) { return .operatorSet }
        return self[threshold] == nil ? nil : .hardware
    }

    /// The limits there are.
    var present: [Threshold] { Threshold.allCases.filter { self[$0] != nil } }

    /// The limits that contradict each other: a lower one that is not below an upper one, or out of their order.
    ///
    /// Only pairs with a changed one count: what the hardware says may be at odds with itself.
    func contradiction(among changed: Set<Threshold>) -> (Threshold, Threshold)? {
        let ascending: [Threshold] = [
            .lowerFatal, .lowerCritical, .lowerNonCritical, .upperNonCritical, .upperCritical, .upperFatal,
        ]
        for (position, lower) in ascending.enumerated() {
            for upper in ascending.dropFirst(position + 1) where changed.contains(lower) || changed.contains(upper) {
                guard let below = self[lower], let above = self[upper] else { continue }
                if lower.isUpper == upper.isUpper ? below > above : below >= above { return (lower, upper) }
            }
        }
        return nil
    }
}

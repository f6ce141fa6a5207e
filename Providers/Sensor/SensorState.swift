// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_Sensor.CurrentState, in the names that consoles know (`spec/hardware-classes.md` section 19).
enum SensorState: String, Sendable, CaseIterable {
    case unknown = "Unknown"
    case normal = "Normal"
    case lowerNonCritical = "Lower Non-Critical"
    case upperNonCritical = "Upper Non-Critical"
    case lowerCritical = "Lower Critical"
    case upperCritical = "Upper Critical"
    case lowerFatal = "Lower Fatal"
    case upperFatal = "Upper Fatal"
    case fault = "Fault"
    /// The chassis was opened: the one state of a discrete sensor that is not well.
    case intrusion = "Intrusion"

    /// The worst limit that a reading passes; limits themselves still are within.
    init(_ value: Double, limits: SensorLimits) {
        func passes(_ threshold: Threshold) -> Bool {
            guard let limit = limits[threshold] else { return false }
            return threshold.isUpper ? value > limit : value < limit
        }
        self =
            if passes(.upperFatal) {
                .upperFatal
            } else if passes(.lowerFatal) {
                .lowerFatal
            } else if passes(.upperCritical) {
                .upperCritical
            } else if passes(.lowerCritical) {
                .lowerCritical
            } else if passes(.upperNonCritical) {
                .upperNonCritical
            } else if passes(.lowerNonCritical) {
                .lowerNonCritical
            } else {
                .normal
            }
    }

    /// The states that a sensor with these limits can be in.
    static func possible(_ limits: SensorLimits) -> [SensorState] {
        [.unknown, .normal, .fault]
            + limits.present.map { threshold in
                switch threshold {
                case .lowerNonCritical: .lowerNonCritical
                case .upperNonCritical: .upperNonCritical
                case .lowerCritical: .lowerCritical
                case .upperCritical: .upperCritical
                case .lowerFatal: .lowerFatal
                case .upperFatal: .upperFatal
                }
            }
    }

    var health: Health {
        switch self {
        case .unknown: .unknown
        case .normal: .good
        case .lowerNonCritical, .upperNonCritical: .degraded
        case .lowerCritical, .upperCritical, .fault, .intrusion: .critical
        case .lowerFatal, .upperFatal: .fatal
        }
    }
}

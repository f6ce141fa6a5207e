// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// One fan: a `fanN` channel of a hwmon chip, with its PWM when it has one.
struct Fan {
    /// Device path and channel, such as `platform/nct6775.656/fan1`; its tachometer has the same.
    let id: PartID
    let name: String
    /// The driver's name of the chip.
    let chip: String
    /// The channel within the chip.
    let channel: String
    /// Whether the chip has a PWM of the same number.
    let hasPWM: Bool

    /// Revolutions per minute; absent where the quality says why.
    var speed: Int64?
    var quality = Quality.unavailable
    var sampledAt: Timestamp?
    var ageMilliseconds: UInt64?
    var fault: Bool?
    var alarm: Bool?
    /// Limits and target in revolutions per minute.
    var minimum: Int64?
    var maximum: Int64?
    var target: Int64?
    /// The duty cycle, 0 to 255.
    var pwm: Int64?
    /// `pwmN_enable`: 0 full speed, 1 manual, 2 and more automatic.
    var pwmMode: Int64?
    /// Pulses per revolution.
    var pulses: Int64?

    /// The duty cycle in percent.
    var dutyCycle: UInt64? {
        guard let pwm, (0...255).contains(pwm) else { return nil }
        return UInt64((pwm * 100 + 127) / 255)
    }

    /// A fan has failed when its channel says so, or when it runs below its minimum.
    ///
    /// Standing still is no failure by itself: fans stop when it is cool, and headers may be empty.
    var health: Health {
        if fault == true { return .critical }
        guard quality == .good || quality == .stale, let speed else {
            return quality == .failed ? .lost : .unknown
        }
        if let minimum, minimum > 0, speed < minimum { return .critical }
        return alarm == true ? .degraded : .good
    }

    /// CIM_EnabledLogicalElement.EnabledState.
    var enabledState: UInt64 {
        switch quality {
        case .disabled: 3
        case .good, .stale, .error, .implausible: 2
        case .failed, .unavailable, .absent: 6
        case .denied, .unsupported: 5
        }
    }

    /// How the speed is controlled, in a word.
    var control: String? {
        guard hasPWM else { return nil }
        return switch pwmMode {
        case nil: nil
        case 0: "full speed"
        case 1: "manual"
        default: "automatic"
        }
    }
}

extension Facets {
    /// The speed, its fault and its alarm, and the limits that health is judged by.
    static let speed = Facets(rawValue: 1)
    /// PWM, target and pulses.
    static let control = Facets(rawValue: 2)
}

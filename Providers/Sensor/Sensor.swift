// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// One sensor as it was read: a channel of a hwmon chip, or a thermal zone that no chip shows.
struct Sensor {
    /// Device path and channel, such as `platform/nct6775.656/temp1`.
    let id: PartID
    let kind: SensorKind
    /// The name a person knows it by: the configured or the driver's label, else chip and channel.
    let name: String
    /// The driver's name of the chip.
    let chip: String
    /// The channel within the chip.
    let channel: String
    /// How long a reading may be shared, in milliseconds.
    let maximumAgeMilliseconds: UInt64

    /// The reading in base units; absent where the quality says why.
    var value: Double?
    /// Whether the unit is that of the kind, a second: of what is derived.
    var isPerSecond = false
    /// What the kernel said, before any scaling.
    var raw: Int64?
    var quality = Quality.unavailable
    var sampledAt: Timestamp?
    var ageMilliseconds: UInt64?
    /// Where the value comes from: `hwmon`, `libsensors` or `thermal`.
    var source = ""
    var limits = SensorLimits()
    /// How far a reading must fall back behind its limit, in base units.
    var hysteresis: Double?
    /// Whether the hardware itself raises an alarm for the channel.
    var alarm: Bool?
    /// Whether the hardware says that the sensor is broken.
    var fault: Bool?
    /// The lowest and highest reading that the hardware remembers, in base units.
    var lowest: Double?
    var highest: Double?

    /// The unit of the reading, as a person writes it.
    var unitSymbol: String { isPerSecond ? "\(kind.unitSymbol)/s" : kind.unitSymbol }

    /// What the reading means.
    var state: SensorState {
        if fault == true { return .fault }
        if kind == .intrusion {
            guard let alarm else { return .unknown }
            return alarm ? .intrusion : .normal
        }
        guard let value, quality == .good || quality == .stale else { return .unknown }
        return SensorState(value, limits: limits)
    }

    /// A sensor that says it is broken is critical; one that does not answer any more is lost.
    var health: Health {
        if fault == true { return .critical }
        return switch quality {
        case .good, .stale: state.health
        case .failed: .lost
        default: .unknown
        }
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

    /// The reading in CIM's units; absent where it does not fit.
    ///
    /// CIM has no place to say that a reading cannot be, so such a one is only in the view.
    var scaledReading: Value {
        if quality != .implausible, let number = kind.scaled(value) { return .signed(number) }
        return .absent(quality == .good ? .absent : quality)
    }
}

extension Facets {
    /// The reading, its fault and its alarm.
    static let value = Facets(rawValue: 1)
    /// The limits and hysteresis.
    static let limits = Facets(rawValue: 2)
    /// What the hardware remembers.
    static let history = Facets(rawValue: 4)
    /// All that health and state are judged by.
    static let state: Facets = [.value, .limits]
}

// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// One battery of the machine.
struct Battery {
    /// The firmware's name of it, such as `BAT0`.
    let id: PartID
    let supply: PowerSupply

    /// What it says now; nil until it is read, and while its lane is stalled.
    var live: LiveBattery?

    var name: String { supply.model ?? id.text }

    var label: ProductLabel {
        ProductLabel(manufacturer: supply.manufacturer, model: supply.model, serialNumber: supply.serial)
    }

    /// When it was made.
    var manufactured: ResourceModel.Timestamp? {
        supply.manufactured.flatMap { date in
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return ResourceModel.Timestamp("\(date.year)-\(two(date.month))-\(two(date.day))T00:00:00Z")
        }
    }

    private var reading: PowerSupplyReading { live?.reading ?? PowerSupplyReading() }

    var health: Health {
        guard live != nil else { return .unknown }
        if reading.isPresent == false { return .lost }
        switch reading.health {
        case "Dead", "Unspecified failure": return .critical
        case nil, "Good", "Warm", "Cool": return reading.status == nil && reading.capacity == nil ? .unknown : .good
        default: return .degraded
        }
    }

    /// CIM_EnabledLogicalElement.EnabledState.
    var enabledState: UInt64 {
        guard live != nil else { return 0 }
        return reading.isPresent == false ? 6 : 2
    }

    /// CIM_Battery.BatteryStatus.
    var status: UInt64 {
        let level = reading.capacityLevel
        switch reading.status {
        case "Full": return 3
        case "Charging":
            return switch level {
            case "Critical": 9
            case "Low": 8
            case "High", "Full": 7
            default: 6
            }
        case "Discharging", "Not charging":
            return switch level {
            case "Critical": 5
            case "Low": 4
            case "Full": 3
            default: 11
            }
        default: return 2
        }
    }

    /// CIM_Battery.ChargingStatus.
    var chargingStatus: UInt64 {
        switch reading.status {
        case "Charging": 2
        case "Discharging": 3
        case "Full", "Not charging": 4
        default: 0
        }
    }

    /// CIM_Battery.Chemistry.
    var chemistry: UInt64 {
        switch supply.technology {
        case nil, "Unknown": 2
        case "NiCd": 4
        case "NiMH": 5
        case "Li-ion": 6
        case "Li-poly": 8
        default: 1
        }
    }

    /// What it holds when full, of what it was made to hold, in percent; a good one may exceed its label.
    var healthPercent: UInt64? {
        guard let full = reading.fullCapacity, let design = reading.designCapacity, design > 0 else { return nil }
        return UInt64(min(100, (Double(full) / Double(design) * 100).rounded()))
    }

    /// Minutes until it is empty, while it is emptied.
    var runTime: UInt64? {
        guard reading.status == "Discharging" else { return nil }
        return reading.timeToEmpty.map { $0 / 60 } ?? minutes(for: reading.remainingCapacity)
    }

    /// Minutes until it is full, while it is charged.
    var timeToFull: UInt64? {
        guard reading.status == "Charging" else { return nil }
        if let seconds = reading.timeToFull { return seconds / 60 }
        guard let full = reading.fullCapacity, let now = reading.remainingCapacity, full >= now else { return nil }
        return minutes(for: full - now)
    }

    /// How long so many mWh last at the present power.
    private func minutes(for energy: UInt64?) -> UInt64? {
        guard let energy, let power = reading.power, power > 0 else { return nil }
        return UInt64(exactly: (Double(energy) * 60 / Double(power)).rounded(.down))
    }
}

/// What a battery and the adapters said in one turn.
struct LiveBattery: Sendable {
    let reading: PowerSupplyReading
    /// Whether an adapter feeds the machine; nil where there is none, or none tells.
    let isOnExternalPower: Bool?
    let readAt: HardwareAccess.Timestamp
}

extension Facets {
    /// What the embedded controller says now.
    static let live = Facets(rawValue: 1)
}

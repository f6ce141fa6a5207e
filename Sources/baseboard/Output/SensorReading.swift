// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// A sensor as a row of the sensors' table; what the service leaves out shows as `-`.
struct SensorReading: Equatable {
    let name: String
    let kind: String
    let deviceID: String
    let reading: String
    let lower: String
    let upper: String
    let state: String
    let quality: String
    let age: String
    /// CIM's HealthState, as it came.
    let health: String?

    /// What is wrong, and how bad it is.
    struct Concern: Hashable {
        let text: String
        let severity: Severity
    }

    /// Reads an instance of the sensors' view.
    init(_ instance: Instance) {
        func text(_ name: String) -> String? {
            instance[name].flatMap { $0.isEmpty ? nil : DisplayText.clean($0) }
        }
        func limits(_ side: String) -> String {
            let limits = ["NonCritical", "Critical", "Fatal"].map { severity in
                text("\(side)Threshold\(severity)").map(Self.number)
            }
            guard let last = limits.lastIndex(where: { $0 != nil }) else { return Table.none }
            return limits[...last].map { $0 ?? Table.none }.joined(separator: "/")
        }
        deviceID = text("DeviceID") ?? Table.none
        name = text("ElementName") ?? deviceID
        kind = text("SensorType") ?? "other"
        let unit = text("Units").map { " " + $0 } ?? ""
        reading = text("Reading").map { Self.number($0) + unit } ?? Table.none
        lower = limits("Lower")
        upper = limits("Upper")
        state = text("State") ?? Table.none
        quality = text("Quality") ?? Table.none
        age = text("AgeMilliseconds").flatMap(UInt64.init).map(Self.age) ?? Table.none
        health = text("HealthState")
    }

    /// What is wrong with what the sensor watches: by its health, whatever words its state has, else by these.
    var concern: Concern? {
        let byState = Severity(ofState: state)
        let byHealth = Severity(ofHealth: health)
        guard byHealth.isBad || byState.isBad else { return nil }
        let isNamed = byState.isBad || byState == .plain && state != Table.none && state != "Unknown"
        return Concern(
            text: isNamed ? state : "health: \(ValueFormat.health.text(health ?? ""))",
            severity: byHealth.isBad ? byHealth : byState)
    }

    /// A number with three decimals at most, as no sensor has more to say.
    static func number(_ text: String) -> String {
        guard let value = Double(text), value.isFinite, value.magnitude < 1e15 else { return text }
        let thousandths = (value * 1000).rounded()
        let whole = Int64(thousandths.magnitude) / 1000
        let rest = Int64(thousandths.magnitude) % 1000
        var decimals = String(rest + 1000).dropFirst()
        while decimals.last == "0" { decimals.removeLast() }
        let sign = thousandths < 0 ? "-" : ""
        return decimals.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(decimals)"
    }

    /// An age in the unit that suits it.
    static func age(milliseconds: UInt64) -> String {
        switch milliseconds {
        case ..<1000: "\(milliseconds) ms"
        case ..<120_000: "\(milliseconds / 1000) s"
        case ..<7_200_000: "\(milliseconds / 60_000) min"
        case ..<172_800_000: "\(milliseconds / 3_600_000) h"
        default: "\(milliseconds / 86_400_000) d"
        }
    }
}

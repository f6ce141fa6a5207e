// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

/// Which sensors watch which parts.
///
/// A part that names a sensor's DeviceID in any of its properties is watched by it, as a fan is by the sensor of its own
/// DeviceID; what else is known, CIM_AssociatedSensor says.
struct SensorTies {
    /// A part without its readings.
    private struct Part: Hashable {
        let className: String
        let id: String

        init(_ instance: Instance) {
            className = instance.className
            id = instance["DeviceID"] ?? instance["Tag"] ?? instance["Name"] ?? ""
        }
    }

    private var sensorsOfParts: [Part: [Instance]] = [:]

    init(_ parts: [Instance], sensors: [Instance], ties: [Instance]) {
        guard !sensors.isEmpty else { return }
        let byID = Dictionary(
            sensors.compactMap { sensor in sensor["DeviceID"].map { ($0, sensor) } },
            uniquingKeysWith: { first, _ in first })
        var tied: [String: [(kind: String, sensor: String)]] = [:]
        for tie in ties {
            guard let sensor = Self.device(tie.property("Antecedent")),
                let part = Self.device(tie.property("Dependent"))
            else { continue }
            tied[part.id, default: []].append((part.kind, sensor.id))
        }
        for instance in parts {
            var found: [String] = []
            for property in instance.properties {
                for value in property.values {
                    if case .text(let text) = value { found.append(text) }
                }
            }
            let kind = PartKind.name(of: instance.className)
            for tie in instance["DeviceID"].flatMap({ tied[$0] }) ?? [] where Self.isSame(tie.kind, kind) {
                found.append(tie.sensor)
            }
            var seen = Set<String>()
            let sensors = found.compactMap { id in byID[id].flatMap { seen.insert(id).inserted ? $0 : nil } }
            if !sensors.isEmpty { sensorsOfParts[Part(instance)] = sensors }
        }
    }

    /// The sensors that watch a part.
    func sensors(of part: Instance) -> [Instance] { sensorsOfParts[Part(part)] ?? [] }

    private static func device(_ property: Instance.Property?) -> (kind: String, id: String)? {
        guard case .reference(let endpoint) = property?.values.first else { return nil }
        for selector in endpoint.reference.selectors where selector.name == "DeviceID" {
            guard case .text(let text) = selector.value else { continue }
            return (PartKind.name(of: endpoint.reference.resourceURI.className.map(String.init) ?? ""), text)
        }
        return nil
    }

    /// Whether a class of the standard and a view show the same kind: `DiskDrive` and `Drive`, `PCIBridge` and
    /// `PCIDevice`; keys are unique within a kind only.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        one.hasSuffix(other) || other.hasSuffix(one) || one.hasPrefix("PCI") && other.hasPrefix("PCI")
    }
}

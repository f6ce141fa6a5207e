// SPDX-License-Identifier: Apache-2.0

extension SensorScanner {
    /// The most trips a zone may have.
    static let tripLimit = 64

    /// Adds thermal zones: their trips to the hwmon channel that shows the same sensor, or a chip of their own.
    ///
    /// The thermal core makes one hwmon node per zone type, below the first such zone, with a channel for each.
    func addThermalZones(to drafts: inout [Draft]) {
        var claimed: [Int: Int] = [:]
        let hwmonCount = drafts.count
        for node in sysfs.listIfPresent("sys/class/thermal") where node.hasPrefix("thermal_zone") {
            guard let path = sysfs.canonicalPath("sys/class/thermal/" + node),
                let type = sysfs.stringIfPresent(path + "/type")
            else { continue }
            let trips = tripPoints(of: path)
            let names = sysfs.listIfPresent(path)
            let children = Set(names.filter { $0.hasPrefix("hwmon") && $0 != "hwmon" }.map { path + "/" + $0 })
            let twin = (0..<hwmonCount).first { index in
                let draft = drafts[index]
                let isChild =
                    children.contains(draft.path) || draft.path.hasPrefix(path + "/") || draft.devicePath == path
                let isSibling =
                    draft.path.contains("/thermal_zone") && draft.name == SensorScanner.hwmonName(ofType: type)
                return isChild || isSibling
            }
            if let twin {
                let channels = drafts[twin].channels.indices.filter { drafts[twin].channels[$0].kind == .temperature }
                let next = claimed[twin, default: 0]
                claimed[twin] = next + 1
                if next < channels.count {
                    drafts[twin].channels[channels[next]].trips = trips
                    drafts[twin].channels[channels[next]].zone = Self.number(ofZone: node)
                    continue
                }
            }
            guard names.contains("temp") else { continue }
            drafts.append(zone(type: type, node: node, path: path, trips: trips))
        }
    }

    /// The thermal core replaces what a hwmon name may not hold.
    private static func hwmonName(ofType type: String) -> String { type.replacing("-", with: "_") }

    private static func number(ofZone node: String) -> Int? { Int(node.dropFirst("thermal_zone".count)) }

    private func zone(type: String, node: String, path: String, trips: [TripPoint]) -> Draft {
        let isACPI = type == "acpitz" || type.hasPrefix("INT") || type.hasPrefix("TZ")
        let cost =
            sysfs.root.isLive ? ChipCost(costClass: .bus, lane: isACPI ? .acpi : BusKey("thermal")) : ChipCost.cheap
        let channel = ChannelDraft(
            kind: .temperature, index: 0, attributes: AttributeSet(.input), label: type, trips: trips,
            zone: Self.number(ofZone: node), isThermalZone: true)
        return Draft(
            base: "virtual/thermal/" + type, name: type, node: node, path: path, devicePath: nil, cost: cost,
            label: nil, libraryName: nil, channels: [channel])
    }

    private func tripPoints(of path: String) -> [TripPoint] {
        var trips: [TripPoint] = []
        for index in 0..<SensorScanner.tripLimit {
            let prefix = path + "/trip_point_" + String(index)
            guard let type = sysfs.stringIfPresent(prefix + "_type") else { break }
            // A trip the firmware never set lies at or below zero.
            guard let temperature = sysfs.integerIfPresent(prefix + "_temp"), temperature > 0,
                ChannelKind.temperature.plausibleLimits.contains(temperature)
            else { continue }
            let hysteresis = sysfs.integerIfPresent(prefix + "_hyst").flatMap { $0 >= 0 ? $0 : nil }
            trips.append(TripPoint(number: index, type: type, temperature: temperature, hysteresis: hysteresis))
        }
        return trips
    }

    /// The cooling devices, keyed by type and ordinal.
    func coolingDevices() -> [CoolingDevice] {
        var ordinals: [String: Int] = [:]
        return sysfs.listIfPresent("sys/class/thermal").filter { $0.hasPrefix("cooling_device") }.compactMap { node in
            guard let path = sysfs.canonicalPath("sys/class/thermal/" + node),
                let type = sysfs.stringIfPresent(path + "/type")
            else { return nil }
            let ordinal = ordinals[type, default: 0] + 1
            ordinals[type] = ordinal
            return CoolingDevice(
                id: "cooling/" + type + (ordinal == 1 ? "" : "." + String(ordinal)), type: type, path: path,
                maximumState: sysfs.integerIfPresent(path + "/max_state"))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import WSManClient

/// Which properties of a class are worth a column.
enum ColumnChoice {
    /// What identifies and describes an instance of any class, in the order of columns.
    private static let generic = [
        "DeviceID", "InstanceID", "Tag", "Name", "ElementName", "HealthState", "Manufacturer", "Model", "Version",
        "Status",
        "State", "EnabledState", "OperationalStatus",
    ]

    /// How many columns to show of a class of which nothing is known.
    private static let most = 6

    /// The names of the columns for some instances.
    ///
    /// - Parameter isNarrow: whether room is dear, so that a column of nothing but nulls is not worth it.
    static func columns(for instances: [Instance], isNarrow: Bool = false) -> [String] {
        if instances.contains(where: \.isFragment) { return picked(of: instances) }
        var present: [String] = []
        var filled = Set<String>()
        for instance in instances {
            for property in instance.properties where !property.isNull && filled.insert(property.name).inserted {
                present.append(property.name)
            }
        }
        let classes = Set(instances.map(\.className))
        if classes.count == 1, let name = classes.first, let columns = ClassDisplay.columns(of: name) {
            // A column of nothing but nulls still says something here, as long as the class has the property.
            let has = isNarrow ? filled : Set(instances.flatMap { $0.properties.map(\.name) })
            let shown = columns.filter { ClassDisplay.has($0, in: has) }
            if !shown.isEmpty { return shown }
        }
        var chosen = generic.filter(filled.contains)
        // Most classes repeat in Name what stands beside it.
        let repeating = instances.filter { instance in
            let name = instance["Name"]
            return name == nil || name == instance["ElementName"] || name == instance["DeviceID"]
        }
        if repeating.count * 2 > instances.count, chosen.contains(where: { $0 == "ElementName" || $0 == "DeviceID" }) {
            chosen.removeAll { $0 == "Name" }
        }
        let columns = Array((chosen.isEmpty ? present : chosen).prefix(most))
        return classes.count > 1 ? [ClassDisplay.className] + columns : columns
    }

    /// What a filter picked is what somebody asked for: all of it, in its order.
    private static func picked(of instances: [Instance]) -> [String] {
        var names: [String] = []
        var seen: Set<String> = []
        for property in instances.lazy.flatMap(\.properties) where seen.insert(property.name).inserted {
            names.append(property.name)
        }
        return names
    }
}

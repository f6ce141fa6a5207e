// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// The monitors of all sensors, by the sensors' identifiers.
///
/// They lie side by side, and the dictionary has their places alone: it keeps up to half of its buckets empty, each as
/// large as what it holds.
struct SensorMonitors: Sendable {
    /// The monitors, in no order.
    private(set) var all: [SensorMonitor] = []
    private var places: [String: Int] = [:]

    /// Whether a sensor has a monitor.
    func contains(_ sensor: String) -> Bool { places[sensor] != nil }

    /// Whether the next sample of a sensor may decide something.
    func isUnsettled(_ sensor: String) -> Bool { places[sensor].map { all[$0].isUnsettled } ?? false }

    /// Adds the monitor of a sensor that has none.
    mutating func add(_ monitor: SensorMonitor) {
        places[monitor.sensor.part.id] = all.count
        all.append(monitor)
    }

    /// Changes the monitor of a sensor in its place; nil where it has none.
    mutating func change<R>(_ sensor: String, _ body: (inout SensorMonitor) -> R) -> R? {
        places[sensor].map { body(&all[$0]) }
    }

    /// Changes each monitor in its place.
    mutating func changeEach(_ body: (_ sensor: String, inout SensorMonitor) -> Void) {
        for (sensor, place) in places { body(sensor, &all[place]) }
    }

    /// Removes monitors; the result is those that were there.
    mutating func removeAll(where isDone: (SensorMonitor) -> Bool) -> [SensorMonitor] {
        let done = all.filter(isDone)
        guard !done.isEmpty else { return [] }
        all.removeAll(where: isDone)
        places = Dictionary(
            uniqueKeysWithValues: all.enumerated().map { ($0.element.sensor.part.id, $0.offset) })
        return done
    }
}

// SPDX-License-Identifier: Apache-2.0

/// How many sensors there are of each kind, and in which states.
struct SensorCount {
    private var kinds: [String: Int] = [:]
    private var states: [String: Int] = [:]
    private var total = 0

    mutating func add(_ sensor: SensorReading) {
        total += 1
        kinds[sensor.kind, default: 0] += 1
        states[sensor.state, default: 0] += 1
    }

    /// The counts, the most frequent first.
    var lines: [String] {
        guard total > 0 else { return ["none"] }
        func list(_ counts: [String: Int]) -> String {
            counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }
                .joined(separator: ", ")
        }
        return ["\(total) sensor\(total == 1 ? "" : "s"): \(list(kinds))", "states: \(list(states))"]
    }
}

// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// The sentences of events about sensors.
struct LimitMessages {
    let sensor: WatchedSensor

    private var name: String { sensor.part.name }
    private var quantity: SensorQuantity { sensor.quantity }
    private var subject: String { "\(quantity.noun) of \(name)" }

    /// A limit is passed: from now on, or a worse one.
    ///
    /// - Parameter isKernels: whether the kernel says so, by a limit that may be another than the one in force.
    func passed(_ rung: LimitSide.Rung, value: Double?, isKernels: Bool = false) -> String {
        guard let level = rung.level else { return "\(name) has stopped." }
        let word = level.severity.name
        let direction = level.isUpper ? "above" : "below"
        guard let limit = rung.limit else {
            return "The hardware raises its \(word) alarm for \(quantity.noun.lowercased()) of \(name)."
        }
        guard let value else {
            return "\(subject) is \(direction) its \(word) limit of \(quantity.text(limit.value))."
        }
        if isKernels, level.isUpper ? value < limit.value : value > limit.value {
            return "\(subject) is \(quantity.text(value)), which the kernel counts as \(word)."
        }
        let place = value == limit.value ? "at" : direction
        return "\(subject) is \(quantity.text(value)), \(place) its \(word) limit of \(quantity.text(limit.value))."
    }

    /// A limit is kept again, but not all.
    func better(_ rung: LimitSide.Rung, left: LimitSide.Rung?, value: Double?) -> String {
        let now = passed(rung, value: value)
        guard let left else { return now }
        guard let level = left.level else { return "\(name) turns again. \(now)" }
        let direction = level.isUpper ? "above" : "below"
        return "\(now.dropLast()), and no longer \(direction) its \(level.severity.name) one."
    }

    /// All limits are kept again.
    func kept(_ kind: EventKind, value: Double?) -> String {
        guard let value else { return "\(subject) is within its limits again." }
        if kind == .fanStopped { return "\(name) turns again, at \(quantity.text(value))." }
        return "\(subject) is \(quantity.text(value)), within its limits again."
    }

    /// An alarm bit tells of what no reading did.
    func excursion(_ limit: WatchedLimit, value: Double?) -> String {
        let word = "\(limit.level.severity.name) limit of \(quantity.text(limit.value))"
        let now = value.map { "; it is \(quantity.text($0)) now" } ?? ""
        return "\(subject) was \(limit.level.isUpper ? "above" : "below") its \(word) for a moment\(now)."
    }

    func rising(_ rate: Double, value: Double) -> String {
        "\(subject) is \(quantity.text(value)) and rises by \(quantity.text(rate)) a second."
    }

    func steady(value: Double?) -> String {
        value.map { "\(subject) is \(quantity.text($0)) and rises no longer." } ?? "\(subject) rises no longer."
    }

    var lost: String { "\(name) gives no reading any more." }
    var back: String { "\(name) gives readings again." }
    var faulty: String { "\(name) says that its sensor is broken or unplugged." }
    var repaired: String { "\(name) says that its sensor works again." }
    var gone: String { "\(name) is no longer there." }

    func implausible(_ limits: [WatchedLimit]) -> String {
        let list = limits.map {
            "\($0.level.severity.name) \($0.level.isUpper ? "upper" : "lower") \(quantity.text($0.value))"
        }
        return "Limits of \(name) cannot be meant and are not used: \(list.joined(separator: ", "))."
    }
}

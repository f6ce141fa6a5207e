// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// A sensor that is watched, and its limits.
public struct WatchedSensor: Sendable, Hashable {
    /// The sensor as events name it; its `id` tells it from others.
    public var part: EventPart
    /// What it measures.
    public var quantity: SensorQuantity
    /// What it is held against: an operator's limit stands in the place of the hardware's.
    public var limits: [WatchedLimit]

    /// A sensor.
    public init(part: EventPart, quantity: SensorQuantity, limits: [WatchedLimit]) {
        self.part = part
        self.quantity = quantity
        self.limits = limits
    }
}

/// What was read of a sensor at one time.
public struct SensorSample: Sendable, Hashable {
    /// Whether there is a reading, and if not, what that means.
    public enum Condition: Sendable, Hashable {
        /// A reading to go by.
        case good
        /// None, although there should be one.
        case missing
        /// The hardware says that the sensor is broken or unplugged.
        case faulty
        /// The device sleeps or is switched off: that there is no reading means nothing.
        case suspended
    }

    /// Whether there is a reading.
    public var condition: Condition
    /// The reading in the quantity's unit.
    public var value: Double?
    /// The limits of which an alarm bit says that they are or were passed.
    public var alarms: Set<LimitLevel>
    /// The limits of which the kernel says that they are passed at present, and acts by it: they are, whatever is read.
    public var passed: Set<LimitLevel> = []
    /// Whether the fan is meant to turn, where somebody drives it and says so.
    public var isDriven: Bool?
    /// Whether this was read by our own time or because the kernel said that something changed.
    public var observed: Event.Observation

    /// A sample.
    public init(
        _ value: Double?, condition: Condition? = nil, alarms: Set<LimitLevel> = [], isDriven: Bool? = nil,
        observed: Event.Observation = .live
    ) {
        let usable = value.flatMap { $0.isFinite ? $0 : nil }
        self.value = usable
        let stated = condition ?? .good
        self.condition = stated == .good && usable == nil ? .missing : stated
        self.alarms = alarms
        self.isDriven = isDriven
        self.observed = observed
    }

    /// The sample with another reading, which somebody else took.
    public func reading(_ value: Double) -> SensorSample {
        var sample = self
        sample.value = value
        sample.condition = .good
        return sample
    }
}

// SPDX-License-Identifier: Apache-2.0

import Monitoring
import ResourceModel
import SensorProvider

extension WatchedSensor {
    /// A sensor as the provider sees it; nil for what has no limits by its nature.
    init?(_ seen: SensorObservation) {
        guard let quantity = SensorQuantity(seen.kind) else { return nil }
        self.init(
            part: EventPart(className: "CIM_NumericSensor", id: seen.id.description, name: seen.name),
            quantity: quantity,
            limits: seen.limits.compactMap { limit in
                LimitLevel(rawValue: limit.property).map {
                    WatchedLimit(
                        $0, limit.value, hysteresis: limit.hysteresis,
                        source: limit.isOperatorSet ? .operatorSet : .hardware)
                }
            })
    }
}

extension SensorSample {
    /// What the provider read.
    init(_ seen: SensorObservation, _ observed: Event.Observation) {
        let condition: Condition =
            if seen.isFaulty {
                .faulty
            } else {
                switch seen.quality {
                case .good: .good
                // The device sleeps or is switched off, or nobody may read it: that is no loss.
                case .disabled, .unavailable, .denied, .unsupported: .suspended
                case .stale, .error, .failed, .implausible, .absent: .missing
                }
            }
        self.init(
            seen.value, condition: condition, alarms: Set(seen.alarms.compactMap(LimitLevel.init(rawValue:))),
            isDriven: seen.isDriven, observed: observed)
    }
}

extension SensorQuantity {
    fileprivate init?(_ kind: SensorKind) {
        switch kind {
        case .temperature: self = .temperature
        case .tachometer: self = .fan
        case .voltage: self = .voltage
        case .current: self = .current
        case .power: self = .power
        case .humidity: self = .humidity
        case .energy, .intrusion: return nil
        }
    }
}

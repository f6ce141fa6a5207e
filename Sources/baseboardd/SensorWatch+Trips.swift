// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Monitoring
import ResourceModel
import SensorProvider

extension ZoneSensor.Trip {
    /// The limit that the trip is: the kernel switches the machine off at a critical one.
    var level: LimitLevel? {
        switch type {
        case "critical": .upperFatal
        case "hot": .upperCritical
        default: nil
        }
    }

    /// Whether the kernel slows the machine down from here on.
    var isPassive: Bool { type == "passive" }
}

extension ThrottleState {
    /// What a passive trip says.
    init(_ trip: ZoneSensor.Trip, of sensor: ZoneSensor, isPassed: Bool) {
        let limit = SensorQuantity.temperature.text(trip.temperature)
        self.init(
            part: EventPart(className: "CIM_NumericSensor", id: sensor.id.description, name: sensor.name),
            isSlowed: isPassed,
            message: isPassed
                ? "Temperature of \(sensor.name) is above \(limit), where the kernel slows the machine down."
                : "Temperature of \(sensor.name) is below \(limit) again; the kernel slows the machine down no longer.",
            arguments: [limit])
    }
}

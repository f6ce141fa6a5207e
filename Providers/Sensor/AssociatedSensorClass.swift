// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_AssociatedSensor: which sensor watches which part.
func associatedSensorClass(
    _ sensors: Sensors, of system: ScopingSystem, watching ties: [SensorTies]
) -> some ResourceClass {
    Association(
        "CIM_AssociatedSensor", extends: "CIM_Dependency", displayName: "Sensors of parts",
        first: AssociationRole("Antecedent", "CIM_Sensor", "The sensor."),
        second: AssociationRole("Dependent", "CIM_ManagedSystemElement", "What the sensor watches."),
        "Ties a sensor to what it watches: a tachometer to its fan, a thermometer to its processor or drive.",
        generation: { ties.reduce(sensors.generation) { $0 &+ $1.generation() } }
    ) { () throws(ProviderError) in
        ties.flatMap { $0.ties() }.filter { sensors.kind(of: $0.sensor) != nil }.map {
            Link(system.device("CIM_NumericSensor", $0.sensor), $0.element)
        }
    }
}

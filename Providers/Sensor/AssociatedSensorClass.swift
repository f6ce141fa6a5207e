// SPDX-License-Identifier: Apache-2.0

import ProviderKit
public import ResourceModel

/// A sensor and what it watches.
public typealias WatchedElement = (sensor: PartID, element: Reference)

/// CIM_AssociatedSensor: which sensor watches which part.
func associatedSensorClass(
    _ sensors: Sensors, of system: ScopingSystem, watching associations: @escaping () -> [WatchedElement]
) -> some ResourceClass {
    Association(
        "CIM_AssociatedSensor", extends: "CIM_Dependency", displayName: "Sensors of parts",
        first: AssociationRole("Antecedent", "CIM_Sensor", "The sensor."),
        second: AssociationRole("Dependent", "CIM_ManagedSystemElement", "What the sensor watches."),
        "Ties a sensor to what it watches: a tachometer to its fan.", generation: { sensors.generation }
    ) { () throws(ProviderError) in
        associations().filter { sensors.kind(of: $0.sensor) != nil }.map {
            Link(system.device("CIM_NumericSensor", $0.sensor), $0.element)
        }
    }
}

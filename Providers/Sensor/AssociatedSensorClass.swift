// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_AssociatedSensor: which sensor watches which part.
func associatedSensorClass(
    _ sensors: Sensors, of system: ScopingSystem,
    watching associations: @escaping () async throws(ProviderError) -> [(sensor: PartID, element: Reference)]
) -> some ResourceClass {
    Association(
        "CIM_AssociatedSensor", extends: ["CIM_Dependency"], displayName: "Sensors of parts",
        first: AssociationRole("Antecedent", "CIM_Sensor", "The sensor."),
        second: AssociationRole("Dependent", "CIM_ManagedSystemElement", "What the sensor watches."),
        "Ties a sensor to what it watches: a tachometer to its fan."
    ) { () throws(ProviderError) in
        var links: [PartID: Link] = [:]
        for (sensor, element) in try await associations() where sensors.kind(of: sensor) != nil {
            let name = "\(sensor)|\(element.resourceURI.className ?? "")"
            links[PartID(name)] = Link(system.device("CIM_NumericSensor", sensor), element)
        }
        return links
    }
}

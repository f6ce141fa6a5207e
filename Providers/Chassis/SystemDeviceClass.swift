// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_SystemDevice: ties the system to each of its logical devices, whatever their class.
func systemDeviceClass(_ classes: [any ResourceClass], of system: ScopingSystem) -> some ResourceClass {
    let devices = classes.filter { $0.schema.superclasses.contains("CIM_LogicalDevice") }
    return Association(
        "CIM_SystemDevice", extends: "CIM_SystemComponent", displayName: "Devices of the system",
        first: AssociationRole("GroupComponent", "CIM_System", "The system."),
        second: AssociationRole("PartComponent", "CIM_LogicalDevice", "A device of it."),
        "Ties the system to each of its devices: sensors, fans, processors.",
        generation: { devices.reduce(0) { $0 &+ $1.generation } }
    ) { () throws(ProviderError) in
        var links: [Link] = []
        for device in devices {
            let className = device.schema.className
            for part in try await device.parts() {
                links.append(Link(system.reference, system.device(className, part)))
            }
        }
        return links
    }
}

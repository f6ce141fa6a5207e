// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// CIM_ConcreteComponent: ties each core to its processor (`spec/hardware-classes.md` section 0.1).
func concreteComponentClass(_ processors: Processors, _ cores: Cores, of system: ScopingSystem) -> some ResourceClass {
    Association(
        "CIM_ConcreteComponent", extends: "CIM_Component", displayName: "Cores of processors",
        first: AssociationRole("GroupComponent", "CIM_ManagedElement", "The processor."),
        second: AssociationRole("PartComponent", "CIM_ManagedElement", "A core of it."),
        "Ties a core to the processor that it is a part of.",
        generation: { processors.generation &+ cores.generation }
    ) { () throws(ProviderError) in
        processors.cores.flatMap { processor, cores in
            cores.map { core in
                Link(
                    system.device("CIM_Processor", processor),
                    Reference(ResourceURI(ofClass: "CIM_ProcessorCore"), [Selector("InstanceID", core.text)]))
            }
        }
    }
}

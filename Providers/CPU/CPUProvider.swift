// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
public import ProviderKit
import ResourceModel

/// Processors and their cores.
public struct CPUProvider: Provider {
    /// CIM_Processor, CIM_ProcessorCore, BB_ProcessorView, CIM_Chip, CIM_ConcreteComponent.
    public let resourceClasses: [any ResourceClass]
    /// The chips that the processors are made of (CIM_Realizes).
    public let realizations: LinkSource
    /// The thermometer of each processor that has one.
    public let thermometers: SensorTies

    private let processors: Processors
    private let cores: Cores

    /// Shows the processors that the hardware's last scan found.
    public init(_ hardware: Hardware, of system: ScopingSystem) {
        let processors = Processors(hardware)
        self.processors = processors
        let cores = Cores(hardware)
        self.cores = cores
        resourceClasses = [
            processorClass(processors, of: system), processorCoreClass(cores), processorViewClass(processors),
            chipClass(processors), concreteComponentClass(processors, cores, of: system),
        ]
        thermometers = SensorTies(generation: { processors.generation &+ hardware.revision(of: .sensors) }) {
            ProcessorThermometers.found(in: hardware.sensors, of: hardware.processors).compactMap { package, channel in
                processors.id(ofPackage: package).map {
                    (PartID(channel.id.description), system.device("CIM_Processor", $0))
                }
            }
        }
        realizations = LinkSource(generation: { processors.generation }) {
            processors.ids.map {
                Link(system.physicalElement("CIM_Chip", $0), system.device("CIM_Processor", $0))
            }
        }
    }

    /// Takes over what the hardware's last scan found.
    public func rescan() async {
        processors.refresh()
        cores.refresh()
    }
}

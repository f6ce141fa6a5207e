// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
public import ProviderKit
import ResourceModel

/// Memory: the modules, and all of it as the system has it.
public struct MemoryProvider: Provider {
    /// CIM_PhysicalMemory, CIM_Memory, BB_MemoryView.
    public let resourceClasses: [any ResourceClass]
    /// The memory that the modules are the body of (CIM_Realizes).
    public let realizations: LinkSource

    private let modules: Modules
    private let memory: SystemMemories

    /// Shows the memory that the hardware's last scan found.
    public init(_ hardware: Hardware, of system: ScopingSystem) {
        let modules = Modules(hardware)
        let memory = SystemMemories(hardware)
        self.modules = modules
        self.memory = memory
        resourceClasses = [
            physicalMemoryClass(modules), memoryClass(memory, of: system), memoryViewClass(modules),
        ]
        realizations = LinkSource(generation: { modules.generation }) {
            memory.ids.flatMap { id in
                modules.ids.map {
                    Link(system.physicalElement("CIM_PhysicalMemory", $0), system.device("CIM_Memory", id))
                }
            }
        }
    }

    /// Takes over what the hardware's last scan found.
    public func rescan() async {
        modules.refresh()
        memory.refresh()
    }
}

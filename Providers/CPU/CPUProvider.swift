// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
public import ProviderKit

/// Processors and their cores.
public struct CPUProvider: Provider {
    /// CIM_Processor, CIM_ProcessorCore, BB_ProcessorView.
    public let resourceClasses: [any ResourceClass]

    private let processors: Processors
    private let cores: Cores

    /// Shows the processors that the hardware's last scan found.
    public init(_ hardware: Hardware, of system: ScopingSystem) {
        processors = Processors(hardware)
        cores = Cores(hardware)
        resourceClasses = [
            processorClass(processors, of: system), processorCoreClass(cores), processorViewClass(processors),
        ]
    }

    /// Takes over what the hardware's last scan found.
    public func rescan() async {
        processors.refresh()
        cores.refresh()
    }
}

// SPDX-License-Identifier: Apache-2.0

public import HardwareAccess
public import ProviderKit
import ResourceModel

/// PCI functions, bridges and slots.
public struct PCIProvider: Provider {
    /// CIM_PCIDevice, CIM_PCIBridge, CIM_Slot, CIM_ConcreteDependency, BB_PCIDeviceView, BB_PCIVirtualFunctionView.
    public let resourceClasses: [any ResourceClass]
    /// Ties a slot to the functions of the card in it.
    public let slotLinks: LinkSource

    private let functions: PCIFunctions
    private let virtualFunctions: PCIVirtualFunctions
    private let slots: PCISlots

    /// Shows what the hardware's last scan found.
    public init(_ hardware: Hardware, of system: ScopingSystem) {
        let functions = PCIFunctions(hardware)
        let slots = PCISlots(hardware)
        let links = LinkSource {
            functions.generation
        } links: {
            hardware.pci.all.filter { $0.physicalFunction == nil }.flatMap { function in
                hardware.pci.slots(holding: function.address).map { slot in
                    Link(
                        system.physicalElement("CIM_Slot", PCISlots.id(of: slot)),
                        system.device(functions.className(function.id), function.id))
                }
            }
        }
        self.functions = functions
        self.slots = slots
        slotLinks = links
        virtualFunctions = PCIVirtualFunctions(hardware)
        resourceClasses = [
            pciDeviceClass(functions, of: system), pciBridgeClass(functions, of: system), slotClass(slots),
            slotDependencyClass(links), pciDeviceViewClass(functions), pciVirtualFunctionViewClass(virtualFunctions),
        ]
    }

    /// Takes over what the hardware's last scan found.
    public func rescan() async {
        functions.refresh()
        virtualFunctions.refresh()
        slots.refresh()
    }
}

/// CIM_ConcreteDependency: ties a slot to what is plugged into it, as software sees that.
private func slotDependencyClass(_ links: LinkSource) -> some ResourceClass {
    Association(
        "CIM_ConcreteDependency", extends: "CIM_Dependency", displayName: "Functions in slots",
        first: AssociationRole("Antecedent", "CIM_ManagedElement", "The slot."),
        second: AssociationRole("Dependent", "CIM_ManagedElement", "A function of the card in the slot."),
        "Ties a slot to the PCI functions of the card that is plugged into it.", generation: links.generation
    ) { () throws(ProviderError) in links.links() }
}

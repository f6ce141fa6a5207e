// SPDX-License-Identifier: Apache-2.0

/// Finds PCI functions and slots; reads only what the kernel keeps, so no device is touched.
public struct PCIScanner: Sendable {
    static let devices = "sys/bus/pci/devices"
    static let slots = "sys/bus/pci/slots"
    private static let buses = "sys/class/pci_bus"
    /// The most functions and slots that are looked at.
    static let limit = 65_536

    private let sysfs: Sysfs
    private let names: PCINames

    /// A scanner of the tree that `sysfs` reads.
    public init(_ sysfs: Sysfs, names: PCINames) {
        self.sysfs = sysfs
        self.names = names
    }

    /// All functions and slots.
    public func scan() -> PCIInventory {
        // A package may have brought another list.
        names.forget()
        let functions = ((try? sysfs.list(Self.devices, limit: Self.limit)) ?? []).compactMap { name in
            // A name of another form than the kernel's could stand for the same function twice.
            PCIAddress(name).flatMap { $0.description == name ? look(at: $0) : nil }
        }
        return PCIInventory(named(functions).sorted { $0.address < $1.address }, slots: findSlots())
    }

    /// Single functions, and all slots: the ports that have them come and go.
    func look(at addresses: Set<PCIAddress>) -> PCIChange {
        var change = PCIChange(slots: findSlots())
        for address in addresses.sorted() {
            if let function = look(at: address) {
                change.found.append(function)
            } else {
                change.gone.insert(address)
            }
        }
        change.found = named(change.found)
        return change
    }

    /// A virtual function with all that a scan leaves out of it; nil when it is gone.
    public func identify(_ function: PCIFunction) -> PCIFunction? {
        look(at: function.address, whole: true).flatMap { named([$0]).first }
    }

    private func look(at address: PCIAddress, whole: Bool = false) -> PCIFunction? {
        let link = Self.devices + "/" + address.description
        guard let directory = try? SysfsDirectory(sysfs.root, link) else { return nil }
        let path = sysfs.canonicalPath(link) ?? link
        let physical = directory.exists("physfn") ? sysfs.linkName(link + "/physfn").flatMap { PCIAddress($0) } : nil
        let isIndexed = whole || physical == nil
        return PCIFunction(
            address: address, path: path, identity: isIndexed ? PCIIdentity(directory) : PCIIdentity(),
            revision: isIndexed
                ? PCIIdentity.number(directory, "revision", digits: 1...2).map { UInt8(truncatingIfNeeded: $0) } : nil,
            parent: PCIFunction.ancestors(in: path).last, physicalFunction: physical)
    }

    private func named(_ functions: [PCIFunction]) -> [PCIFunction] {
        let names = names.names(of: Set(functions.map(\.identity)))
        return functions.map { function in
            var function = function
            function.names = names[function.identity] ?? PCINameSet()
            return function
        }
    }

    private func findSlots() -> [PCISlot] {
        ((try? sysfs.list(Self.slots, limit: Self.limit)) ?? []).compactMap { name in
            let text = String(sysfs: name.utf8)
            guard text == name, let address = sysfs.stringIfPresent("\(Self.slots)/\(name)/address"),
                var slot = PCISlot(name: name, address: address)
            else { return nil }
            let bus = "\(slot.domain.hex(4)):\(slot.bus.hex(2))"
            slot.port = sysfs.canonicalPath("\(Self.buses)/\(bus)").flatMap { path in
                let parts = path.split(separator: "/")
                return parts.count > 2 ? PCIAddress(parts[parts.count - 3]) : nil
            }
            return slot
        }
    }
}

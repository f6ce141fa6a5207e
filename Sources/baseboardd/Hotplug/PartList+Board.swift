// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Monitoring
import ResourceModel

extension PartList {
    func record(_ function: PCIFunction) -> PartRecord {
        let place = PCITopology.place(function.path)
        let address = function.address.description
        var record = PartRecord(
            .pciFunction, identity: place, className: function.identity.isBridge ? "CIM_PCIBridge" : "CIM_PCIDevice",
            id: address, name: function.names.device ?? function.names.className.map { "\($0) \(address)" } ?? address)
        record.place = place
        record.slot = hardware.pci.slot(of: function).map { "slot \($0.name)" }
        record.model = function.modelNumbers
        record.facts.add("Vendor", function.names.vendor)
        record.facts.add("Class", function.names.className)
        record.topology = [topology.path(function.path)]
        record.nodes = [Self.node(function.path)]
        record.linkShortfall = states.links[function.address]
        return record
    }

    func record(_ package: ProcessorPackage) -> PartRecord {
        let id = "CPU \(package.id)"
        var record = PartRecord(
            .processor, identity: id, className: "CIM_Processor", id: id, name: package.modelName ?? id)
        record.place = id
        record.slot = "socket \(package.id)"
        record.model = package.modelName
        record.firmware = package.microcode
        // Cores that are offline are not told apart: their number is then unknown, and not another.
        if hardware.processors.isComplete { record.traits.append(EventFact("Cores", "\(package.cores.count)")) }
        record.topology = [Self.topology(ofPackage: package.id)]
        return record
    }

    func threads(_ package: ProcessorPackage) -> [PartRecord] {
        package.threads.map { thread in
            var record = self.thread(thread)
            record.topology = ["\(Self.topology(ofPackage: package.id))/\(thread.number)"]
            record.facts.append(EventFact("Processor", "CPU \(package.id)"))
            return record
        }
    }

    func thread(_ thread: HardwareThread) -> PartRecord {
        let name = "cpu\(thread.number)"
        var record = PartRecord(.thread, identity: name, id: name, name: name)
        record.nodes = ["/devices/system/cpu/\(name)"]
        record.isOnline = thread.isOnline
        return record
    }

    func record(_ module: MemoryModule) -> PartRecord {
        var record = PartRecord(
            .memoryModule, identity: module.id, className: "CIM_PhysicalMemory", id: module.id,
            name: module.partNumber ?? module.id)
        record.place = module.id
        record.slot = "slot \(module.id)"
        record.serial = module.serial
        record.model = module.partNumber
        record.firmware = module.firmwareVersion
        record.traits.add("Capacity", module.capacity)
        record.traits.add("ConfiguredSpeed", module.configuredSpeed)
        record.facts.add("Manufacturer", module.manufacturer)
        record.topology = ["memory/\(module.id)"]
        return record
    }

    func record(_ block: MemoryBlock) -> PartRecord {
        var record = PartRecord(.memoryBlock, identity: block.name, id: block.name, name: block.name)
        record.nodes = ["/devices/system/memory/\(block.name)"]
        record.isOnline = block.isOnline
        return record
    }

    func record(_ port: NetworkPort) -> PartRecord {
        var record = PartRecord(.networkPort, identity: port.id, id: port.id, name: port.name)
        record.place = PCITopology.place(port.location)
        record.serial = port.permanentAddress
        record.model = port.driver
        record.slot = port.label.map { "port \($0)" }
        record.facts.add("PermanentAddress", port.permanentAddress)
        record.facts.add("Driver", port.driver)
        record.facts.add("PCIAddress", port.pciAddress)
        record.topology = [topology.path(port.path)]
        record.nodes = [Self.node(port.path)]
        return record
    }

    func record(_ chip: HwmonChip) -> PartRecord {
        let id = chip.id.description
        var record = PartRecord(
            .sensorChip, identity: id, id: id, name: chip.label.map { "\(chip.name) \($0)" } ?? chip.name)
        record.place = id
        record.model = chip.name
        record.topology = [topology.path(chip.path)]
        record.nodes = [Self.node(chip.path)]
        // Legacy drivers keep their attributes beside the node.
        if let device = chip.devicePath { record.nodes.append(Self.node("\(device)/hwmon/\(chip.node)")) }
        return record
    }

    func record(_ supply: PowerSupply) -> PartRecord {
        var record = PartRecord(
            .powerSupply, identity: supply.id, className: supply.kind == .battery ? "CIM_Battery" : "", id: supply.id,
            name: supply.model ?? supply.id)
        record.place = supply.id
        record.serial = supply.serial
        record.model = supply.model
        record.facts.add("Manufacturer", supply.manufacturer)
        record.facts.append(EventFact("Type", supply.kind.rawValue))
        record.hasPower = states.supplies[supply.id]
        return record
    }

    private static func topology(ofPackage package: Int) -> String { "processor/\(package)" }
}

extension PCIFunction {
    /// What it is in numbers, as `8086:1533 8086:0001`: names come and go with the list of names.
    fileprivate var modelNumbers: String? {
        func hexadecimal(_ number: UInt16) -> String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }
        let numbers = [identity.vendor, identity.device, identity.subsystemVendor, identity.subsystem]
        guard let vendor = numbers[0], let device = numbers[1] else { return nil }
        let model = "\(hexadecimal(vendor)):\(hexadecimal(device))"
        guard let boardVendor = numbers[2], let board = numbers[3] else { return model }
        return "\(model) \(hexadecimal(boardVendor)):\(hexadecimal(board))"
    }
}

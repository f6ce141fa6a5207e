// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Monitoring
import ResourceModel

extension PartList {
    func record(_ drive: Drive) -> PartRecord {
        var record = PartRecord(
            .drive, identity: drive.id, className: "CIM_DiskDrive", id: drive.id,
            name: drive.model ?? "\(drive.transport.rawValue) disk")
        let function = drive.paths.first?.pciAddress.flatMap { PCIAddress($0) }.flatMap { hardware.pci.function($0) }
        record.serial = drive.serialNumber
        record.model = drive.model
        record.firmware = drive.firmware
        record.slot = drive.bay.map { "bay \($0)" }
        if let bay = drive.bay {
            record.place = "bay \(drive.enclosure ?? "") \(bay)"
        } else if drive.paths.count == 1, [.sata, .ata, .nvme, .usb, .virtio, .mmc].contains(drive.transport) {
            // Elsewhere which way comes first is chance.
            record.place = drive.paths.first.map { place($0.location, through: function) }
        }
        if drive.transport == .nvme || drive.transport == .virtio, let function {
            record.embodies = topology.path(function.path)
            record.slot = record.slot ?? hardware.pci.slot(of: function).map { "slot \($0.name)" }
        }
        record.traits.add("Size", drive.size)
        record.traits.append(EventFact("Paths", "\(drive.paths.count)"))
        record.facts.add("Vendor", drive.vendor)
        record.facts.append(EventFact("Transport", drive.transport.rawValue))
        if !drive.nodes.isEmpty {
            record.facts.append(EventFact("Node", drive.nodes.map(\.name).joined(separator: " ")))
        }
        record.topology = drive.paths.map { topology.path($0.devicePath) }
        record.nodes = drive.nodes.map { Self.node($0.path) } + drive.paths.map { Self.node($0.devicePath) }
        record.health = states.drives[drive.id]
        return record
    }

    /// A location whose PCI address is replaced by a place that no bridge shifts.
    private func place(_ location: String, through function: PCIFunction?) -> String {
        guard let function else { return location }
        return location.replacing(function.address.description, with: PCITopology.place(function.path))
    }
}

// SPDX-License-Identifier: Apache-2.0

extension DriveScanner {
    /// The host adapter: its driver, and where it sits.
    func adapter(_ device: DevicePath) -> (driver: String?, location: String) {
        let driver = device.last("host").flatMap { index in
            sysfs.stringIfPresent("\(device.prefix(through: index))/scsi_host/\(device.parts[index])/proc_name")
        }
        if let pci = device.pciIndex {
            // Without the driver's own word, the name of the function's driver.
            let bound = sysfs.canonicalPath(device.prefix(through: pci) + "/driver")?.split(separator: "/").last
            let own = driver.flatMap { $0 == "<NULL>" || $0 == "(null)" ? nil : $0 }
            return (own ?? bound.map(String.init), "pci-" + device.parts[pci])
        }
        // A recording may hold a disk without the device that it is.
        guard device.parts.starts(with: ["sys", "devices"]) else { return (driver, "unknown") }
        let fixed = device.parts.dropFirst(2).prefix { part in
            !["host", "target", "session", "virtio", "mmc", "nvme", "ata", "usb"].contains {
                DevicePath.isNumbered(part, $0)
            } && !part.hasPrefix("rport-") && part != "nvme"
        }
        return (driver, fixed.isEmpty ? "unknown" : fixed.joined(separator: "-"))
    }

    /// The drive's port: where it is below its adapter, without what the kernel counts up, and its link.
    func port(
        _ device: DevicePath, _ transport: DriveTransport, _ adapter: String
    ) -> (location: String, sasAddress: String?, link: DrivePath.Link?) {
        let address = device.scsiAddress.map { "-\($0.channel):\($0.target):\($0.unit)" } ?? ""
        if let index = device.usbIndex {
            // The bus's number changes, the ports of hubs below it do not.
            let ports = device.parts[index].split(separator: "-").last ?? ""
            let unit = device.scsiAddress.map { ":\($0.unit)" } ?? ""
            return ("\(adapter)-usb-\(ports)\(unit)", nil, .usb(device.prefix(through: index)))
        }
        if let index = device.last("ata") {
            let folder = device.prefix(through: index)
            let port = sysfs.stringIfPresent("\(folder)/ata_port/\(device.parts[index])/port_no")
            // Without its number in the controller there is only the one that is counted over all.
            let name = port ?? String(device.parts[index])
            return ("\(adapter)-ata-\(name)\(address)", nil, ataLink(device).map { .ata(ataLinkClass($0)) })
        }
        if let index = device.parts.lastIndex(where: { $0.hasPrefix("end_device-") }) {
            let end = device.prefix(through: index)
            let name = device.parts[index]
            let sas = sysfs.stringIfPresent("\(end)/sas_device/\(name)/sas_address")
            let port = index > 0 ? device.prefix(through: index - 1) : end
            let phys = Self.entries(port, sysfs).filter { $0.hasPrefix("phy-") }.map { "\(port)/\($0)/sas_phy/\($0)" }
            let unit = device.scsiAddress.map { ":\($0.unit)" } ?? ""
            let place = sas.map { "\(adapter)-sas-\($0)\(unit)" }
            return (place ?? "\(adapter)-scsi\(address)", sas, phys.isEmpty ? nil : .sas(phys))
        }
        if let remote = device.parts.first(where: { $0.hasPrefix("rport-") }), let host = remote.firstIndex(of: ":") {
            return ("\(adapter)-fc\(remote[host...])\(address)", nil, nil)
        }
        return (device.scsiAddress == nil ? "\(adapter)-\(transport.rawValue)" : "\(adapter)-scsi\(address)", nil, nil)
    }

    /// The directory of the ATA link that the drive hangs on; behind a port multiplier it is that port's.
    func ataLink(_ device: DevicePath) -> String? {
        guard let index = device.last("ata"), let address = device.scsiAddress else { return nil }
        let port = device.prefix(through: index)
        let number = device.parts[index].dropFirst(3)
        let multiplied = "\(port)/link\(number).\(address.channel)"
        return sysfs.exists(multiplied)
            ? multiplied : sysfs.exists("\(port)/link\(number)") ? "\(port)/link\(number)" : nil
    }

    private func ataLinkClass(_ link: String) -> String {
        link + "/ata_link/" + (link.split(separator: "/").last.map(String.init) ?? "")
    }

    /// The bay of a drive behind a SAS adapter: by the adapter, else by the enclosure's own word.
    func readBay(_ drive: inout Drive, _ device: DevicePath) {
        if let index = device.parts.lastIndex(where: { $0.hasPrefix("end_device-") }) {
            let folder = "\(device.prefix(through: index))/sas_device/\(device.parts[index])/"
            drive.bay = number(folder + "bay_identifier").map(String.init)
            drive.enclosure = sysfs.stringIfPresent(folder + "enclosure_identifier").flatMap(Self.enclosure)
        }
        let prefix = "enclosure_device:"
        guard let link = Self.entries(device.text, sysfs).first(where: { $0.hasPrefix(prefix) }) else { return }
        drive.isHotSwappable = true
        guard let slot = sysfs.canonicalPath("\(device.text)/\(link)") else { return }
        // The other attributes of a slot ask the enclosure.
        drive.bay = drive.bay ?? number(slot + "/slot").map(String.init) ?? String(link.dropFirst(prefix.count))
        let parent = slot.split(separator: "/").dropLast().joined(separator: "/")
        drive.enclosure = drive.enclosure ?? sysfs.stringIfPresent(parent + "/id").flatMap(Self.enclosure)
    }

    /// An enclosure's number as 16 digits; nil for none.
    private static func enclosure(_ text: String) -> String? {
        let digits = text.lowercased().hasPrefix("0x") ? String(text.dropFirst(2)) : text
        guard let number = UInt64(digits, radix: 16), number != 0 else { return nil }
        let short = String(number, radix: 16)
        return String(repeating: "0", count: 16 - short.utf8.count) + short
    }

    /// What makes this node one drive with others: its identity where a drive can have several paths, and the map that
    /// the administrator's multipath daemon made.
    func joins(_ drive: Drive, unit: UInt64, _ path: String) -> [String] {
        var joins: [String] = []
        if drive.transport.hasSeveralPaths {
            if drive.identifier != nil {
                joins.append(drive.id)
            } else if drive.serialNumber != nil {
                // Storage that exports several units may give all of them its own serial number.
                joins.append("\(drive.id)#\(unit)#\(drive.extents.first?.size ?? 0)")
            }
        }
        for holder in Self.entries(path + "/holders", sysfs).prefix(64) {
            guard let uuid = sysfs.stringIfPresent("\(path)/holders/\(holder)/dm/uuid"), uuid.hasPrefix("mpath-")
            else { continue }
            joins.append(uuid)
        }
        return joins
    }
}

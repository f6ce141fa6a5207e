// SPDX-License-Identifier: Apache-2.0

extension DriveScanner {
    /// The names of NVMe controllers that have a class of their own.
    var controllerNames: [String] {
        sysfs.listIfPresent("sys/class/nvme").prefix(Self.limit).filter { DevicePath.isNumbered($0, "nvme") }
    }

    /// The controller of a namespace, where it stands below it.
    func controller(ofNamespace node: String) -> String? {
        guard let path = sysfs.canonicalPath("sys/block/" + node) else { return nil }
        return path.split(separator: "/").dropLast().last.map(String.init).flatMap {
            DevicePath.isNumbered($0, "nvme") ? $0 : nil
        }
    }

    /// Reads one controller with its namespaces; nil where it is gone, or a computer at the other end of a network.
    func controller(_ name: String) -> Drive? {
        guard let path = controllerPath(name), !path.contains("/devices/virtual/") else { return nil }
        let transport = sysfs.stringIfPresent(path + "/transport")
        if let transport, ["tcp", "rdma", "fc", "loop"].contains(transport) { return nil }
        let device = DevicePath(path)
        var drive = Drive(id: "", transport: .nvme, extents: [], paths: [])
        drive.subsystem = subsystems[name]
        drive.extents = namespaces(path) + (drive.subsystem.map { namespaces($0) } ?? [])
        // A namespace's udev record repeats what its controller says; only old recordings have no controller.
        let udev = drive.extents.first?.nodes.first.map { properties($0.path) }
        drive.model = sysfs.stringIfPresent(path + "/model") ?? udev?.text("ID_MODEL")
        drive.serialNumber = sysfs.stringIfPresent(path + "/serial") ?? udev?["ID_SERIAL_SHORT"]
        drive.firmware = sysfs.stringIfPresent(path + "/firmware_rev") ?? udev?["ID_REVISION"]
        drive.isRotational =
            drive.extents.first?.nodes.first.flatMap { sysfs.integerIfPresent($0.path + "/queue/rotational") }
            .map { $0 != 0 } ?? false
        let adapter = adapter(device)
        let pci = device.pciIndex
        if let pci, let slot = slot(device.parts[...pci]) {
            drive.bay = slot
            // Firmware numbers soldered drives too; the kernel makes this file where it can switch the slot.
            if sysfs.exists("sys/bus/pci/slots/\(slot)/power") { drive.isHotSwappable = true }
        }
        drive.paths = [
            DrivePath(
                node: name, devicePath: path, location: adapter.location + "-nvme", pciAddress: device.pciAddress,
                driver: adapter.driver ?? "nvme", sasAddress: nil, link: pci.map { .pci(device.prefix(through: $0)) })
        ]
        drive.id = DriveIdentity.key(of: drive, unit: 0)
        drive.joins = drive.subsystem.map { [$0] } ?? (drive.serialNumber == nil ? [] : [drive.id])
        return drive
    }

    private func controllerPath(_ name: String) -> String? {
        if let path = sysfs.canonicalPath("sys/class/nvme/" + name) { return path }
        for node in sysfs.listIfPresent("sys/block") where node.hasPrefix(name + "n") {
            guard controller(ofNamespace: node) == name, let path = sysfs.canonicalPath("sys/block/" + node) else {
                continue
            }
            return path.split(separator: "/").dropLast().joined(separator: "/")
        }
        return nil
    }

    /// The namespaces below a controller or a subsystem; those whose name has a `c` are paths of one in the subsystem.
    private func namespaces(_ path: String) -> [DriveExtent] {
        Self.entries(path, sysfs).compactMap { entry in
            guard entry.hasPrefix("nvme"), let mark = entry.lastIndex(of: "n"),
                mark > entry.index(entry.startIndex, offsetBy: 3),
                DevicePath.isNumbered(entry[..<mark], "nvme"), DevicePath.isNumbered(entry[mark...], "n")
            else { return nil }
            let folder = "\(path)/\(entry)"
            guard sysfs.integerIfPresent(folder + "/hidden") != 1 else { return nil }
            // The number in the name is the kernel's own count.
            let number = number(folder + "/nsid").flatMap { Int(exactly: $0) } ?? Int(entry[mark...].dropFirst())
            return extent(entry, folder, identifier: namespaceIdentifier(folder), namespace: number)
        }
    }

    private func namespaceIdentifier(_ folder: String) -> DriveIdentifier? {
        if let text = sysfs.stringIfPresent(folder + "/nguid"), let found = DriveIdentifier(.nguid, text) {
            return found
        }
        if let text = sysfs.stringIfPresent(folder + "/eui"), let found = DriveIdentifier(.eui64, text) { return found }
        if let text = sysfs.stringIfPresent(folder + "/uuid"), let found = DriveIdentifier(.uuid, text) { return found }
        return sysfs.stringIfPresent(folder + "/wwid").flatMap { DriveIdentifier(wwid: $0) }
    }

    /// The name of the PCI slot of a function or, nearest first, of a bridge above it.
    private func slot(_ parts: ArraySlice<Substring>) -> String? {
        parts.reversed().lazy.filter(DevicePath.isPCIAddress).compactMap { address in
            self.slots[String(address.prefix { $0 != "." })]
        }.first
    }
}

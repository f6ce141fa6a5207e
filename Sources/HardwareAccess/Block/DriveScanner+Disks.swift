// SPDX-License-Identifier: Apache-2.0

extension DriveScanner {
    /// Reads one disk that is not NVMe; nil where it is none, or gone.
    func disk(_ name: String) -> Drive? {
        guard Self.mayBeDisk(name), let path = blockPath(name) else { return nil }
        let devicePath = sysfs.canonicalPath(path + "/device") ?? Self.owner(path)
        let device = DevicePath(devicePath)
        // 0 is a disk, 14 one that leaves out commands, 20 one with zones that the host manages.
        if let type = sysfs.integerIfPresent(devicePath + "/type"), ![0, 14, 20].contains(type) { return nil }
        let udev = properties(path)
        guard let extent = extent(name, path, identifier: nil) else { return nil }
        let isRemovable = sysfs.integerIfPresent(path + "/removable") == 1
        // A card reader without a card.
        if isRemovable, extent.size == 0 || extent.size == nil { return nil }

        var drive = Drive(id: "", transport: transport(device, udev), extents: [], paths: [])
        drive.isRemovable = isRemovable
        let adapter = adapter(device)
        let port = port(device, drive.transport, adapter.location)
        switch drive.transport {
        case .sata, .ata: readATA(&drive, device, udev)
        case .usb: readUSB(&drive, device, udev)
        case .virtio where device.scsiAddress == nil:
            // The attribute asks the hypervisor, udev did already.
            drive.serialNumber =
                udev["ID_SERIAL"] ?? (sysfs.root.isLive ? nil : sysfs.stringIfPresent(path + "/serial"))
        case .mmc: readCard(&drive, device)
        default: readSCSI(&drive, device, udev)
        }
        drive.identifier = drive.identifier ?? udev.identifier ?? identifier(devicePath, path)
        if drive.isRotational == nil, drive.transport.isPhysical {
            let flag = sysfs.integerIfPresent(path + "/queue/rotational").map { $0 != 0 }
            // What hangs on USB counts as turning until a bridge says otherwise, sticks too.
            drive.isRotational = flag == true && drive.transport == .usb ? nil : flag
        }
        if drive.transport == .sas || drive.transport == .sata { readBay(&drive, device) }
        drive.extents = [
            DriveExtent(
                nodes: extent.nodes, namespace: nil, identifier: drive.identifier, size: extent.size,
                logicalBlockSize: extent.logicalBlockSize, physicalBlockSize: extent.physicalBlockSize,
                partitions: extent.partitions, isReadOnly: extent.isReadOnly, hasWriteCache: extent.hasWriteCache,
                discardLimit: extent.discardLimit, zoned: extent.zoned)
        ]
        drive.paths = [
            DrivePath(
                node: name, devicePath: devicePath, location: port.location, pciAddress: device.pciAddress,
                driver: adapter.driver, sasAddress: port.sasAddress, link: port.link)
        ]
        let unit = device.scsiAddress?.unit ?? 0
        drive.id = DriveIdentity.key(of: drive, unit: unit)
        drive.joins = joins(drive, unit: unit, path)
        return drive
    }

    /// The device above a block device, by name alone, where a recording has no link to it.
    private static func owner(_ path: String) -> String {
        let parts = path.split(separator: "/")
        return parts.count > 3 && parts[parts.count - 2] == "block" ? parts.dropLast(2).joined(separator: "/") : path
    }

    // MARK: What it speaks

    private func transport(_ device: DevicePath, _ udev: DriveProperties) -> DriveTransport {
        if device.usbIndex != nil { return .usb }
        if device.last("mmc") != nil { return .mmc }
        if device.last("ata") != nil { return isParallel(device, udev) ? .ata : .sata }
        let model = sysfs.stringIfPresent(device.text + "/model") ?? ""
        let vendor = sysfs.stringIfPresent(device.text + "/vendor") ?? ""
        if isVolume(device, vendor: vendor, model: model) { return .raid }
        if device.last("virtio") != nil { return .virtio }
        if device.parts.contains(where: { $0.hasPrefix("rport-") }) { return .fibreChannel }
        if device.last("session") != nil { return .iscsi }
        let isSAS = device.parts.contains { $0.hasPrefix("end_device-") }
        // A SATA drive behind a SAS adapter.
        if vendor == "ATA", device.scsiAddress != nil { return .sata }
        // Drives that the adapter passes through; volumes were told apart above.
        if isSAS || (device.scsiAddress != nil && adapter(device).driver == "megaraid_sas") { return .sas }
        return device.scsiAddress == nil ? .other : .scsi
    }

    private func isParallel(_ device: DevicePath, _ udev: DriveProperties) -> Bool {
        if udev["ID_ATA_SATA"] == "1" { return false }
        if let link = ataLink(device), sysfs.stringIfPresent(link + "/sata_spd")?.first?.isNumber == true {
            return false
        }
        return ataIdentity(device)?.isParallel ?? false
    }

    /// Whether a RAID controller shows this in place of its disks.
    private func isVolume(_ device: DevicePath, vendor: String, model: String) -> Bool {
        guard let address = device.scsiAddress else { return false }
        // mpt3sas says so; others only by driver, channel or name.
        if !Self.entries(device.text + "/raid_devices", sysfs).isEmpty { return true }
        switch adapter(device).driver {
        case "megaraid_sas": return address.channel >= 2
        case "aacraid": return address.channel == 0
        default: break
        }
        return model.hasPrefix("LOGICAL VOLUME") || model.hasPrefix("PERC ") || model.hasPrefix("MR9")
            || (vendor == "LSI" && model.hasPrefix("Logical Volume"))
    }

    // MARK: Names and numbers

    private func readATA(_ drive: inout Drive, _ device: DevicePath, _ udev: DriveProperties) {
        let identity = ataIdentity(device)
        // INQUIRY has room for 16 of the model's 40 letters and 4 of the revision's 8.
        drive.model = identity?.model ?? udev.text("ID_MODEL") ?? sysfs.stringIfPresent(device.text + "/model")
        drive.serialNumber =
            identity?.serialNumber ?? (udev.isATA ? udev["ID_SERIAL_SHORT"] : nil)
            ?? VitalProductData.serialNumber(bytes(device.text + "/vpd_pg80"))
        drive.firmware = identity?.firmware ?? udev["ID_REVISION"] ?? sysfs.stringIfPresent(device.text + "/rev")
        drive.identifier = identity?.identifier
        drive.security = identity?.security
        drive.watchesHealth =
            identity?.watchesHealth ?? udev["ID_ATA_FEATURE_SET_SMART_ENABLED"].map { $0 == "1" }
        drive.formFactor = identity?.formFactor
        read(identity?.rotation ?? .unknown, else: udev.rotation, into: &drive)
    }

    private func readSCSI(_ drive: inout Drive, _ device: DevicePath, _ udev: DriveProperties) {
        drive.vendor = sysfs.stringIfPresent(device.text + "/vendor")
        drive.model = sysfs.stringIfPresent(device.text + "/model") ?? udev.text("ID_MODEL")
        drive.firmware = sysfs.stringIfPresent(device.text + "/rev")
        // Not ID_SERIAL_SHORT, which is the World Wide Name here.
        drive.serialNumber =
            VitalProductData.serialNumber(bytes(device.text + "/vpd_pg80")) ?? udev["ID_SCSI_SERIAL"]
        let page = VitalProductData.characteristics(bytes(device.text + "/vpd_pgb1"))
        guard drive.transport.isPhysical else { return }
        drive.formFactor = page.formFactor
        read(page.rotation, else: udev.rotation, into: &drive)
    }

    private func readUSB(_ drive: inout Drive, _ device: DevicePath, _ udev: DriveProperties) {
        // A bridge that passes ATA commands on shows the drive behind it, else itself.
        drive.vendor = udev.isATA ? nil : udev.text("ID_VENDOR") ?? sysfs.stringIfPresent(device.text + "/vendor")
        drive.model = udev.text("ID_MODEL") ?? sysfs.stringIfPresent(device.text + "/model")
        drive.firmware = udev["ID_REVISION"] ?? sysfs.stringIfPresent(device.text + "/rev")
        let bridge = device.usbIndex.map { device.prefix(through: $0) }
        drive.serialNumber = udev["ID_SERIAL_SHORT"] ?? bridge.flatMap { sysfs.stringIfPresent($0 + "/serial") }
        drive.isHotSwappable = true
        read(udev.rotation, else: .unknown, into: &drive)
    }

    private func readCard(_ drive: inout Drive, _ device: DevicePath) {
        drive.model = sysfs.stringIfPresent(device.text + "/name")
        drive.serialNumber = sysfs.stringIfPresent(device.text + "/serial")
        drive.firmware = sysfs.stringIfPresent(device.text + "/fwrev")
        drive.isRotational = false
        let type = sysfs.stringIfPresent(device.text + "/type")
        // An MMC is soldered, an SD card is in a slot.
        drive.isRemovable = type == "SD"
        drive.formFactor = type
    }

    private func read(
        _ rotation: VitalProductData.Rotation, else other: VitalProductData.Rotation, into drive: inout Drive
    ) {
        switch rotation == .unknown ? other : rotation {
        case .unknown: break
        case .none: drive.isRotational = false
        case .rate(let rate):
            drive.isRotational = true
            drive.rotationRate = rate
        }
    }

    private func identifier(_ devicePath: String, _ path: String) -> DriveIdentifier? {
        if let found = VitalProductData.identifier(bytes(devicePath + "/vpd_pg83")) { return found }
        return (sysfs.stringIfPresent(devicePath + "/wwid") ?? sysfs.stringIfPresent(path + "/wwid"))
            .flatMap { DriveIdentifier(wwid: $0) }
    }

    func ataIdentity(_ device: DevicePath) -> ATAIdentity? {
        if let link = ataLink(device), let index = device.last("ata"), let address = device.scsiAddress {
            let number = device.parts[index].dropFirst(3)
            let base = device.prefix(through: index) + "/" + (link.split(separator: "/").last.map(String.init) ?? "")
            let name = "dev\(number).\(address.target)"
            let folder = "\(base)/\(name)/ata_device/\(name)"
            if let text = try? sysfs.contents(folder + "/id", limit: 4096),
                let identity = ATAIdentity(text: String(decoding: text, as: UTF8.self))
            {
                return identity
            }
        }
        return ATAIdentity(page: bytes(device.text + "/vpd_pg89"))
    }
}

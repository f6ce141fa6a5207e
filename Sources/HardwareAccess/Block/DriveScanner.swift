// SPDX-License-Identifier: Apache-2.0

/// Finds the whole disks below a root.
///
/// It reads what the kernel keeps in memory, and opens nothing below `/dev`. These attributes would reach the device,
/// so they are left alone: virtio's `serial` (the live root has it from udev), NVMe's `nuse`, the `status`, `fault`,
/// `locate`, `active` and `power_status` of an enclosure's slot, and a `sas_phy`'s error counts. A disk's `vpd_pg*`,
/// `inquiry`, `wwid`, `state` and counters and `ata_device`'s `id` are the kernel's copies. Run it on the `scan` lane.
final class DriveScanner {
    /// The most disks and controllers a machine may have.
    static let limit = 16_384
    /// The most entries read of one directory of a disk.
    static let entryLimit = 4096

    let sysfs: Sysfs
    private let udev: UdevDatabase?
    /// The NVMe subsystems' directories by controller.
    let subsystems: [String: String]
    /// The names of PCI slots by address without function.
    let slots: [String: String]

    init(_ sysfs: Sysfs) {
        self.sysfs = sysfs
        udev = sysfs.root.isLive ? UdevDatabase() : nil
        var subsystems: [String: String] = [:]
        for name in sysfs.listIfPresent("sys/class/nvme-subsystem").prefix(Self.limit) {
            guard let path = sysfs.canonicalPath("sys/class/nvme-subsystem/" + name) else { continue }
            for entry in Self.entries(path, sysfs) where DevicePath.isNumbered(entry, "nvme") {
                subsystems[entry] = path
            }
        }
        self.subsystems = subsystems
        var slots: [String: String] = [:]
        for name in sysfs.listIfPresent("sys/bus/pci/slots").prefix(Self.limit) {
            guard let address = sysfs.stringIfPresent("sys/bus/pci/slots/\(name)/address") else { continue }
            slots[address] = name
        }
        self.slots = slots
    }

    /// Every disk and controller by the kernel's name of it.
    func scan() -> [String: Drive] {
        var found: [String: Drive] = [:]
        var controllers = Set(controllerNames)
        for node in sysfs.listIfPresent("sys/block").prefix(Self.limit) where Self.mayBeDisk(node) {
            if node.hasPrefix("nvme") {
                if let controller = controller(ofNamespace: node) { controllers.insert(controller) }
            } else if let drive = disk(node) {
                found[node] = drive
            }
        }
        for name in controllers { found[name] = controller(name) }
        return found
    }

    /// Some of them anew; what is gone is nil.
    func scan(_ names: Set<String>) -> [String: Drive?] {
        var wanted = names
        for name in names where name.hasPrefix("nvme-subsys") {
            wanted.remove(name)
            wanted.formUnion(subsystems.filter { $0.value.hasSuffix("/" + name) }.keys)
        }
        var found: [String: Drive?] = [:]
        for name in wanted {
            // A dictionary would forget a nil that is assigned.
            found.updateValue(name.hasPrefix("nvme") ? controller(name) : disk(name), forKey: name)
        }
        return found
    }

    /// Which disk or controller an event tells of: `sdb`, `nvme0`, or `nvme-subsys1` for all controllers of that; nil for
    /// what is no disk.
    static func name(of event: DeviceEvent) -> String? {
        let parts = event.devicePath.split(separator: "/")
        guard let last = parts.last else { return nil }
        if let index = parts.firstIndex(where: { DevicePath.isNumbered($0, "nvme-subsys") }) {
            return String(parts[index])
        }
        // Loops, RAM disks and mapped devices come and go all day.
        if event.devicePath.hasPrefix("/devices/virtual/") { return nil }
        if let index = parts.firstIndex(where: { DevicePath.isNumbered($0, "nvme") }) { return String(parts[index]) }
        guard event.subsystem == "block" else { return nil }
        let isPartition =
            event.properties["DEVTYPE"].map { $0 == "partition" } ?? (parts.dropLast().dropLast().last == "block")
        let name = String(isPartition ? parts.dropLast().last ?? last : last)
        return mayBeDisk(name) ? name : nil
    }

    /// Whether a block device of this name may be a whole disk: not an optical or floppy drive, not memory, not made of
    /// other devices, not the boot areas of a memory card.
    static func mayBeDisk(_ name: String) -> Bool {
        if name.hasPrefix("mmcblk") { return name.dropFirst(6).utf8.allSatisfy { (0x30...0x39).contains($0) } }
        return !["sr", "scd", "fd", "loop", "ram", "zram", "dm-", "md", "nbd", "mtdblock", "pmem", "ubiblock", "rbd"]
            .contains { name.hasPrefix($0) && name.utf8.dropFirst($0.utf8.count).first.map { $0 < 0x3A } ?? true }
    }

    // MARK: Reading

    static func entries(_ path: String, _ sysfs: Sysfs) -> [String] {
        (try? sysfs.list(path, limit: entryLimit)) ?? []
    }

    /// The bytes of a binary attribute.
    func bytes(_ path: String) -> [UInt8] { (try? sysfs.contents(path, limit: 4096)) ?? [] }

    /// A positive number.
    func number(_ path: String) -> UInt64? { sysfs.integerIfPresent(path).flatMap { UInt64(exactly: $0) } }

    /// What udev knows of a block device.
    func properties(_ path: String) -> DriveProperties {
        if sysfs.root.isLive { return DriveProperties(udev?.properties(ofSyspath: "/" + path) ?? [:]) }
        guard let number = sysfs.stringIfPresent(path + "/dev") else { return DriveProperties([:]) }
        return DriveProperties(recorded: (try? sysfs.contents("run/udev/data/b" + number, limit: 65_536)) ?? [])
    }

    /// The blocks of a block device; nil where it is none, or vanished.
    func extent(_ name: String, _ path: String, identifier: DriveIdentifier?, namespace: Int? = nil) -> DriveExtent? {
        let size: UInt64?
        do throws(AttributeError) {
            // Sectors of 512 bytes, whatever the drive's own are.
            let (bytes, overflow) = try sysfs.integer(path + "/size").multipliedReportingOverflow(by: 512)
            size = overflow ? nil : UInt64(exactly: bytes)
        } catch {
            if error == .absent || error == .gone { return nil }
            size = nil
        }
        let queue = path + "/queue/"
        let cache = sysfs.stringIfPresent(queue + "write_cache")
        let zoned = sysfs.stringIfPresent(queue + "zoned").flatMap { $0 == "none" ? nil : $0 }
        let partitions = Self.entries(path, sysfs).count {
            $0.hasPrefix(name) && sysfs.exists("\(path)/\($0)/partition")
        }
        return DriveExtent(
            nodes: [DriveNode(name: name, path: path, sequence: number(path + "/diskseq"))], namespace: namespace,
            identifier: identifier, size: size,
            logicalBlockSize: number(queue + "logical_block_size").flatMap { $0 > 0 ? $0 : nil },
            physicalBlockSize: number(queue + "physical_block_size").flatMap { $0 > 0 ? $0 : nil },
            partitions: partitions, isReadOnly: sysfs.integerIfPresent(path + "/ro") == 1,
            hasWriteCache: cache.map { $0 == "write back" }, discardLimit: number(queue + "discard_max_bytes"),
            zoned: zoned)
    }

    /// The directory of a block device that may be a disk: neither virtual nor hidden.
    func blockPath(_ name: String) -> String? {
        guard let path = sysfs.canonicalPath("sys/block/" + name), !path.contains("/devices/virtual/"),
            sysfs.integerIfPresent(path + "/hidden") != 1
        else { return nil }
        return path
    }
}

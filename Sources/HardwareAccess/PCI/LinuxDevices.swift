// SPDX-License-Identifier: Apache-2.0

/// Finds the kernel's devices behind a PCI function: eth0, nvme0n1, card0, sda.
///
/// Only folders with names that subsystems give are listed, none deeper than `depthLimit`, so that neither links nor a
/// tree of thousands of entries lead away.
struct LinuxDevices {
    /// The most devices told of one function: a storage controller may have thousands of disks.
    static let limit = 256
    private static let folderLimit = 2048
    private static let depthLimit = 10

    /// Folders whose entries are the devices.
    private static let classes: Set<String> = [
        "accel", "block", "dax", "drm", "graphics", "infiniband", "mei", "mmc_host", "mtd", "net", "ptp", "pps",
        "scsi_tape", "scsi_changer", "sound", "tpm", "tty", "uio", "video4linux", "watchdog", "wwan",
    ]
    /// Names of devices that have classes or other such devices below them, up to a number.
    private static let carriers: Set<String> = [
        "ata", "host", "target", "port-", "end_device-", "expander-", "rport-", "session", "virtio", "vport-", "phy-",
        "ndbus", "region", "namespace", "pmem", "mmc",
    ]

    private let sysfs: Sysfs
    private var found: [String] = []
    private var known: Set<String> = []
    private var folders = 0

    /// The devices behind the function in the directory at `path`, sorted.
    static func names(below path: String, reading sysfs: Sysfs) -> [String] {
        var search = LinuxDevices(sysfs)
        search.look(into: path, depth: 0)
        return search.found.sorted(by: Sysfs.isOrderedNumerically)
    }

    private init(_ sysfs: Sysfs) { self.sysfs = sysfs }

    private mutating func look(into path: String, depth: Int) {
        for name in list(path) {
            if Self.classes.contains(name) {
                takeAll(of: name, in: path + "/" + name)
            } else if name == "nvme" {
                takeDrives(in: path + "/nvme")
            } else if Self.isHostController(name) {
                add(name)
            } else if depth < Self.depthLimit, Self.isCarrier(name) {
                look(into: path + "/" + name, depth: depth + 1)
            }
        }
    }

    private mutating func takeAll(of kind: String, in folder: String) {
        for name in list(folder) {
            switch kind {
            // Connectors and their helpers stand below the card and beside it.
            case "drm" where !name.hasPrefix("card") && !name.hasPrefix("render"): break
            // Controls of a card are of no use by themselves.
            case "sound" where !name.hasPrefix("card"): break
            case "tty" where !name.hasPrefix("tty"): break
            default: add(name)
            }
        }
    }

    private mutating func takeDrives(in folder: String) {
        for controller in list(folder) where controller.hasPrefix("nvme") {
            add(controller)
            for name in list(folder + "/" + controller) {
                if let drive = Self.namespace(name) { add(drive) }
            }
        }
    }

    /// `nvme0n1` as it is; the path `nvme0c1n1` as the drive `nvme0n1` that it leads to.
    static func namespace(_ name: String) -> String? {
        var rest = name[...]
        var parts: [String: Substring] = [:]
        for key in ["nvme", "c", "n"] {
            guard rest.hasPrefix(key) else {
                if key == "c" { continue }
                return nil
            }
            rest = rest.dropFirst(key.count)
            let number = rest.prefix { $0.isASCII && $0.isNumber }
            guard !number.isEmpty else { return nil }
            parts[key] = number
            rest = rest.dropFirst(number.count)
        }
        guard rest.isEmpty, let subsystem = parts["nvme"], let number = parts["n"] else { return nil }
        return "nvme\(subsystem)n\(number)"
    }

    private static func isHostController(_ name: String) -> Bool {
        name.hasPrefix("usb") && name.count > 3 && name.dropFirst(3).allSatisfy { $0.isASCII && $0.isNumber }
    }

    private static func isCarrier(_ name: String) -> Bool {
        let numbers: (Character) -> Bool = { ($0.isASCII && $0.isNumber) || $0 == ":" || $0 == "." || $0 == "-" }
        // `0:0:1:0` is a SCSI device, `0000:3b:00.0` another function.
        if let first = name.first, first.isNumber {
            return name.split(separator: ":").count == 4 && name.allSatisfy(numbers)
        }
        let prefix = name.prefix { !numbers($0) || $0 == "-" }
        let kind = prefix.hasSuffix("-") ? prefix : prefix.prefix { $0 != "-" }
        return carriers.contains(String(kind)) && name.dropFirst(kind.count).allSatisfy(numbers) && kind != name
    }

    private mutating func list(_ path: String) -> [String] {
        guard folders < Self.folderLimit else { return [] }
        folders += 1
        return (try? sysfs.list(path, limit: 4096)) ?? []
    }

    private mutating func add(_ name: String) {
        let text = String(sysfs: name.utf8)
        guard found.count < Self.limit, !text.isEmpty, known.insert(text).inserted else { return }
        found.append(text)
    }
}

// SPDX-License-Identifier: Apache-2.0

extension MachineTree {
    /// Adds a block device below `sys/devices/<device>`, with its links.
    ///
    /// - Parameters:
    ///   - device: the SCSI device or the like, below `sys/devices`.
    ///   - attributes: the device's, by name.
    ///   - block: the block device's own, over a size of a gigabyte.
    public func disk(
        _ name: String, device: String, _ attributes: [String: String] = [:], block: [String: String] = [:]
    ) throws {
        let folder = "sys/devices/\(device)"
        for (file, value) in attributes { try write("\(folder)/\(file)", value) }
        let path = "\(folder)/block/\(name)"
        let usual = ["size": "2097152", "removable": "0", "ro": "0", "hidden": "0", "queue/rotational": "0"]
        for (file, value) in usual.merging(block, uniquingKeysWith: { $1 }) { try write("\(path)/\(file)", value) }
        try link("\(path)/device", "../../../" + (device.split(separator: "/").last.map(String.init) ?? device))
        try link("sys/block/\(name)", "../../\(path)".replacing("../../sys/", with: "../"))
    }

    /// Takes a block device and the SCSI device above it away, as pulling it does.
    public func pullDisk(_ name: String, device: String) throws {
        try remove("sys/block/\(name)")
        try remove("sys/devices/\(device)")
    }

    /// Adds a SAS disk of this World Wide Name behind a host adapter.
    public func sasDisk(
        _ name: String, host: Int, target: Int, wwn: String, _ attributes: [String: String] = [:],
        block: [String: String] = [:]
    ) throws {
        let own = ["type": "0", "vendor": "EXAMPLE", "model": "SAS DISK", "state": "running", "wwid": "naa.\(wwn)"]
        try disk(
            name, device: MachineTree.sasDevice(host: host, target: target),
            own.merging(attributes, uniquingKeysWith: { $1 }), block: block)
    }

    /// Where `sasDisk` puts the SCSI device.
    public static func sasDevice(host: Int, target: Int) -> String {
        "pci0000:00/0000:3b:00.\(host)/host\(host)/port-\(host):\(target)/end_device-\(host):\(target)"
            + "/target\(host):0:\(target)/\(host):0:\(target):0"
    }

    /// Adds an NVMe controller with a namespace of 1 GB for each number.
    public func nvme(
        _ number: Int, function: String, _ attributes: [String: String] = [:], namespaces: [Int] = [1]
    ) throws {
        let path = "sys/devices/pci0000:00/\(function)/nvme/nvme\(number)"
        let usual = ["model": "EXAMPLE", "serial": "S\(number)", "state": "live", "transport": "pcie"]
        for (file, value) in usual.merging(attributes, uniquingKeysWith: { $1 }) { try write("\(path)/\(file)", value) }
        try link("sys/class/nvme/nvme\(number)", "../../../\(path)")
        for namespace in namespaces {
            let name = "nvme\(number)n\(namespace)"
            try write("\(path)/\(name)/size", "2097152")
            try write("\(path)/\(name)/nsid", "\(namespace)")
            try link("sys/block/\(name)", "../../\(path)/\(name)".replacing("../../sys/", with: "../"))
        }
    }
}

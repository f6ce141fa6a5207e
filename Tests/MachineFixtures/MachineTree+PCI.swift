// SPDX-License-Identifier: Apache-2.0

extension MachineTree {
    /// Adds a PCI function below its bridges, with its link in the bus's list; returns its directory.
    ///
    /// - Parameters:
    ///   - bridges: the addresses above it, outermost first.
    ///   - files: further attributes, and others than the usual ones.
    @discardableResult
    public func pciFunction(
        _ address: String, below bridges: [String] = [], class code: String = "0x020000",
        _ files: [String: String] = [:]
    ) throws -> String {
        let domain = (bridges.first ?? address).split(separator: ":").prefix(2).joined(separator: ":")
        let path = (["sys/devices/pci\(domain)"] + bridges + [address]).joined(separator: "/")
        var all = [
            "vendor": "0x8086", "device": "0x1572", "class": code, "revision": "0x01", "power_state": "D0",
            "power/runtime_status": "active",
        ]
        all.merge(files) { $1 }
        for (name, value) in all { try write("\(path)/\(name)", value) }
        try link("sys/bus/pci/devices/\(address)", "../../../../\(path)")
        return path
    }

    /// Removes what `pciFunction` added.
    public func removePCIFunction(_ address: String, at path: String) throws {
        try remove("sys/bus/pci/devices/\(address)")
        try remove(path)
    }
}

// SPDX-License-Identifier: Apache-2.0

extension SensorInventory {
    /// The inventory without the sensors that interrupt an isolated processor when they are read.
    ///
    /// coretemp asks the core itself, by an interrupt to one of its threads; the package's sensor asks any thread and
    /// stays (`hardware/INTERFACES.md` section 2.1).
    func leavingOut(isolatedIn topology: CPUTopology) -> SensorInventory {
        var isolated: Set<String> = []
        for package in topology.packages {
            for core in package.cores where core.threads.contains(where: \.isIsolated) {
                isolated.insert("platform/coretemp.\(package.id)/Core \(core.id.core)")
            }
        }
        if isolated.isEmpty { return self }
        let kept = chips.map { chip in
            guard chip.name == "coretemp" else { return chip }
            return chip.keeping { !isolated.contains("\(chip.id)/\($0.label ?? "")") }
        }
        return SensorInventory(chips: kept, coolingDevices: coolingDevices)
    }
}

extension HwmonChip {
    fileprivate func keeping(_ isKept: (HwmonChannel) -> Bool) -> HwmonChip {
        HwmonChip(
            id: id, name: name, label: label, node: node, path: path, devicePath: devicePath,
            libraryName: libraryName, costClass: costClass, lane: lane, channels: channels.filter(isKept))
    }
}

// SPDX-License-Identifier: Apache-2.0

import HardwareAccess

/// Which temperatures are those of whole processors.
enum ProcessorThermometers {
    /// The channel of each package that has one, by the kernel's number of the package.
    ///
    /// Intel's driver labels its channel with that number; AMD's has a chip for each processor, in their order.
    static func found(
        in sensors: SensorInventory, of processors: CPUTopology
    ) -> [(package: Int, channel: HwmonChannel)] {
        var found: [(package: Int, channel: HwmonChannel)] = []
        for chip in sensors.chips where chip.name == "coretemp" {
            for channel in chip.channels {
                guard let label = channel.label, label.hasPrefix("Package id "),
                    let package = Int(label.dropFirst("Package id ".count))
                else { continue }
                found.append((package, channel))
            }
        }
        let others = sensors.chips.filter { $0.name == "k10temp" || $0.name == "zenpower" }
        // Where there are more or fewer of them nobody knows which is whose.
        if found.isEmpty, others.count == processors.packages.count {
            for (chip, package) in zip(others, processors.packages) {
                if let channel = chip.channel(.temperature, 1) { found.append((package.id, channel)) }
            }
        }
        return found
    }
}

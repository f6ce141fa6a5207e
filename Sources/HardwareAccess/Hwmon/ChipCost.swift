// SPDX-License-Identifier: Apache-2.0

/// What reading a chip costs, and on which bus's lane it is read.
struct ChipCost {
    var costClass: CostClass
    var lane: BusKey?

    static let cheap = ChipCost(costClass: .cheap, lane: nil)

    /// Drivers that answer within microseconds: by a register of the processor or over the LPC bus.
    private static let cheapDrivers: Set<String> = [
        "coretemp", "k8temp", "k10temp", "fam15h_power", "via_cputemp", "cpu_thermal", "smsc47b397", "smsc47m1",
        "vt1211",
        "vt8231", "sis5595", "via686a", "pc87360", "pc87427", "pc87366", "dme1737", "sch5627", "sch5636", "iwlwifi_1",
    ]
    private static let cheapFamilies = [
        "nct61", "nct67", "it86", "it87", "f718", "f8186", "w83627", "w83667", "w83697",
    ]

    /// The cost of the chip `name` whose device is at `devicePath`, on the live machine.
    ///
    /// What is not known to be cheap is read on a lane: a wrong guess then costs a thread, not the event loop.
    static func live(name: String, devicePath: String?) -> ChipCost {
        let parts = (devicePath ?? "").split(separator: "/").map(String.init)
        if name == "drivetemp" { return ChipCost(costClass: .mayWake, lane: BusKey("disk-" + (parts.last ?? name))) }
        if name == "nvme" {
            return ChipCost(costClass: .command, lane: BusKey(parts.last { $0.hasPrefix("nvme") } ?? name))
        }
        if let adapter = parts.first(where: { $0.hasPrefix("i2c-") }) {
            return ChipCost(costClass: .bus, lane: BusKey(adapter))
        }
        if let master = parts.first(where: { $0.hasPrefix("w1_bus_master") }) {
            return ChipCost(costClass: .bus, lane: BusKey(master))
        }
        if isFirmware(name) || parts.contains(where: { $0.hasPrefix("LNXSY") || $0.hasPrefix("PNP0C14") }) {
            return ChipCost(costClass: .bus, lane: .acpi)
        }
        if cheapDrivers.contains(name) || cheapFamilies.contains(where: name.hasPrefix) { return .cheap }
        return ChipCost(costClass: .bus, lane: BusKey(parts.last ?? name))
    }

    private static func isFirmware(_ name: String) -> Bool {
        let names: Set<String> = [
            "acpitz", "power_meter", "acpi_power_meter", "acpi_fan", "dell_smm", "dell_ddv", "ibmpowernv", "thinkpad",
            "hp",
            "applesmc", "AC0", "toshiba", "system76_acpi",
        ]
        return names.contains(name) || name.hasPrefix("asus") || name.hasPrefix("BAT") || name.hasPrefix("AC")
    }
}

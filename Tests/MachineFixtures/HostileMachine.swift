// SPDX-License-Identifier: Apache-2.0

/// A machine whose every part is awkward: to be read without a crash, a hang or a wrong value.
public struct HostileMachine: Sendable {
    /// The files.
    public let tree: MachineTree

    /// The path of the FIFO that never answers.
    public static let fifo = "sys/devices/platform/hung.0/hwmon/hwmon3/temp1_input"

    /// Errnos that regular files cannot be made to give, by the end of the path.
    public static let faults: [String: Int32] = [
        "hwmon0/temp2_input": 61, "hwmon0/temp3_input": 5, "hwmon0/temp4_input": 11, "hwmon0/temp5_input": 6,
        "hwmon0/temp6_input": 22, "hwmon0/temp7_input": 13, "hwmon0/temp8_input": 95, "hwmon0/temp9_input": 19,
        "hwmon0/temp1_crit": 5,
    ]

    /// What to give as the `fault` of `Hardware`.
    public static let fault: @Sendable (String) -> Int32? = { path in
        faults.first { path.hasSuffix($0.key) }?.value
    }

    /// Writes the tree.
    public init() throws {
        tree = MachineTree()
        // ENODATA, EIO, EAGAIN, ENXIO, EINVAL, EACCES, EOPNOTSUPP, ENODEV come from `faults`.
        var values = ["temp1_input": "41000", "temp1_crit": "90000", "temp1_label": "CPU"]
        for index in 2...9 { values["temp\(index)_input"] = "1000" }
        values["temp10_input"] = "not a number"
        values["temp11_input"] = "99999999999999999999999"
        values["temp12_input"] = "3892314000"
        values["temp13_input"] = "  -0x10 "
        values["temp14_input"] = ""
        values["temp15_input"] = "42000"
        values["temp15_fault"] = "1"
        values["temp16_input"] = "42000"
        values["temp16_enable"] = "0"
        values["temp17_input"] = "42000"
        values["temp17_min"] = "0"
        values["temp17_max"] = "0"
        values["temp17_crit"] = "65261850"
        values["temp99999999999999999999_input"] = "1"
        values["temp_input"] = "1"
        values["fan01_input"] = "1"
        try tree.chip("hwmon0", "strange", device: "platform/strange.0", values)
        // Two chips of one name, and two nodes below one device.
        try tree.chip("hwmon1", "twin", device: "platform/twin.0", ["temp1_input": "20000"])
        try tree.chip("hwmon2", "twin", device: "platform/twin.1", ["temp1_input": "21000"])
        try tree.chip("hwmon7", "twin", device: "platform/shared.0", ["temp1_input": "22000"])
        try tree.chip("hwmon8", "other", device: "platform/shared.0", ["temp1_input": "23000"])
        try tree.chip("hwmon9", "twin", device: "platform/shared.0", ["temp1_input": "24000"])
        // A driver that hangs.
        try tree.chip("hwmon3", "hung", device: "platform/hung.0", ["temp2_input": "30000"])
        try tree.fifo(HostileMachine.fifo)
        // Names that are not UTF-8 and hold control characters.
        try tree.chip("hwmon4", "x", device: "platform/bytes.0", ["temp1_input": "10000"])
        try tree.write("sys/devices/platform/bytes.0/hwmon/hwmon4/name", bytes: [0x62, 0xFF, 0x1B, 0x5B, 0x00, 0x0A])
        try tree.write(
            "sys/devices/platform/bytes.0/hwmon/hwmon4/temp1_label",
            bytes: [0x20, 0xC3, 0x28, 0x07, 0x41, 0x09, 0x42, 0x0A])
        // Links out of the tree, into nothing and in a circle.
        try tree.link("sys/class/hwmon/hwmon5", "/sys/devices/platform/twin.0/hwmon/hwmon1")
        try tree.link("sys/class/hwmon/hwmon6", "../../devices/nowhere")
        try tree.link("sys/class/hwmon/hwmon10", "hwmon10")
        try tree.link("sys/class/dmi/id/product_name", "/etc/passwd")
        try tree.write("sys/class/dmi/id/board_name", bytes: [0x42, 0xE2, 0x28, 0xA1, 0x1F])
        // A table that ends in a structure, and texts that are none.
        try tree.write(
            "sys/firmware/dmi/tables/DMI",
            bytes: [17, 21, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0x7F, 99, 0, 1, 200, 99, 0xFF, 0xFF, 0xFF, 7, 0, 0]
                + [2, 10, 2, 0, 1, 1, 1, 1, 1, 0, 0x1B, 0xC3, 0x28, 0, 0] + [4, 255, 3, 0])
        try tree.write("proc/meminfo", "MemTotal:\nMemTotal: 99999999999999999999 kB\n")
        try tree.write("sys/class/power_supply/BAT0/type", "Battery")
        try tree.write("sys/class/power_supply/BAT0/model_name", bytes: [0xFF, 0x00, 0x1B])
        try tree.write("sys/class/power_supply/BAT0/energy_full", "-9223372036854775808")
        try tree.link("sys/class/power_supply/AC", "AC")
        try tree.write("proc/cpuinfo", "processor\t: x\n:::\nprocessor: 99999999999999\nflags\t:\n")
        try tree.write("sys/devices/system/cpu/present", "0-4294967295,3-1,x,-")
    }
}

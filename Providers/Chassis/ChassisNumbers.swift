// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// CIM's numbers of kinds of enclosures, which are SMBIOS's only in part: mapped by their names.
enum ChassisNumbers {
    /// SMBIOS's words (DSP0134 7.4.1); 2 is unknown.
    static let names: [UInt64: String] = [
        1: "Other", 3: "Desktop", 4: "Low Profile Desktop", 5: "Pizza Box", 6: "Mini Tower", 7: "Tower",
        8: "Portable", 9: "Laptop", 10: "Notebook", 11: "Hand Held", 12: "Docking Station", 13: "All in One",
        14: "Sub Notebook", 15: "Space-saving", 16: "Lunch Box", 17: "Main Server Chassis", 18: "Expansion Chassis",
        19: "SubChassis", 20: "Bus Expansion Chassis", 21: "Peripheral Chassis", 22: "RAID Chassis",
        23: "Rack Mount Chassis", 24: "Sealed-case PC", 25: "Multi-system chassis", 26: "CompactPCI",
        27: "AdvancedTCA", 28: "Blade", 29: "Blade Enclosure", 30: "Tablet", 31: "Convertible", 32: "Detachable",
        33: "IoT Gateway", 34: "Embedded PC", 35: "Mini PC", 36: "Stick PC",
    ]

    /// CIM_Chassis.ChassisPackageType of SMBIOS's number.
    static func type(_ smbios: UInt64?) -> UInt64 {
        switch smbios {
        case nil, 0, 2: 0
        case let type? where (3...22).contains(type) || [24, 26, 27].contains(type): type
        case 29: 28
        default: 1
        }
    }

    static let types = [
        NamedValue(0, "Unknown"), NamedValue(1, "Other"), NamedValue(3, "Desktop"),
        NamedValue(4, "Low Profile Desktop"), NamedValue(5, "Pizza Box"), NamedValue(6, "Mini Tower"),
        NamedValue(7, "Tower"), NamedValue(8, "Portable"), NamedValue(9, "LapTop"), NamedValue(10, "Notebook"),
        NamedValue(11, "Hand Held"), NamedValue(12, "Docking Station"), NamedValue(13, "All in One"),
        NamedValue(14, "Sub Notebook"), NamedValue(15, "Space-Saving"), NamedValue(16, "Lunch Box"),
        NamedValue(17, "Main System Chassis"), NamedValue(18, "Expansion Chassis"), NamedValue(19, "SubChassis"),
        NamedValue(20, "Bus Expansion Chassis"), NamedValue(21, "Peripheral Chassis"),
        NamedValue(22, "Storage Chassis"), NamedValue(24, "Sealed-Case PC"), NamedValue(26, "CompactPCI"),
        NamedValue(27, "AdvancedTCA"), NamedValue(28, "Blade Enclosure"),
    ]
}

// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// CIM's numbers of what SMBIOS numbers otherwise (`spec/hardware-classes.md` sections 11 and 12).
enum MemoryNumbers {
    /// CIM_Chip.FormFactor of SMBIOS's form factor.
    static func formFactor(_ smbios: UInt8?) -> UInt64 {
        switch smbios {
        case nil: 0
        case 3: 7
        case 4: 2
        case 6: 3
        case 7: 4
        case 8: 6
        // An FB-DIMM is a DIMM.
        case 9, 15: 8
        case 10: 9
        case 12: 11
        case 13: 12
        case 14: 13
        default: 1
        }
    }

    /// CIM_PhysicalMemory.MemoryType of SMBIOS's type.
    static func memoryType(_ smbios: UInt8?) -> UInt64 {
        switch smbios {
        case nil: 0
        case 3: 2
        // From EDRAM to DDR2 CIM counts two further.
        case let type? where (4...19).contains(type): UInt64(type) + 2
        case 20: 23
        // From DDR3 on both count alike: CIM 2.32 ends with 25, later schemas go on as SMBIOS does.
        case let type? where (24...36).contains(type): UInt64(type)
        default: 1
        }
    }

    static let formFactors = [
        NamedValue(0, "Unknown"), NamedValue(1, "Other"), NamedValue(2, "SIP"), NamedValue(3, "DIP"),
        NamedValue(4, "ZIP"), NamedValue(6, "Proprietary"), NamedValue(7, "SIMM"), NamedValue(8, "DIMM"),
        NamedValue(9, "TSOP"), NamedValue(11, "RIMM"), NamedValue(12, "SODIMM"), NamedValue(13, "SRIMM"),
    ]

    static let memoryTypes = [
        NamedValue(0, "Unknown"), NamedValue(1, "Other"), NamedValue(2, "DRAM"), NamedValue(6, "EDRAM"),
        NamedValue(7, "VRAM"), NamedValue(8, "SRAM"), NamedValue(9, "RAM"), NamedValue(10, "ROM"),
        NamedValue(11, "Flash"), NamedValue(12, "EEPROM"), NamedValue(13, "FEPROM"), NamedValue(14, "EPROM"),
        NamedValue(15, "CDRAM"), NamedValue(16, "3DRAM"), NamedValue(17, "SDRAM"), NamedValue(18, "SGRAM"),
        NamedValue(19, "RDRAM"), NamedValue(20, "DDR"), NamedValue(21, "DDR-2"), NamedValue(23, "FB-DIMM"),
        NamedValue(24, "DDR3"), NamedValue(25, "FBD2"), NamedValue(26, "DDR4"), NamedValue(27, "LPDDR"),
        NamedValue(28, "LPDDR2"), NamedValue(29, "LPDDR3"), NamedValue(30, "LPDDR4"),
        NamedValue(31, "Logical non-volatile device"), NamedValue(32, "HBM"), NamedValue(33, "HBM2"),
        NamedValue(34, "DDR5"), NamedValue(35, "LPDDR5"), NamedValue(36, "HBM3"),
    ]
}

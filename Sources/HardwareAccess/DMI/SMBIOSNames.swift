// SPDX-License-Identifier: Apache-2.0

/// What the numbers of SMBIOS structures mean (DSP0134 3.7, section 7), in the words that dmidecode and udev use too.
public enum SMBIOSNames {
    /// Form factors of memory devices; 2 is unknown.
    public static let formFactors: [UInt8: String] = [
        1: "Other", 3: "SIMM", 4: "SIP", 5: "Chip", 6: "DIP", 7: "ZIP", 8: "Proprietary Card", 9: "DIMM", 10: "TSOP",
        11: "Row Of Chips", 12: "RIMM", 13: "SODIMM", 14: "SRIMM", 15: "FB-DIMM", 16: "Die", 17: "CAMM",
    ]
    /// Types of memory devices; 2 is unknown.
    public static let memoryTypes: [UInt8: String] = [
        1: "Other", 3: "DRAM", 4: "EDRAM", 5: "VRAM", 6: "SRAM", 7: "RAM", 8: "ROM", 9: "Flash", 10: "EEPROM",
        11: "FEPROM", 12: "EPROM", 13: "CDRAM", 14: "3DRAM", 15: "SDRAM", 16: "SGRAM", 17: "RDRAM", 18: "DDR",
        19: "DDR2", 20: "DDR2 FB-DIMM", 24: "DDR3", 25: "FBD2", 26: "DDR4", 27: "LPDDR", 28: "LPDDR2", 29: "LPDDR3",
        30: "LPDDR4", 31: "Logical non-volatile device", 32: "HBM", 33: "HBM2", 34: "DDR5", 35: "LPDDR5", 36: "HBM3",
    ]
    /// Types that hold no data of programs: firmware that tells of its own chips.
    static let firmwareMemory: ClosedRange<UInt8> = 8...12
    /// Bits of a memory device's detail, from bit 3 on; the lower ones tell nothing.
    static let typeDetails: [Int: String] = [
        3: "Fast-paged", 4: "Static Column", 5: "Pseudo-static", 6: "RAMBus", 7: "Synchronous", 8: "CMOS", 9: "EDO",
        10: "Window DRAM", 11: "Cache DRAM", 12: "Non-Volatile", 13: "Registered (Buffered)",
        14: "Unbuffered (Unregistered)", 15: "LRDIMM",
    ]
    /// Technologies of memory devices; 2 is unknown.
    static let technologies: [UInt8: String] = [
        1: "Other", 3: "DRAM", 4: "NVDIMM-N", 5: "NVDIMM-F", 6: "NVDIMM-P", 7: "Intel Optane persistent memory",
    ]
    /// Error corrections of memory arrays; 2 is unknown.
    static let errorCorrections: [UInt8: String] = [
        1: "Other", 3: "None", 4: "Parity", 5: "Single-bit ECC", 6: "Multi-bit ECC", 7: "CRC",
    ]

    /// The number of a word, in any letter case.
    static func number(of word: String, in names: [UInt8: String]) -> UInt8? {
        let folded = word.lowercased()
        return names.first { $0.value.lowercased() == folded }?.key
    }
}

// SPDX-License-Identifier: Apache-2.0

/// One memory module, or memory that is soldered on, as the firmware describes it (SMBIOS type 17).
public struct MemoryModule: Sendable, Hashable, Identifiable {
    /// The locator, with the bank where slots share it, else the structure's handle: the same while others come and go.
    public internal(set) var id = ""
    /// Which slot it is in, as the board is labelled.
    public internal(set) var locator: String?
    /// Which bank the slot belongs to.
    public internal(set) var bankLocator: String?
    /// Bytes; nil when the firmware does not know.
    public internal(set) var capacity: UInt64?
    /// SMBIOS's number of the form factor, such as 9 for a DIMM.
    public internal(set) var formFactor: UInt8?
    /// SMBIOS's number of the type, such as 34 for DDR5.
    public internal(set) var type: UInt8?
    /// What more is known of the type, such as `Registered (Buffered)`.
    public internal(set) var typeDetails: [String] = []
    /// What it is made of, such as `DRAM` or `NVDIMM-N`.
    public internal(set) var technology: String?
    /// The speed it is made for, in MT/s.
    public internal(set) var ratedSpeed: UInt32?
    /// The speed it is run at, in MT/s.
    public internal(set) var configuredSpeed: UInt32?
    /// How many ranks it has.
    public internal(set) var rank: UInt8?
    /// Bits of its data path, those for error correction included.
    public internal(set) var totalWidth: UInt16?
    /// Bits of its data path.
    public internal(set) var dataWidth: UInt16?
    /// The voltage it is run at, in mV.
    public internal(set) var configuredVoltage: UInt16?
    /// Who made it.
    public internal(set) var manufacturer: String?
    /// Its serial number.
    public internal(set) var serial: String?
    /// The maker's number of the part.
    public internal(set) var partNumber: String?
    /// What its owner calls it.
    public internal(set) var assetTag: String?
    /// The version of its own firmware.
    public internal(set) var firmwareVersion: String?
    /// The structure's handle; nil where only udev tells.
    public internal(set) var handle: UInt16?
    /// Whether there is a module at all; a slot may be empty.
    var isPresent = true

    init() {}

    /// The module that a structure of type 17 describes.
    init(_ device: SMBIOSStructure) {
        handle = device.handle
        totalWidth = Self.known(device.word(0x08))
        dataWidth = Self.known(device.word(0x0A))
        let size = device.word(0x0C) ?? 0
        isPresent = size != 0
        capacity = Self.capacity(size, extended: device.doubleWord(0x1C))
        formFactor = device.byte(0x0E).flatMap { SMBIOSNames.formFactors[$0] == nil ? nil : $0 }
        locator = device.string(0x10)
        bankLocator = device.string(0x11)
        type = device.byte(0x12).flatMap { SMBIOSNames.memoryTypes[$0] == nil ? nil : $0 }
        let bits = device.word(0x13) ?? 0
        typeDetails = (0..<16).filter { bits & 1 << $0 != 0 }.compactMap { SMBIOSNames.typeDetails[$0] }
        ratedSpeed = Self.speed(device.word(0x15), extended: device.doubleWord(0x54))
        manufacturer = device.string(0x17)
        serial = device.string(0x18)
        assetTag = device.string(0x19)
        partNumber = device.string(0x1A)
        rank = device.byte(0x1B).flatMap { $0 & 15 == 0 ? nil : $0 & 15 }
        configuredSpeed = Self.speed(device.word(0x20), extended: device.doubleWord(0x58))
        configuredVoltage = device.word(0x26).flatMap { $0 == 0 ? nil : $0 }
        technology = device.byte(0x28).flatMap { SMBIOSNames.technologies[$0] }
        firmwareVersion = device.string(0x2B)
    }

    /// The module that udev's properties `MEMORY_DEVICE_n_…` describe; nil for what is no module.
    ///
    /// - Parameter properties: by what stands behind the number.
    init(udev properties: [String: String]) {
        func text(_ name: String) -> String? {
            properties[name].flatMap { FirmwareText.isPlaceholder($0) ? nil : $0 }
        }
        func number<N: FixedWidthInteger>(_ name: String) -> N? {
            // What SMBIOS reserves for "look elsewhere" is passed on by udev as if it were a number.
            properties[name].flatMap { N($0) }.flatMap { $0 == 0 || $0 == 0xFFFF ? nil : $0 }
        }
        isPresent = properties["PRESENT"] != "0"
        capacity = properties["SIZE"].flatMap { UInt64($0) }
        formFactor = text("FORM_FACTOR").flatMap { SMBIOSNames.number(of: $0, in: SMBIOSNames.formFactors) }
        type = text("TYPE").flatMap { SMBIOSNames.number(of: $0, in: SMBIOSNames.memoryTypes) }
        let details = properties["TYPE_DETAIL"] ?? ""
        typeDetails = SMBIOSNames.typeDetails.sorted { $0.key < $1.key }.map(\.value).filter { details.contains($0) }
        locator = text("LOCATOR")
        bankLocator = text("BANK_LOCATOR")
        ratedSpeed = number("SPEED_MTS")
        configuredSpeed = number("CONFIGURED_SPEED_MTS")
        manufacturer = text("MANUFACTURER")
        serial = text("SERIAL_NUMBER")
        assetTag = text("ASSET_TAG")
        partNumber = text("PART_NUMBER")
        rank = number("RANK")
        totalWidth = number("TOTAL_WIDTH")
        dataWidth = number("DATA_WIDTH")
        configuredVoltage = properties["CONFIGURED_VOLTAGE"].flatMap { Double($0) }
            .flatMap { $0 > 0 && $0 < 65 ? UInt16(($0 * 1000).rounded()) : nil }
        technology = text("MEMORY_TECHNOLOGY")
        firmwareVersion = text("FIRMWARE_VERSION")
    }

    private static func known(_ width: UInt16?) -> UInt16? { width == 0 || width == 0xFFFF ? nil : width }

    /// Bytes, from the size in MiB, or in KiB where bit 15 is set; 0x7FFF says that the extended size holds.
    private static func capacity(_ size: UInt16, extended: UInt32?) -> UInt64? {
        switch size {
        case 0, 0x8000, 0xFFFF: nil
        case 0x7FFF: extended.flatMap { $0 & 0x7FFF_FFFF == 0 ? nil : UInt64($0 & 0x7FFF_FFFF) << 20 }
        default: UInt64(size & 0x7FFF) << (size & 0x8000 == 0 ? 20 : 10)
        }
    }

    /// MT/s; 0xFFFF says that the extended speed holds.
    private static func speed(_ speed: UInt16?, extended: UInt32?) -> UInt32? {
        switch speed {
        case nil, 0: nil
        case 0xFFFF: extended.flatMap { $0 & 0x7FFF_FFFF == 0 ? nil : $0 & 0x7FFF_FFFF }
        case let speed?: UInt32(speed)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// A socket for a processor as the firmware describes it (SMBIOS type 4), with what is in it.
public struct ProcessorSocket: Sendable, Hashable {
    /// What the board calls it, such as `CPU1`.
    public let designation: String?
    /// Who made the processor.
    public let manufacturer: String?
    /// The processor's own serial number; few tell.
    public let serial: String?
    /// What the processor's owner calls it.
    public let assetTag: String?
    /// The maker's number of the part.
    public let partNumber: String?
    /// SMBIOS's number of the kind of socket.
    public let upgrade: UInt8?
    /// Whether a processor is in it.
    public let isPopulated: Bool

    init?(_ structure: SMBIOSStructure) {
        // Type 3 is the central processor; others are coprocessors.
        guard structure.byte(5) == 3 else { return nil }
        designation = structure.string(0x04)
        manufacturer = structure.string(0x07)
        serial = structure.string(0x20)
        assetTag = structure.string(0x21)
        partNumber = structure.string(0x22)
        upgrade = structure.byte(0x19).flatMap { $0 < 3 ? nil : $0 }
        isPopulated = (structure.byte(0x18) ?? 0x40) & 0x40 != 0
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import MachineFixtures
import Testing

@testable import HardwareAccess

/// What a disk says of itself, in binary and in text.
struct DriveDataTests {
    @Test func `vital product data is believed within its length only`() {
        let good: [UInt8] =
            [0, 0x83, 0, 24, 0x61, 0x93, 0, 8] + [0x50, 0, 0xC5, 0, 0xB1, 0, 0, 9] + [1, 3, 0, 8]
            + [0x50, 0, 0xC5, 0, 0xB1, 0, 0, 8]
        #expect(VitalProductData.identifier(good)?.digits == "5000c500b1000008", "the unit's, not the port's")
        for length in good.indices {
            let cut = VitalProductData.identifier(Array(good.prefix(length)))
            #expect(cut == nil, "\(length)")
        }
        #expect(VitalProductData.identifier([0, 0x83, 0xFF, 0xFF, 1, 3, 0, 0xFF, 0x50]) == nil)
        #expect(VitalProductData.identifier([0, 0x80, 0, 24] + good.dropFirst(4)) == nil)
        let zero: [UInt8] = [0, 0x83, 0, 12, 1, 3, 0, 8] + [UInt8](repeating: 0, count: 8)
        #expect(VitalProductData.identifier(zero) == nil)
        #expect(VitalProductData.serialNumber([0, 0x80, 0, 4, 0x20, 0x41, 0x42, 0x07, 0x43]) == "AB")
        #expect(VitalProductData.serialNumber([0, 0x80, 0]) == nil)
        #expect(VitalProductData.serialNumber([0, 0x80, 0, 3, 0x20, 0x20, 0]) == nil)
    }

    @Test func `a longer NAA beats a shorter one, and both an EUI-64`() {
        let eui: [UInt8] = [1, 2, 0, 8, 0, 0x25, 0x38, 1, 2, 3, 4, 5]
        let five: [UInt8] = [1, 3, 0, 8, 0x50, 0, 0xC5, 0, 1, 2, 3, 4]
        let six: [UInt8] = [1, 3, 0, 16, 0x60] + (1...15).map { UInt8($0) }
        func found(_ parts: [UInt8]...) -> String? {
            let content = parts.flatMap { $0 }
            return VitalProductData.identifier([0, 0x83, 0, UInt8(content.count)] + content)?.digits
        }
        #expect(found(eui) == "0025380102030405")
        #expect(found(eui, five) == "5000c50001020304" && found(five, eui) == found(eui, five))
        #expect(found(six, five) == "600102030405060708090a0b0c0d0e0f" && found(five, six, eui) == found(six, five))
    }

    @Test(arguments: [
        "naa.0000000000000000", "naa.5000000000000000x", "naa.ffffffffffffffff", "naa.5000c500", "naa.", "eui.",
        "eui.0000000000000000", "uuid.12", "t10.ATA     QEMU HARDDISK", "nvme.1b36-4c41", "", "naa",
        "naa.1000c500b1000008", "naa.6000c500b1000008",
    ])
    func `what is no number in the world is none`(text: String) { #expect(DriveIdentifier(wwid: text) == nil) }

    @Test func `an ATA drive's own words are whole, or not believed`() throws {
        let text = try String(
            contentsOfFile: RecordedMachine.rackServer.root
                + "/sys/devices/pci0000:00/0000:00:17.0/ata1/link1/dev1.0/ata_device/dev1.0/id", encoding: .utf8)
        let identity = try #require(ATAIdentity(text: text))
        #expect(identity.model == "EXAMPLE HDD 8TB ENTERPRISE EDITION")
        #expect(identity.serialNumber == "ESH000000" && identity.firmware == "EX04A")
        #expect(identity.identifier?.digits == "5000c500a1000000" && identity.rotation == .rate(7200))
        #expect(identity.security == .locked && identity.watchesHealth == true && !identity.isParallel)
        #expect(ATAIdentity(text: String(text.dropLast(6))) == nil)
        #expect(ATAIdentity(text: String(repeating: "0000 ", count: 256)) == nil)
        #expect(ATAIdentity(page: [0, 0x89, 2, 56] + [UInt8](repeating: 0x20, count: 100)) == nil)
    }

    @Test func `udev's encoded text keeps its blanks`() {
        #expect(DriveProperties.decoded("QEMU\\x20HARDDISK\\x20\\x20") == "QEMU HARDDISK")
        #expect(DriveProperties.decoded("a\\xZZ\\") == "a\\xZZ\\")
        #expect(DriveProperties.decoded("\\xff\\x01") == "\u{FFFD}")
        let record = DriveProperties(
            recorded: Array("S:disk/x\nE:ID_MODEL=A_B\nE:ID_MODEL_ENC=A\\x20B\nE:X\nE:Y=\n".utf8))
        #expect(record.text("ID_MODEL") == "A B" && record["Y"] == nil && record["S"] == nil)
    }

    @Test(arguments: [
        ("6.0 Gbps", 6_000_000_000), ("12.0 Gbit", 12_000_000_000), ("16.0 GT/s PCIe", 16_000_000_000),
        ("480 Mbit", 480_000_000), ("1.5 Gbps", 1_500_000_000),
    ])
    func `speeds are read in every writing`(text: String, bits: UInt64) {
        #expect(DriveState.bitsPerSecond(text) == bits)
    }

    @Test(arguments: ["<unknown>", "", "Unknown", "Phy disabled", "-1 Gbps", "1e300 Gbps", "nan Gbps", "6.0"])
    func `what is no speed is none`(text: String) { #expect(DriveState.bitsPerSecond(text) == nil) }
}
